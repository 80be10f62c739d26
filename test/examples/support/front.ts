import type { IncomingMessage } from 'node:http';
import { startServer, type TestServer } from '../../support/server.js';

/**
 * A server in front of a service that hands on requests and answers. Each answer is held until `hold` is through, which
 * may also break the connection.
 */
export async function startFront(
  serviceUrl: string,
  hold: (requestNumber: number, request: IncomingMessage) => unknown,
): Promise<TestServer> {
  const front = await startServer(async (request, response) => {
    const { length } = front.requests;
    const { cookie = '', 'content-type': type = '' } = request.headers;
    const answer = await fetch(`${serviceUrl}${request.url}`, {
      method: request.method ?? '',
      headers: { cookie, 'content-type': type },
      body: front.requests[length - 1]?.body || null,
    });
    const text = await answer.text();
    await hold(length, request);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
  });
  return front;
}
