import { createServer } from 'node:net';
import { listen } from './listen.js';

/** A server that sends the same bytes, which need not be HTTP, as soon as anything arrives, and hangs up. Returns its URL. */
export function startGarbageServer(bytes: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(bytes, 'latin1'));
  });
  return listen(server);
}
