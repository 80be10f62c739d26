import { expect, it } from 'vitest';
import type { ServiceVersion } from '../../emulator/index.js';
import { DEFAULT_USER } from '../../emulator/users.js';
import { KEY, runExample } from '../support/example.js';
import { type Service, startService } from '../support/service.js';

const DAY = 24 * 60 * 60 * 1000;

/** A service with a client to which the user gave a consent `days` ago. */
async function serviceWith(
  scopes: readonly string[],
  days: number,
  serviceVersion: ServiceVersion = '3.7',
): Promise<{ service: Service; id: string }> {
  let now = Date.now() - days * DAY;
  const service = await startService({ serviceVersion, clock: { now: () => now } });
  const id = await service.create();
  service.consent(DEFAULT_USER.id, id, scopes);
  now = Date.now();
  return { service, id };
}

it.each<[string, readonly string[], number, readonly string[]]>([
  ['nothing', ['openid', 'files:read'], 364, []],
  [
    'rights to change data',
    ['rooms:write', 'files:read', 'files:write'],
    0,
    ['may change data: files:write rooms:write'],
  ],
  ['unknown scopes', ['files:read', 'mail:read'], 0, ['unknown to the portal: mail:read']],
  ['an old consent', ['files:read'], 366, ['older than 365 days']],
])('examples/audit-consents.mts: notes %s', async (_, scopes, days, notes) => {
  const { service, id } = await serviceWith(scopes, days);
  const { code, stdout, stderr } = await runExample('audit-consents.mts', service.url);
  const [first = '', ...others] = stdout.trimEnd().split('\n');
  expect(first).toContain(`${id} "${service.stored(id)?.name}": ${[...scopes].sort().join(' ')}, 20`);
  expect(others).toEqual([...notes.map((note) => `  ${note}`), `consents: 1, with notes: ${notes.length}`]);
  expect({ code, stderr }).toEqual({ code: notes.length, stderr: '' });
});

it('examples/audit-consents.mts: takes another number of days', async () => {
  const { service } = await serviceWith(['files:read'], 31);
  const { code, stdout } = await runExample('audit-consents.mts', service.url, { args: ['30'] });
  expect(code).toBe(1);
  expect(stdout).toContain('  older than 30 days\n');
});

it('examples/audit-consents.mts: reads the scopes of DocSpace 3.0', async () => {
  const { service } = await serviceWith(['rooms:write', 'files:read'], 0, '3.0');
  const { stdout } = await runExample('audit-consents.mts', service.url);
  expect(stdout).toContain(': files:read rooms:write, 20');
  expect(stdout).toContain('  may change data: rooms:write\nconsents: 1, with notes: 1\n');
});

it('examples/audit-consents.mts: explains a bad key', async () => {
  const service = await startService({ users: {} });
  const { code, stdout, stderr } = await runExample('audit-consents.mts', service.url);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^getScopes: .* 401.*\n$/);
  expect(stderr).not.toContain(KEY);
});
