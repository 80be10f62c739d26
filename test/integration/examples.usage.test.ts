import { expect, it } from 'vitest';
import { runExample } from '../support/example.js';

// Nothing listens there.
const NO_PORTAL = 'http://127.0.0.1:9';

it.each([
  ['audit-consents.mts', ['a month'], '[DAYS]', 2],
  ['cancel.mts', ['abc'], '[DEADLINE_IN_MS]', 1],
  ['custom-fetch.mts', [], 'CLIENT_ID', 1],
  ['logging-with-pino.mts', [], 'CLIENT_ID', 1],
  ['replace-client.mts', ['create'], 'create OLD_CLIENT_ID NEW_CLIENT.json | retire OLD_CLIENT_ID', 1],
  ['rotate-secret.mts', [], 'CLIENT_ID SECRET_FILE', 1],
])('examples/%s: explains wrong arguments in one line: %j', async (file, args, usage, code) => {
  const ended = await runExample(file, NO_PORTAL, { args });
  expect(ended).toEqual({ code, stdout: '', stderr: `usage: ${file} ${usage}\n` });
});
