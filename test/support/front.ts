import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ServerOptions, startServer, type TestServer } from './server.js';

// They describe the connection to the service, and Node responds with 503 to a client that reuses one of the front.
const CONNECTION_HEADERS = ['connection', 'keep-alive', 'transfer-encoding'];
const PASSED_HEADERS = ['accept', 'authorization', 'content-type', 'cookie', 'user-agent', 'x-signature'];

/** As a portal before 3.1, which takes the key as the cookie. */
export const NO_TOKENS: ServerOptions = { token: { status: 404 } };

/**
 * A server in front of a service that passes on requests and responses. It holds each response until `hold` is done, which
 * may also break the connection. Token requests pass at once and have no number.
 */
export async function startFront(
  serviceUrl: string,
  hold: (requestNumber: number, request: IncomingMessage) => unknown,
): Promise<TestServer> {
  const pass = async (
    request: IncomingMessage,
    response: ServerResponse,
    body: string | undefined,
    held: () => unknown,
  ): Promise<void> => {
    const { url = '', method = '' } = request;
    const headers = Object.entries(request.headers).filter(([name]) => PASSED_HEADERS.includes(name));
    const passed = await fetch(serviceUrl + url, {
      method,
      headers: headers.map(([name, value]) => [name, String(value)]),
      body: body || null,
    });
    const text = await passed.text();
    await held();
    const received = [...passed.headers].filter(([header]) => !CONNECTION_HEADERS.includes(header));
    response.writeHead(passed.status, Object.fromEntries(received)).end(text);
  };
  const front = await startServer(
    (request, response) => {
      const { length } = front.requests;
      return pass(request, response, front.requests[length - 1]?.body, () => hold(length, request));
    },
    { token: (request, response) => pass(request, response, undefined, () => {}) },
  );
  return front;
}
