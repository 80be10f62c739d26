// Runs the scenario in every runtime, or in those that are named, and prints a table of runtime by check.
import { chromium } from './chromium.js';
import { type Column, columnOf } from './runner/column.js';
import { commandLineRuntimes } from './runner/command-line.js';
import { prepare } from './runner/prepare.js';
import type { Runtime } from './runner/runtime.js';
import { summarize } from './runner/summary.js';
import { workerd } from './runner/workerd.js';

const RUNTIMES = [...commandLineRuntimes, workerd, chromium];

const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? RUNTIMES : wanted.map(runtimeOf);
await prepare();
const columns: Column[] = [];
for (const runtime of chosen) {
  const started = performance.now();
  columns.push(await columnOf(runtime));
  console.log(`${runtime.name} took ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
const { text, good } = summarize(columns);
console.log(`\n${text}`);
process.exitCode = good ? 0 : 1;

function runtimeOf(wanted: string): Runtime {
  const runtime = RUNTIMES.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (!runtime) {
    console.error(`There is no runtime '${wanted}'. There are: ${RUNTIMES.map(({ name }) => `'${name}'`).join(', ')}.`);
    process.exit(1);
  }
  return runtime;
}
