import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { run } from './run.js';

const tarball = inject('tarball');
const consumer = inject('consumer');
const installed = join(consumer, 'node_modules/docspace-client-management');

it('package: installs alone into an empty project, without a warning', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docspace-alone-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'package.json'), '{}');
  const { code, stdout, stderr } = await run(folder, 'npm', 'install', '--offline', tarball);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\s*added 1 package in/);
  expect(stdout).not.toMatch(/warn|deprecated|vulnerab/i);
  expect(await readdir(join(folder, 'node_modules'))).toEqual([
    '.bin',
    '.package-lock.json',
    'docspace-client-management',
  ]);
});

it('files: has what users need and nothing else', async () => {
  expect((await readdir(installed)).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'docs',
    'examples',
    'openapi.yaml',
    'package.json',
  ]);
  const files = await readdir(join(installed, 'dist'), { recursive: true });
  expect(files.sort()).toEqual([
    'emulator',
    'emulator/browser.cjs',
    'emulator/browser.js',
    'emulator/command.cjs',
    'emulator/emulator.cjs',
    'emulator/index.cjs',
    'emulator/index.d.cts',
    'emulator/index.d.ts',
    'emulator/index.js',
    'generated.cjs',
    'generated.d.cts',
    'generated.d.ts',
    'generated.js',
    'index.cjs',
    'index.d.cts',
    'index.d.ts',
    'index.js',
    'sdk.gen.cjs',
    'types.gen.d.cts',
  ]);
});

// A single other character makes V8 keep and parse the whole file with two bytes for each.
it.each(['index.js', 'index.cjs'])('files: %s has nothing but ASCII', async (file) => {
  expect(await readFile(join(installed, 'dist', file), 'utf8')).toMatch(/^[\t\n -~]+$/);
});

it('files: take at most 900 kB', async () => {
  const names = await readdir(installed, { recursive: true });
  const stats = await Promise.all(names.map((name) => stat(join(installed, name))));
  const bytes = stats.filter((entry) => entry.isFile()).reduce((total, { size }) => total + size, 0);
  expect(bytes).toBeLessThanOrEqual(900_000);
});

it('exports: publint has no suggestion', async () => {
  const { code, stdout } = await run(consumer, 'node_modules/.bin/publint', '--strict', tarball);
  expect(stdout).toContain('All good!');
  expect(code).toBe(0);
});

it('exports: types are right for every module resolution', async () => {
  // The document is no module.
  const options = ['--profile', 'strict', '--exclude-entrypoints', 'openapi.yaml'];
  const { code, stdout } = await run(consumer, 'node_modules/.bin/attw', tarball, ...options);
  expect(stdout).toContain('docspace-client-management/emulator');
  expect({ code, stdout }).toMatchObject({ code: 0 });
});
