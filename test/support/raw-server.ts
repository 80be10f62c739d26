import { createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { letSocketsWork } from './fake-time.js';
import { listen } from './listen.js';

/** What a server does with a connection: send bytes, send some every so often for ever, or end it. */
export type RawStep =
  | { readonly send: string | Uint8Array }
  | { readonly drip: string; readonly every: number }
  | 'fin'
  | 'reset';

export interface RawServer {
  url: string;
  connections(): number;
  /** How many connections that carried a request are still open. */
  open(): number;
  /** Ends the connections that carried nothing: fetch opens a spare one after an abort, with a timer of its own. */
  dropSpares(): void;
  requests(): number;
  /** Ends every connection, as a server does with one that was idle for long. */
  hangUp(): void;
  /** Resolves as soon as `count` requests have arrived. */
  received(count: number): Promise<void>;
}

/** A server that responds to each request with the bytes of a script for it, counted from 1; closed after the test. */
export async function startRawServer(script: (request: number) => readonly RawStep[]): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let requests = 0;
  const server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let request = '';
    socket.on('data', (chunk) => {
      request += chunk.toString('latin1');
      if (isWhole(request)) {
        request = '';
        play(socket, script(++requests));
      }
    });
  });
  return {
    url: await listen(server),
    connections: () => connections,
    open: () => [...sockets].filter(({ bytesRead }) => bytesRead > 0).length,
    dropSpares: () => {
      for (const socket of sockets) {
        if (socket.bytesRead === 0) {
          socket.destroy();
        }
      }
    },
    requests: () => requests,
    hangUp: () => {
      for (const socket of sockets) {
        socket.end();
      }
    },
    received: async (count) => {
      while (requests < count) {
        await setImmediate();
      }
    },
  };
}

function isWhole(request: string): boolean {
  const head = request.indexOf('\r\n\r\n');
  const length = /^content-length: (\d+)/im.exec(request)?.[1] ?? 0;
  return head >= 0 && request.length >= head + 4 + Number(length);
}

async function play(socket: Socket, steps: readonly RawStep[]): Promise<void> {
  for (const step of steps) {
    if (step === 'fin') {
      socket.end();
    } else if (step === 'reset') {
      // A reset would overtake what was sent before.
      await letSocketsWork();
      socket.resetAndDestroy();
    } else if ('send' in step) {
      socket.write(step.send);
    } else {
      drip(socket, step.drip, step.every);
    }
  }
}

function drip(socket: Socket, text: string, every: number): void {
  const fall = (): void => {
    socket.write(text);
    timer = setTimeout(fall, every);
  };
  let timer = setTimeout(fall, every);
  socket.on('close', () => clearTimeout(timer));
}
