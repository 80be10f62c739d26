import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExample } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { startLosingFront } from '../support/losing-front.js';
import { startService } from '../support/service.js';

// What a copy does not share.
const OWN = { client_id: '', client_secret: '', created_on: '', modified_on: '' };

it('examples/replace-client.mts: creates a copy while the old client still works, and then retires the old one', async () => {
  const service = await startService();
  const oldId = await service.create();
  const created = join(await emptyFolder(), 'created.json');

  const first = await runExample('replace-client.mts', service.url, { args: ['create', oldId, created] });
  expect(first.stderr).toBe('');
  const { client_id, client_secret } = JSON.parse(await readFile(created, 'utf8'));
  expect(first).toEqual({ code: 0, stdout: `${client_id} is ready, and the old client still works\n`, stderr: '' });
  expect(client_id).not.toBe(oldId);
  expect(service.stored(client_id)?.client_secret).toBe(client_secret);
  expect({ ...service.stored(client_id), ...OWN }).toEqual({ ...service.stored(oldId), ...OWN });
  expect(service.stored(oldId)?.enabled).toBe(true);
  expect((await stat(created)).mode & 0o777).toBe(0o600);

  const second = await runExample('replace-client.mts', service.url, { args: ['retire', oldId] });
  expect(second).toEqual({ code: 0, stdout: `${oldId} gets no new tokens\n`, stderr: '' });
  expect(service.stored(oldId)?.enabled).toBe(false);
  expect(service.stored(client_id)?.enabled).toBe(true);
});

it('examples/replace-client.mts: finds the new client if the response was lost', async () => {
  const service = await startService();
  const [oldId] = [await service.create(), await service.create()];
  const created = join(await emptyFolder(), 'created.json');
  const url = await startLosingFront(service.url, { method: 'POST', lost: 'response' });
  const { code, stderr } = await runExample('replace-client.mts', url, { args: ['create', oldId, created] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { client_id, client_secret } = JSON.parse(await readFile(created, 'utf8'));
  const ids = [...service.clients().keys()];
  expect([ids.length, ids.indexOf(client_id)]).toEqual([3, 2]);
  expect(service.stored(client_id)?.client_secret).toBe(client_secret);
});

it('examples/replace-client.mts: takes no older client of the same name for the new one', async () => {
  const service = await startService();
  const [oldId] = [await service.create(), await service.create()];
  const folder = await emptyFolder();
  const url = await startLosingFront(service.url, { method: 'POST', lost: 'request' });
  const args = ['create', oldId, join(folder, 'created.json')];
  const { code, stderr } = await runExample('replace-client.mts', url, { args });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^createClient "[^"]*": no complete response .*\n$/);
  expect(await readdir(folder)).toEqual([]);
});

it('examples/replace-client.mts: creates no second client if the first one is on file', async () => {
  const service = await startService();
  const oldId = await service.create();
  const { received } = service.stats();
  const created = join(await emptyFolder(), 'created.json');
  await writeFile(created, 'the only copy of a secret');
  const { code, stderr } = await runExample('replace-client.mts', service.url, { args: ['create', oldId, created] });
  expect(code).toBe(1);
  expect(stderr).toContain('EEXIST');
  expect(await readFile(created, 'utf8')).toBe('the only copy of a secret');
  expect(service.stats().received).toBe(received);
});

it('examples/replace-client.mts: leaves no empty file behind', async () => {
  const service = await startService({ users: {} });
  const folder = await emptyFolder();
  const args = ['create', '00000000-0000-0000-0000-000000000000', join(folder, 'created.json')];
  const { code, stderr } = await runExample('replace-client.mts', service.url, { args });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^getClient [^\n]*: the portal returned 401; .*\n$/);
  expect(await readdir(folder)).toEqual([]);
});
