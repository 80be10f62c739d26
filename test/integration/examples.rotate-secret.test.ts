import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runExample } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { startLosingFront } from '../support/losing-front.js';
import { startService } from '../support/service.js';

it('examples/rotate-secret.mts: stores the new secret in place of the old one', async () => {
  const service = await startService();
  const id = await service.create();
  const old = service.stored(id)?.client_secret ?? '';
  const folder = await emptyFolder();
  const file = join(folder, 'secret');
  await writeFile(file, old);
  const { code, stdout, stderr } = await runExample('rotate-secret.mts', service.url, { args: [id, file] });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${file} holds the new secret\n`, stderr: '' });
  expect(await readFile(file, 'utf8')).toBe(service.stored(id)?.client_secret);
  expect(service.stored(id)?.client_secret).not.toBe(old);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['secret']);
});

it('examples/rotate-secret.mts: requests no new secret if it could not be stored', async () => {
  const service = await startService();
  const id = await service.create();
  const file = join(await emptyFolder(), 'no-such-folder', 'secret');
  const { received } = service.stats();
  const { code, stderr } = await runExample('rotate-secret.mts', service.url, { args: [id, file] });
  expect(code).toBe(1);
  expect(stderr).toContain('ENOENT');
  expect(service.stats().received).toBe(received);
});

it('examples/rotate-secret.mts: changes nothing if the service rejects the request', async () => {
  const service = await startService();
  const folder = await emptyFolder();
  const args = ['00000000-0000-0000-0000-000000000000', join(folder, 'secret')];
  const { code, stderr } = await runExample('rotate-secret.mts', service.url, { args });
  expect(code).toBe(1);
  expect(stderr).toContain('the portal returned 404');
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  { lost: 'response', code: 0 },
  { lost: 'request', code: 1 },
] as const)(
  'examples/rotate-secret.mts: stores the present secret only if it is a new one: lost $lost',
  async ({ lost, code }) => {
    const service = await startService();
    const id = await service.create();
    const old = service.stored(id)?.client_secret ?? '';
    const folder = await emptyFolder();
    const file = join(folder, 'secret');
    await writeFile(file, old);
    const url = await startLosingFront(service.url, { method: 'PATCH', lost });
    const ended = await runExample('rotate-secret.mts', url, { args: [id, file] });
    const present = service.stored(id)?.client_secret;
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe(code === 0 ? `${file} holds the new secret\n` : '');
    expect(ended.stderr).toMatch(code === 0 ? /^$/ : /^regenerateSecret \S+: no complete response .*\n$/);
    expect(present === old).toBe(code === 1);
    expect(await readFile(file, 'utf8')).toBe(present);
    expect(await readdir(folder)).toEqual(['secret']);
  },
);
