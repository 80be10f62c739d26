import { createServer } from 'node:net';
import { listen } from './listen.js';

/** The address of a port of this machine at which nobody listens. */
export async function unusedUrl(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}
