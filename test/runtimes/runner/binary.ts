import { existsSync, readFileSync } from 'node:fs';
import { installedPath } from './paths.js';
import { Unavailable } from './runtime.js';

/** A program that can be run. */
export interface Binary {
  readonly path: string;
  readonly version: string;
}

/** A program in an installed package, which npm leaves out on other platforms than its own. */
export function installedBinary(packageName: string, file: string): Binary {
  const path = installedPath(`${packageName}/${file}`);
  if (!existsSync(path)) {
    const { platform, arch } = process;
    throw new Unavailable(
      platform === 'linux' && arch === 'x64'
        ? `npm did not install ${packageName}; see what \`npm ci --prefix test/runtimes\` says`
        : `its package is for Linux on x64, and this is ${platform} on ${arch}; run it there`,
    );
  }
  return { path, version: JSON.parse(readFileSync(installedPath(`${packageName}/package.json`), 'utf8')).version };
}
