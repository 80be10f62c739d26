import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { listen } from './listen.js';

/** A request as it arrived, its body read. */
export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Which connection it came on, counted from 1. */
  socket: number;
}

export interface CannedResponse {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;
export type Step = CannedResponse | Handler;

export interface TestServer {
  url: string;
  /** Every request whose body has arrived, in order. */
  requests: readonly ReceivedRequest[];
  /** The token requests, if the server is there for them. */
  tokenRequests: readonly ReceivedRequest[];
  connections(): number;
  /** How many connections that carried a request are still open. */
  open(): number;
  /** Ends the connections that carried nothing: fetch opens a spare one after an abort, with a timer of its own. */
  dropSpares(): void;
  /** Resolves as soon as `count` requests have arrived. */
  received(count: number): Promise<void>;
}

export interface ServerOptions {
  /** Default false: an idle connection would make the client start a timer of its own. */
  keepAlive?: boolean;
  /** The response to token requests, which `requests` has not then. Default: they are requests like all others. */
  token?: Step | undefined;
}

const UNEXPECTED: CannedResponse = { status: 418, body: 'the script has no step for this request' };

/** A server that handles every request alike, or each with the next step of a list; closed after the test. */
export async function startServer(
  script: Handler | readonly Step[],
  { keepAlive = false, token }: ServerOptions = {},
): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const tokenRequests: ReceivedRequest[] = [];
  const sockets: Socket[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers, socket } = request;
    const body = await text(request).catch(() => undefined);
    if (body === undefined) {
      return;
    }
    const received = { method, url, headers, body, socket: sockets.indexOf(socket) + 1 };
    if (token && url.endsWith('/security/oauth2/token')) {
      tokenRequests.push(received);
      play(token, request, response);
      return;
    }
    requests.push(received);
    const step = typeof script === 'function' ? script : script[requests.length - 1];
    play(step ?? UNEXPECTED, request, response);
    for (const check of waiting) {
      check();
    }
  });
  server.on('connection', (socket) => sockets.push(socket));
  server.maxRequestsPerSocket = keepAlive ? 0 : 1;
  return {
    url: await listen(server),
    requests,
    tokenRequests,
    connections: () => sockets.length,
    open: () => sockets.filter(({ bytesRead, destroyed }) => bytesRead > 0 && !destroyed).length,
    dropSpares: () => {
      for (const socket of sockets.filter(({ bytesRead }) => bytesRead === 0)) {
        socket.destroy();
      }
    },
    received: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (requests.length >= count) {
            waiting.delete(check);
            resolve();
          }
        };
        waiting.add(check);
        check();
      }),
  };
}

function play(step: Step, request: IncomingMessage, response: ServerResponse): void {
  if (typeof step === 'function') {
    step(request, response);
  } else {
    response.writeHead(step.status, step.headers).end(step.body);
  }
}
