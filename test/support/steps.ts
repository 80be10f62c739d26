import type { CannedResponse, Handler } from './server.js';

export const DONE: CannedResponse = { status: 200 };

/** What the service's limiter responds: an empty body, though the content type says JSON. */
export function rateLimited(headers?: Readonly<Record<string, string>>): CannedResponse {
  return {
    status: 429,
    headers: { 'content-type': 'application/json', 'x-ratelimit-remaining': '0', ...headers },
  };
}

export function unavailable(headers?: Readonly<Record<string, string>>): CannedResponse {
  return { status: 503, headers: { ...headers } };
}

export function repeat<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}

/** The connection dies before a byte of the response. */
export const reset: Handler = (request) => {
  request.socket.resetAndDestroy();
};

/** The request arrives and gets no response. */
export const silent: Handler = () => {};

/** The response starts, and its body never ends. */
export function stalled(status: number): Handler {
  return (_, response) => {
    response.writeHead(status, { 'content-length': '100' }).write('{');
  };
}

/** The response starts, and the connection dies in the middle of its body. */
export const cutOff: Handler = (request, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{', () => request.socket.destroy());
};
