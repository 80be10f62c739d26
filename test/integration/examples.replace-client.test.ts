import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CREATE_REQUEST } from '../support/calls.js';
import { runExample } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { startService } from '../support/service.js';

async function folderWithSettings(): Promise<{ folder: string; settings: string; created: string }> {
  const folder = await emptyFolder();
  const settings = join(folder, 'settings.json');
  await writeFile(settings, JSON.stringify(CREATE_REQUEST));
  return { folder, settings, created: join(folder, 'created.json') };
}

it('examples/replace-client.ts: creates the new client while the old one still works, and then retires the old one', async () => {
  const service = await startService();
  const oldId = await service.create();
  const { settings, created } = await folderWithSettings();

  const first = await runExample('replace-client.ts', service.url, { args: ['create', settings, created] });
  const { client_id, client_secret } = JSON.parse(await readFile(created, 'utf8'));
  expect(first).toEqual({ code: 0, stdout: `${client_id} is ready, and the old client still works\n`, stderr: '' });
  expect(service.stored(client_id)).toMatchObject({ name: CREATE_REQUEST.name, client_secret, enabled: true });
  expect(service.stored(oldId)?.enabled).toBe(true);

  const second = await runExample('replace-client.ts', service.url, { args: ['retire', oldId] });
  expect(second).toEqual({ code: 0, stdout: `${oldId} gets no new tokens\n`, stderr: '' });
  expect(service.stored(oldId)?.enabled).toBe(false);
  expect(service.stored(client_id)?.enabled).toBe(true);
});

it('examples/replace-client.ts: creates no second client if the first one is on file', async () => {
  const service = await startService();
  const { settings, created } = await folderWithSettings();
  await writeFile(created, 'the only copy of a secret');
  const { code, stderr } = await runExample('replace-client.ts', service.url, { args: ['create', settings, created] });
  expect(code).toBe(1);
  expect(stderr).toContain('EEXIST');
  expect(await readFile(created, 'utf8')).toBe('the only copy of a secret');
  expect(service.stats().received).toBe(0);
});

it('examples/replace-client.ts: leaves no empty file behind', async () => {
  const service = await startService({ users: {} });
  const { folder, settings, created } = await folderWithSettings();
  const { code, stderr } = await runExample('replace-client.ts', service.url, { args: ['create', settings, created] });
  expect(code).toBe(1);
  expect(stderr).toContain('AuthenticationError');
  expect(await readdir(folder)).toEqual(['settings.json']);
});
