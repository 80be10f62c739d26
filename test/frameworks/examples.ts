import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../package/run.js';
import { nodeBinary } from '../runtimes/runner/command-line.js';
import { type Check, projectPath } from './check.js';

const EXAMPLE = 'quick-start.mts';
const folder = join(projectPath, 'dist/examples');

/** Each runs a copy of the example in a CommonJS project on a Node that removes types itself. */
export const examples: readonly Check[] = [22, 24, 26].map((major) => ({
  name: `${EXAMPLE} on Node ${major}`,
  async run(url) {
    const env = [`DOCSPACE_BASE_URL=${url}`, 'DOCSPACE_API_KEY=emulator-key'];
    const { stdout, stderr } = await run(folder, 'env', ...env, nodeBinary(major).path, EXAMPLE);
    assert.match(stdout, /^id: {5}[\da-f-]{36}\nsecret: \S+\n$/, stderr);
  },
}));

/** Copies the example out of the installed package: Node removes no types in `node_modules`. */
export async function copyExample(): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{}');
  const installed = join(projectPath, 'node_modules/docspace-client-management/examples');
  await copyFile(join(installed, EXAMPLE), join(folder, EXAMPLE));
}
