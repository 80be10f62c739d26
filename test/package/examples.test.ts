import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { run } from './run.js';

const consumer = inject('consumer');

it('examples: a copy of quick-start.mts in a CommonJS project runs by its first line', async () => {
  const emulator = await createEmulator();
  onTestFinished(() => emulator.close());
  // The package is found in the folder above.
  const folder = await mkdtemp(join(consumer, 'copied-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'package.json'), '{}');
  await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
  await symlink(createRequire(import.meta.url).resolve('tsx/cli'), join(folder, 'node_modules/.bin/tsx'));
  const example = join(consumer, 'node_modules/docspace-client-management/examples/quick-start.mts');
  await copyFile(example, join(folder, 'quick-start.mts'));

  const [line = ''] = (await readFile(example, 'utf8')).split('\n');
  const command = line
    .replace('// ', '')
    .replace('DOCSPACE_BASE_URL=…', `DOCSPACE_BASE_URL=${emulator.url}`)
    .replace('DOCSPACE_API_KEY=…', `DOCSPACE_API_KEY=${emulator.signIn('admin')}`);
  const { code, stdout, stderr } = await run(folder, 'sh', '-c', command);
  expect(stdout, stderr).toMatch(/^id: {5}[\da-f-]{36}\nsecret: \S+\n$/);
  expect(code).toBe(0);
});
