// Serves the built application of next/ and prints its address.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import next from 'next';

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const application = next({
  dev: false,
  dir: fileURLToPath(new URL('next', import.meta.url)),
  hostname: '127.0.0.1',
  port,
});
await application.prepare();
server.on('request', application.getRequestHandler());
console.log(`http://127.0.0.1:${port}`);
