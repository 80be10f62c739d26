import { cp, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { runNpm } from './run.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the package as npm packs it. */
    tarball: string;
    /** A project that has it installed, beside compilers and bundlers; the files of consumer/ lie in it. */
    consumer: string;
  }
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONSUMER = fileURLToPath(new URL('consumer', import.meta.url));

/** Packs the package, which builds it, and installs it into a project of its own, once for all tests. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'docspace-package-')));
  const consumer = join(folder, 'consumer');
  await cp(CONSUMER, consumer, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
  await Promise.all([
    runNpm(ROOT, 'pack', '--silent', '--pack-destination', folder),
    runNpm(consumer, 'ci', '--no-audit', '--no-fund'),
  ]);
  const tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '');
  await runNpm(consumer, 'install', '--offline', '--no-save', tarball);
  provide('tarball', tarball);
  provide('consumer', consumer);
  return () => rm(folder, { recursive: true });
}
