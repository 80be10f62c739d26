import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../package/run.js';
import { nodeBinary } from '../runtimes/runner/command-line.js';
import { type Check, projectPath } from './check.js';

interface TestRunner {
  readonly name: string;
  /** The folder that it runs in. */
  readonly folder: string;
  readonly args: readonly string[];
  /** What it prints if all of its tests passed. */
  readonly passed: RegExp;
}

const SUITE = 'dist/suite';
const JEST = /^Tests: +1 passed, 1 total$/m;
const installed = (file: string): string => join(projectPath, 'node_modules', file);

const TEST_RUNNERS: readonly TestRunner[] = [
  { name: 'Jest 29', folder: SUITE, args: [installed('jest-29/bin/jest.js')], passed: JEST },
  { name: 'Jest 30', folder: SUITE, args: [installed('jest-30/bin/jest.js')], passed: JEST },
  ...[29, 30].map((major) => ({
    name: `Jest ${major} with the suite of the guide and an automock`,
    folder: 'jest',
    args: [installed(`jest-${major}/bin/jest.js`)],
    passed: /^Tests: +4 passed, 4 total$/m,
  })),
  { name: 'ts-jest', folder: 'ts-jest', args: [installed('jest-29/bin/jest.js')], passed: JEST },
  {
    name: 'Mocha',
    folder: SUITE,
    args: [installed('mocha/bin/mocha.js'), 'client.test.js'],
    passed: /^ +1 passing/m,
  },
  {
    name: 'Jest 30 with jsdom',
    folder: 'jest-jsdom',
    args: [installed('jest-30/bin/jest.js')],
    passed: /^Tests: +3 passed, 3 total$/m,
  },
  {
    name: 'Vitest with the suite and the automock of the guide',
    folder: 'vitest',
    args: [installed('vitest/vitest.mjs'), 'run'],
    passed: /Tests +4 passed \(4\)/,
  },
  {
    name: 'Vitest with jsdom and happy-dom',
    folder: 'vitest-dom',
    args: [installed('vitest/vitest.mjs'), 'run'],
    // Two in each.
    passed: /Tests +4 passed \(4\)/,
  },
  { name: 'node:test', folder: SUITE, args: ['--test', '--test-reporter=spec'], passed: /^ℹ pass 1\nℹ fail 0$/m },
];

/** Each runs a suite, which starts an emulator of the package itself. */
export const testRunners: readonly Check[] = [20, 22, 24, 26].flatMap((major) =>
  TEST_RUNNERS.map(({ name, folder, args, passed }) => ({
    name: `${name} on Node ${major}`,
    async run() {
      const { stdout, stderr } = await run(join(projectPath, folder), nodeBinary(major).path, ...args);
      assert.match(stripVTControlCharacters(stdout + stderr), passed);
    },
  })),
);

/** Copies the suite of the tests of the package to where the package is found. */
export async function copySuite(): Promise<void> {
  await cp(join(projectPath, '../package/consumer/suite'), join(projectPath, SUITE), { recursive: true });
}
