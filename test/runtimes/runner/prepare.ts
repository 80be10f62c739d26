import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type InputOptions, rolldown } from 'rolldown';
import { builtPath, privatePath, projectPath, sourcePath } from './paths.js';

const PACKAGE = 'docspace-client-management';

/** Installs the package as its users get it, and compiles the scenario. */
export async function prepare(): Promise<void> {
  await installTarball();
  await rm(builtPath('.'), { recursive: true, force: true });
  await compile({ input: sourcePath('command-line.ts'), external: [PACKAGE] });
  // Who writes for browsers and for Cloudflare bundles the package.
  await compile({ input: sourcePath('page.ts') });
  await compile({ input: sourcePath('worker.ts') });
}

async function installTarball(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'runtimes-'));
  try {
    await npm(projectPath, 'pack', '--pack-destination', folder);
    const [tarball = ''] = await readdir(folder);
    await npm(privatePath, 'install', '--no-save', '--no-package-lock', '--offline', join(folder, tarball));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  await promisify(execFile)('npm', args, { cwd });
}

async function compile(options: InputOptions): Promise<void> {
  // What it finds is what is installed: not the sources, which the compiler is told to look at.
  const build = await rolldown({ ...options, platform: 'neutral', tsconfig: false });
  await build.write({ dir: builtPath('.'), format: 'esm', codeSplitting: false });
  await build.close();
}
