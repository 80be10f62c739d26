import type { CannedAnswer, Handler } from './server.js';

export const DONE: CannedAnswer = { status: 200 };

/** What the service's limiter answers: nothing, though the content type says JSON. */
export function refused(headers?: Readonly<Record<string, string>>): CannedAnswer {
  return {
    status: 429,
    headers: { 'content-type': 'application/json', 'x-ratelimit-remaining': '0', ...headers },
  };
}

export function unavailable(headers?: Readonly<Record<string, string>>): CannedAnswer {
  return { status: 503, headers: { ...headers } };
}

export function repeat<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}

/** The connection dies before a byte of the answer. */
export const reset: Handler = (request) => {
  request.socket.resetAndDestroy();
};

/** The request arrives and is never answered. */
export const silent: Handler = () => {};

/** The answer starts, and its body never ends. */
export function stalled(status: number): Handler {
  return (_, response) => {
    response.writeHead(status, { 'content-length': '100' }).write('{');
  };
}

/** The answer starts, and the connection dies in the middle of its body. */
export const cutOff: Handler = (request, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{', () => request.socket.destroy());
};
