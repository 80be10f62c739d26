import { createServer, type IncomingMessage, request as sendRequest } from 'node:http';
import { listen } from './listen.js';
import { type ServerOptions, startServer, type TestServer } from './server.js';

// They describe the connection to the service, and Node responds with 503 to a client that reuses one of the front.
const CONNECTION_HEADERS = ['connection', 'keep-alive', 'transfer-encoding'];

/** As a portal before 3.1, which takes the key as the cookie. */
export const NO_TOKENS: ServerOptions = { token: { status: 404 } };

/** A server in front of a service that passes on everything but token requests: to those it responds with 404. */
export function startFrontWithoutTokens(serviceUrl: string): Promise<string> {
  return listen(
    createServer((request, response) => {
      const { method = '', url = '', headers } = request;
      if (url.endsWith('/security/oauth2/token')) {
        response.writeHead(404).end();
        return;
      }
      const passed = sendRequest(serviceUrl + url, { method, headers }, (received) => {
        response.writeHead(received.statusCode ?? 502, received.headers);
        received.pipe(response);
      });
      passed.on('error', () => request.socket.destroy());
      response.on('close', () => passed.destroy());
      request.pipe(passed);
    }),
  );
}

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
  }, NO_TOKENS);
  return front;
}
