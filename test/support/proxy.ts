import { createServer } from 'node:http';
import { connect } from 'node:net';
import { listen } from './listen.js';

/** A proxy that opens a tunnel to whatever it is asked for. */
export interface Proxy {
  url: string;
  /** The host and port of each tunnel. */
  targets: readonly string[];
}

/** Starts a proxy, closed after the test. */
export async function startProxy(): Promise<Proxy> {
  const targets: string[] = [];
  const server = createServer((_, response) => {
    response.writeHead(405).end();
  });
  server.on('connect', ({ url = '' }, socket) => {
    targets.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const target = connect(Number(port), hostname, () => socket.write('HTTP/1.1 200 Connected\r\n\r\n'));
    socket.pipe(target).pipe(socket);
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
  });
  return { url: await listen(server), targets };
}
