import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExample } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { startFront } from '../support/front.js';
import { startService } from '../support/service.js';

it('examples/rotate-secret.ts: stores the new secret in place of the old one', async () => {
  const service = await startService();
  const id = await service.create();
  const old = service.stored(id)?.client_secret ?? '';
  const folder = await emptyFolder();
  const file = join(folder, 'secret');
  await writeFile(file, old);
  const { code, stdout, stderr } = await runExample('rotate-secret.ts', service.url, { args: [id, file] });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${file} holds the new secret\n`, stderr: '' });
  expect(await readFile(file, 'utf8')).toBe(service.stored(id)?.client_secret);
  expect(service.stored(id)?.client_secret).not.toBe(old);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['secret']);
});

it('examples/rotate-secret.ts: requests no new secret if it could not be stored', async () => {
  const service = await startService();
  const id = await service.create();
  const file = join(await emptyFolder(), 'no-such-folder', 'secret');
  const { received } = service.stats();
  const { code, stderr } = await runExample('rotate-secret.ts', service.url, { args: [id, file] });
  expect(code).toBe(1);
  expect(stderr).toContain('ENOENT');
  expect(service.stats().received).toBe(received);
});

it('examples/rotate-secret.ts: changes nothing if the service rejects the request', async () => {
  const service = await startService();
  const folder = await emptyFolder();
  const args = ['00000000-0000-0000-0000-000000000000', join(folder, 'secret')];
  const { code, stderr } = await runExample('rotate-secret.ts', service.url, { args });
  expect(code).toBe(1);
  expect(stderr).toContain('the portal returned 404');
  expect(stderr).not.toContain('Run this again');
  expect(await readdir(folder)).toEqual([]);
});

it('examples/rotate-secret.ts: advises a second run if the response was lost, and that run stores a working secret', async () => {
  const service = await startService();
  const id = await service.create();
  const old = service.stored(id)?.client_secret ?? '';
  const folder = await emptyFolder();
  const file = join(folder, 'secret');
  await writeFile(file, old);
  const losing = await startFront(service.url, (_, { socket }) => socket.resetAndDestroy());

  const lost = await runExample('rotate-secret.ts', losing.url, { args: [id, file] });
  expect(lost.code).toBe(1);
  expect(lost.stderr).toContain('the old one may have stopped working');
  expect(lost.stderr).toContain('Run this again');
  expect(losing.requests).toHaveLength(1);
  expect(service.stored(id)?.client_secret).not.toBe(old);
  expect(await readFile(file, 'utf8')).toBe(old);
  expect(await readdir(folder)).toEqual(['secret']);

  await runExample('rotate-secret.ts', service.url, { args: [id, file] });
  expect(await readFile(file, 'utf8')).toBe(service.stored(id)?.client_secret);
});
