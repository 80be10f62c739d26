import type { IncomingMessage } from 'node:http';
import { startServer, type TestServer } from './server.js';

// They describe the connection to the service, and Node responds with 503 to a client that reuses one of the front.
const CONNECTION_HEADERS = ['connection', 'keep-alive', 'transfer-encoding'];

/**
 * A server in front of a service that passes on requests and responses. It holds each response until `hold` is done, which
 * may also break the connection.
 */
export async function startFront(
  serviceUrl: string,
  hold: (requestNumber: number, request: IncomingMessage) => unknown,
): Promise<TestServer> {
  const front = await startServer(async (request, response) => {
    const { length } = front.requests;
    const { cookie = '', 'content-type': type = '' } = request.headers;
    const passed = await fetch(`${serviceUrl}${request.url}`, {
      method: request.method ?? '',
      headers: { cookie, 'content-type': type },
      body: front.requests[length - 1]?.body || null,
    });
    const text = await passed.text();
    await hold(length, request);
    const headers = [...passed.headers].filter(([header]) => !CONNECTION_HEADERS.includes(header));
    response.writeHead(passed.status, Object.fromEntries(headers)).end(text);
  });
  return front;
}
