import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startGarbageServer } from '../support/garbage-server.js';
import { expectNoSecrets, KEY, SECRET_HEADERS, SECRET_JSON } from '../support/secrets.js';
import { FAILING_SENDER, SENDERS, type Sender, tokenOf } from '../support/senders.js';
import { startServer } from '../support/server.js';

const PROGRAM = fileURLToPath(new URL('../support/uncaught.ts', import.meta.url));

/** What a program that ends with an SDK error writes. */
function runToItsEnd(url: string, { options, call }: Pick<Sender, 'options' | 'call'>): Promise<string> {
  const OPTIONS = JSON.stringify({ ...options, baseUrl: url, retry: false });
  const env = { ...process.env, OPTIONS, CALL: JSON.stringify(call) };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', PROGRAM], { env }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

function expectDeath(output: string, name: string): void {
  expect(output).toContain(`${name}: `);
  expect(output).toContain('Node.js v');
  expectNoSecrets(output);
}

// A function does not fit into the environment of a program.
const BY_STRINGS = [...SENDERS, FAILING_SENDER].filter(([, { options }]) => typeof options.apiKey !== 'function');

describe.each(BY_STRINGS)('redact: an uncaught error with %s shows no secret', (_, sender) => {
  it('PermissionDeniedError', async () => {
    const { echoes, sent, signature } = sender;
    const body = JSON.stringify({ reason: echoes[0], detail: echoes.join(' '), request: JSON.parse(SECRET_JSON) });
    const headers = { 'x-echo': echoes.join(' '), 'set-cookie': `asc_auth_key=${sent[0]}` };
    const server = await startServer([{ status: 403, headers, body }], {
      token: signature === undefined ? undefined : tokenOf(signature),
    });
    const output = await runToItsEnd(server.url, sender);
    expectDeath(output, 'PermissionDeniedError');
    expect(server.requests).toHaveLength(1);
  });

  it('ConnectionError', async () => {
    const garbage = `HTTP/1.1 200 OK\r\nSet Cookie\x01: ${sender.sent[0]}\r\n\r\n${SECRET_JSON}`;
    const url = await startGarbageServer(garbage, sender.signature);
    expectDeath(await runToItsEnd(url, sender), 'ConnectionError');
  });
});

it('redact: an uncaught ConfigurationError shows no secret', async () => {
  const sender = { options: { apiKey: KEY, headers: SECRET_HEADERS }, call: {} };
  const output = await runToItsEnd(`https://user:${encodeURIComponent(KEY)}@example.com`, sender);
  expectDeath(output, 'ConfigurationError');
});
