import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { run } from './run.js';

const consumer = inject('consumer');

// `npm run test:runtimes` has further ones, on further versions of Node.
it.each([
  ['Jest', [join(consumer, 'node_modules/jest/bin/jest.js')], /^Tests: +1 passed, 1 total$/m],
  ['node:test', ['--test', '--test-reporter=spec'], /^ℹ pass 1\nℹ fail 0$/m],
])('exports: load in %s without any configuration', async (_, args, passed) => {
  const { stdout, stderr } = await run(join(consumer, 'suite'), process.execPath, ...args);
  expect(stdout + stderr).toMatch(passed);
});
