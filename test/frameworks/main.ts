// Runs the package in test runners on every supported Node, in bundlers, in Next and in an example, and prints a line for
// each.
import { createEmulator } from '../../emulator/index.js';
import { installTarball } from '../runtimes/runner/prepare.js';
import { bundlers } from './bundlers.js';
import { type Check, projectPath } from './check.js';
import { copyExample, examples } from './examples.js';
import { writeGuides } from './guides.js';
import { next } from './next.js';
import { copySuite, testRunners } from './test-runners.js';

const checks: readonly Check[] = [next, ...bundlers, ...testRunners, ...examples];

await installTarball(projectPath);
await Promise.all([copyExample(), copySuite(), writeGuides()]);
const failures: string[] = [];
const waiting = [...checks];
// Two at a time: Next and webpack use a processor for long, but not two.
await Promise.all([work(), work()]);
console.log(`${checks.length - failures.length} passed, ${failures.length} failed`);
for (const failure of failures) {
  console.error(failure);
}
process.exitCode = failures.length === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const problem = await problemOf(check);
    console.log(`${problem === undefined ? 'ok  ' : 'FAIL'} ${check.name}`);
    if (problem !== undefined) {
      failures.push(`\n${check.name}: ${problem}`);
    }
  }
}

async function problemOf({ run }: Check): Promise<string | undefined> {
  const emulator = await createEmulator();
  try {
    await run(emulator.url);
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    await emulator.close();
  }
}
