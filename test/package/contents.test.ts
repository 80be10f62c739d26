import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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
  expect(await readdir(join(folder, 'node_modules'))).toEqual(['.package-lock.json', 'docspace-client-management']);
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
  expect((await readdir(join(installed, 'dist'))).sort()).toEqual([
    'errors.js',
    'generated',
    'generated.d.ts',
    'generated.d.ts.map',
    'generated.js',
    'index.d.ts',
    'index.d.ts.map',
    'index.js',
    'sdk.gen.js',
    'src',
    'types.gen.d.ts',
    'types.gen.d.ts.map',
  ]);
});

it.each(['src', 'generated'])(
  'files: has every TypeScript file of %s/ as it is, and no other file of it',
  async (folder) => {
    const sources = await readdir(folder, { recursive: true });
    const packed = await readdir(join(installed, 'dist', folder), { recursive: true });
    const files = packed.filter((name) => /\.\w+$/.test(name));
    expect(files.sort()).toEqual(sources.filter((name) => name.endsWith('.ts')).sort());
    for (const file of files) {
      expect(await readFile(join(installed, 'dist', folder, file), 'utf8')).toBe(
        await readFile(join(folder, file), 'utf8'),
      );
    }
  },
);

it('sourceMap: every source of the declarations is in the package', async () => {
  const dist = join(installed, 'dist');
  const maps = (await readdir(dist)).filter((name) => name.endsWith('.map'));
  expect(maps.length).toBeGreaterThan(0);
  for (const map of maps) {
    const { sources } = JSON.parse(await readFile(join(dist, map), 'utf8'));
    expect(sources.length).toBeGreaterThan(0);
    await Promise.all(sources.map((source: string) => access(join(dist, source))));
  }
});

it('exports: publint has no suggestion', async () => {
  const { code, stdout } = await run(consumer, 'node_modules/.bin/publint', '--strict', tarball);
  expect(stdout).toContain('All good!');
  expect(code).toBe(0);
});

it('exports: types are right wherever they are understood', async () => {
  // node16, not esm-only: that would leave out how CommonJS finds the types. What is ignored is that it finds ESM,
  // which every Node of `engines` takes. The document is no module.
  const ignored = [
    '--profile',
    'node16',
    '--ignore-rules',
    'cjs-resolves-to-esm',
    '--exclude-entrypoints',
    'openapi.yaml',
  ];
  const { code, stdout } = await run(consumer, 'node_modules/.bin/attw', tarball, ...ignored);
  expect(stdout).toContain('docspace-client-management/generated');
  expect({ code, stdout }).toMatchObject({ code: 0 });
});
