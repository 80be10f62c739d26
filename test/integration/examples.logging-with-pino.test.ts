import { expect, it } from 'vitest';
import { CLIENT_ID } from '../support/calls.js';
import { KEY, runExample } from '../support/example.js';
import { NO_TOKENS } from '../support/front.js';
import { startServer } from '../support/server.js';
import { DONE, rateLimited } from '../support/steps.js';

// pino's numbers.
const [DEBUG, INFO, ERROR] = [20, 30, 50];
// The SDK tries again after a tenth of it.
const ONE_SECOND = { 'x-ratelimit-reset': '1000000000' };

interface Line {
  level: number;
  msg: string;
  component?: string;
  err?: { type: string; code: string; status: number };
}

async function logLines(url: string, level: string): Promise<Line[]> {
  const { stdout, stderr } = await runExample('logging-with-pino.mts', url, {
    args: [CLIENT_ID],
    env: { LOG_LEVEL: level },
  });
  expect(stdout + stderr).not.toContain(KEY);
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

it.each([
  ['trace', [DEBUG, INFO, DEBUG, INFO]],
  ['debug', [DEBUG, INFO, DEBUG, INFO]],
  ['info', [INFO, INFO]],
  ['fatal', []],
  ['silent', []],
])('examples/logging-with-pino.mts: writes lines of the level %s and above as JSON', async (level, levels) => {
  const { url } = await startServer([rateLimited(ONE_SECOND), DONE], NO_TOKENS);
  const lines = await logLines(url, level);
  expect(lines.map(({ level }) => level)).toEqual(levels);
  expect(lines.slice(0, -1).map(({ component }) => component)).toEqual(levels.slice(1).map(() => 'docspace'));
  expect(lines.map(({ msg }) => msg.replace(/\[\w+\]/, '[id]').replace(/\d+ ms/, 'N ms'))).toEqual(
    [
      `docspace-client-management: [id] revokeUserClient ${CLIENT_ID} attempt 1: DELETE returned 429 after N ms`,
      `docspace-client-management: [id] revokeUserClient ${CLIENT_ID} attempt 2: waiting N ms after status 429`,
      `docspace-client-management: [id] revokeUserClient ${CLIENT_ID} attempt 2: DELETE returned 200 after N ms`,
      'consent withdrawn',
    ].filter((_, index) => levels.length === 4 || (levels.length === 2 && index % 2 === 1)),
  );
});

it('examples/logging-with-pino.mts: logs a whole error, without the key that the service echoes', async () => {
  const headers = { 'set-cookie': `asc_auth_key=${KEY}`, 'x-echo': KEY };
  const body = JSON.stringify({ reason: `no ${KEY}` });
  const { url } = await startServer([{ status: 403, headers, body }], NO_TOKENS);
  const lines = await logLines(url, 'info');
  expect(lines).toMatchObject([
    { level: ERROR, msg: 'consent not withdrawn', err: { type: 'PermissionDeniedError', code: 'PERMISSION_DENIED' } },
  ]);
  expect(lines[0]?.err?.status).toBe(403);
});
