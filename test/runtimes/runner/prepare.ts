import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type InputOptions, rolldown } from 'rolldown';
import { builtPath, privatePath, projectPath, sourcePath } from './paths.js';

const PACKAGE = 'docspace-client-management';
const run = promisify(execFile);

/** Installs the package as its users get it, and compiles the scenario. */
export async function prepare(): Promise<void> {
  await installTarball(privatePath);
  await rm(builtPath('.'), { recursive: true, force: true });
  await compile({ input: sourcePath('command-line.ts'), external: [PACKAGE, `${PACKAGE}/generated`] });
  // Who writes for browsers and for Cloudflare bundles the package.
  await compile({ input: sourcePath('page.ts') });
  await compile({ input: sourcePath('worker.ts') });
}

/** Packs the package and installs it into a folder that has a `node_modules`. */
export async function installTarball(project: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'runtimes-'));
  try {
    await run('npm', ['pack', '--pack-destination', folder], { cwd: projectPath });
    const [tarball = ''] = await readdir(folder);
    // Unpacked by hand: npm would look up the other packages of the folder in a registry again.
    const installed = join(project, 'node_modules', PACKAGE);
    await rm(installed, { recursive: true, force: true });
    await mkdir(installed, { recursive: true });
    await run('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compile(options: InputOptions): Promise<void> {
  // What it finds is what is installed: not the sources, which the compiler looks at.
  const build = await rolldown({ ...options, platform: 'neutral', tsconfig: false });
  await build.write({ dir: builtPath('.'), format: 'esm', codeSplitting: false });
  await build.close();
}
