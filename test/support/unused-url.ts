import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** The address of a port of this machine at which nobody listens. Needs no test around it: the runtimes use it too. */
export async function unusedUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
