import { createServer } from 'node:net';
import { listen } from './listen.js';

/**
 * A server that sends the same bytes, which need not be HTTP, as soon as anything arrives, and closes the connection.
 * Returns its URL. With a signature token requests succeed.
 */
export function startGarbageServer(bytes: string, signature?: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (head) => {
      const isToken = signature !== undefined && /^GET \S+\/oauth2\/token /.test(head.toString('latin1'));
      const token = `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${JSON.stringify({ response: signature })}`;
      socket.end(isToken ? token : bytes, 'latin1');
    });
  });
  return listen(server);
}
