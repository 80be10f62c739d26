// The command `npm run emulator`. Prints the URL and runs until a signal, or until standard input closes.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createEmulator } from './emulator.js';
import type { EmulatorOptions } from './options.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    'service-version': text,
    edition: text,
    port: text,
    host: text,
    limits: text,
    users: text,
    'signature-key-hex': text,
    direct: { type: 'boolean' },
  },
});

// createEmulator checks the values.
const options = {
  ...(values['service-version'] !== undefined && { serviceVersion: values['service-version'] }),
  ...(values.edition !== undefined && { edition: values.edition }),
  ...(values.port !== undefined && { port: Number(values.port) }),
  ...(values.host !== undefined && { host: values.host }),
  ...(values.limits !== undefined && { limits: values.limits }),
  ...(values.users !== undefined && { users: (await import(pathToFileURL(resolve(values.users)).href)).default }),
  ...(values['signature-key-hex'] !== undefined && { signatureKey: Buffer.from(values['signature-key-hex'], 'hex') }),
  behindPortal: !values.direct,
} as EmulatorOptions;

const emulator = await createEmulator(options);
const stop = (): void => {
  process.stdin.destroy();
  void emulator.close();
};
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.once(signal, stop);
}
process.stdin.once('close', stop).resume();
// Printed last: whoever reads it may send a signal at once.
console.log(emulator.url);
