import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port until stdin closes, and prints the URL as a line of JSON. */
export function serve(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
  });
  process.stdin
    .once('close', () => {
      server.close();
      server.closeAllConnections();
    })
    .resume();
}
