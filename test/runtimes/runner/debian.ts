import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { Unavailable } from './runtime.js';

const CHROMIUM = '/usr/bin/chromium';
const INSTALL = ['install', '--yes', '--no-install-recommends', 'chromium'];
const LONGEST_INSTALL = 300_000;

/** The path of Debian's Chromium, which is installed where it is missing and can be. */
export async function chromiumPath(): Promise<string> {
  if (!existsSync(CHROMIUM)) {
    await install();
  }
  return CHROMIUM;
}

async function install(): Promise<void> {
  const missing = `there is no ${CHROMIUM}`;
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    throw new Unavailable(`${missing}; install it, on Debian by \`sudo apt-get ${INSTALL.join(' ')}\``);
  }
  console.log(`${missing}: installing Debian's`);
  try {
    await aptGet('update');
    await aptGet(...INSTALL);
  } catch (error) {
    throw new Unavailable(`${missing}, and apt-get could not install it: ${error}`);
  }
  if (!existsSync(CHROMIUM)) {
    throw new Unavailable(`${missing}, and the package that apt-get installed brings none; it has to be Debian's`);
  }
}

async function aptGet(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another one may be at work.
  const options = ['--quiet', '-o', 'DPkg::Lock::Timeout=120'];
  await promisify(execFile)('apt-get', [...options, ...args], { env, timeout: LONGEST_INSTALL });
}
