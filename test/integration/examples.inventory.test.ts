import { expect, it } from 'vitest';
import { DEFAULT_USER } from '../../emulator/users.js';
import { ClientManagementApi } from '../../src/index.js';
import { CREATE_REQUEST } from '../support/calls.js';
import { KEY, runExample } from '../support/example.js';
import { type Service, startService } from '../support/service.js';

const DAY = 24 * 60 * 60 * 1000;

/** A service with a client of each name, made `days` ago, the newest last. */
async function serviceWith(names: readonly string[], days = 0): Promise<Service> {
  let now = Date.now() - days * DAY;
  const service = await startService({ clock: { now: () => now }, limits: 'raised' });
  const api = new ClientManagementApi({ baseUrl: service.url, apiKey: KEY });
  for (const name of names) {
    await api.createClient({ ...CREATE_REQUEST, name, scopes: ['rooms:write', 'files:read'], allow_pkce: true });
  }
  now = Date.now();
  return service;
}

it('examples/inventory.mts: prints every client as a row of a table, from more than one page', async () => {
  const service = await serviceWith(
    Array.from({ length: 60 }, (_, index) => `Client ${index}`),
    12.5,
  );
  await service.deactivate([...service.clients().keys()][0] ?? '');
  const { code, stdout, stderr } = await runExample('inventory.mts', service.url);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows = stdout.split('\n').filter((line) => line.includes(`'${DEFAULT_USER.id}'`));
  expect(rows).toHaveLength(60);
  for (const { client_id, name, modified_on } of service.clients().values()) {
    const state = name === 'Client 0' ? 'inactive' : 'active';
    const cells = [client_id, name, DEFAULT_USER.id, state, 'files:read rooms:write', 'yes', 12, modified_on];
    const row = rows.find((line) => line.includes(client_id)) ?? '';
    expect(row.split('│').map((cell) => cell.trim().replaceAll("'", ''))).toEqual(
      expect.arrayContaining(cells.map(String)),
    );
  }
  expect(stdout).not.toMatch(/secret/);
});

it('examples/inventory.mts: lets no name write to the terminal', async () => {
  const service = await serviceWith(['\u001b[2Jcleared']);
  const { stdout } = await runExample('inventory.mts', service.url);
  expect(stdout).toContain('\\x1B[2Jcleared');
  expect(stdout).not.toContain('\u001b');
});

it.each([
  ['Plain', 'Plain'],
  ['a, b; c', 'a, b; c'],
  ['say "hi"', 'say ""hi""'],
  ['two\r\nlines', 'two\r\nlines'],
  ['=1+1', "'=1+1"],
  ['@sum', "'@sum"],
])('examples/inventory.mts: quotes the name %j in CSV', async (name, cell) => {
  const service = await serviceWith([name]);
  const { code, stdout, stderr } = await runExample('inventory.mts', service.url, { args: ['--csv'] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [{ client_id, modified_on } = { client_id: '', modified_on: '' }] = service.clients().values();
  const { id } = DEFAULT_USER;
  const row = [client_id, cell, id, 'active', 'files:read rooms:write', 'yes', '0', modified_on, id];
  expect(stdout).toBe(
    '"id","name","owner","state","scopes","PKCE","age in days","last change","changed by"\r\n' +
      `${row.map((text) => `"${text}"`).join()}\r\n`,
  );
});

it('examples/inventory.mts: explains a bad key', async () => {
  const service = await startService({ users: {} });
  const { code, stdout, stderr } = await runExample('inventory.mts', service.url, { args: ['--csv'] });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^getClients: .* 401.*\n$/);
  expect(stderr).not.toContain(KEY);
});
