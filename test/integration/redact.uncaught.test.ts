import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startGarbageServer } from '../support/garbage-server.js';
import { CALL_HEADERS, ECHOES, expectNoSecrets, KEY, SECRET_HEADERS, SECRET_JSON } from '../support/secrets.js';
import { startServer } from '../support/server.js';

const PROGRAM = fileURLToPath(new URL('../support/uncaught.ts', import.meta.url));

/** What a program that ends with an SDK error writes. */
function runToItsEnd(url: string): Promise<string> {
  const options = { baseUrl: url, apiKey: KEY, headers: SECRET_HEADERS, retry: false };
  const env = { ...process.env, OPTIONS: JSON.stringify(options), CALL: JSON.stringify({ headers: CALL_HEADERS }) };
  return new Promise((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', PROGRAM], { env }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

const BODY = JSON.stringify({ reason: ECHOES[0], detail: ECHOES.join(' '), request: JSON.parse(SECRET_JSON) });

it.each<[string, () => Promise<string>]>([
  [
    'PermissionDeniedError',
    async () => {
      const headers = { 'x-echo': ECHOES.join(' '), 'set-cookie': `asc_auth_key=${KEY}` };
      return (await startServer([{ status: 403, headers, body: BODY }])).url;
    },
  ],
  ['ConnectionError', () => startGarbageServer(`HTTP/1.1 200 OK\r\nSet Cookie\x01: ${KEY}\r\n\r\n${SECRET_JSON}`)],
  ['ConfigurationError', async () => `https://user:${encodeURIComponent(KEY)}@example.com`],
])('redact: an uncaught %s shows no secret', async (name, start) => {
  const output = await runToItsEnd(await start());
  expect(output).toContain(`${name}: `);
  expect(output).toContain('Node.js v');
  expectNoSecrets(output);
});
