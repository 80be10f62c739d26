import assert from 'node:assert/strict';
import { run, runNode } from '../package/run.js';
import { type Check, projectPath } from './check.js';

/** Each bundles a program for browsers, which is then run by Node. */
export const bundlers: readonly Check[] = ['esbuild', 'Rollup', 'Vite', 'webpack'].map((name) => ({
  name,
  async run(url) {
    const printed = await runNode(projectPath, 'run-bundle.mjs', await bundle(name, 'client'), url);
    assert.deepEqual(JSON.parse(printed), ['Reporting', 'NOT_FOUND']);
    const { stderr } = await run(projectPath, process.execPath, 'run-bundle.mjs', await bundle(name, 'emulator'), url);
    assert.match(stderr, /Error: docspace-client-management\/emulator needs Node, Bun or Deno/);
  },
}));

async function bundle(bundler: string, program: string): Promise<string> {
  const file = `dist/${bundler}/${program}.js`;
  await runNode(projectPath, 'bundle.mjs', bundler, `bundled/${program}.js`, file);
  return file;
}
