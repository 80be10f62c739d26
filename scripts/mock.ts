import { startMockServer } from './support/mock-server.js';

const mock = await startMockServer(8092);
console.log(`The mock of openapi.yaml listens on ${mock.url}. End it with Ctrl-C.`);
console.log('It takes any apiKey. A request header such as `Prefer: code=404` asks for another documented answer.');
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => mock.close().then(() => process.exit()));
}
