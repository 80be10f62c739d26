// Runs the measures that are named. Without a name it runs all of them and writes RESULTS.md.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { type Report, table } from './report.js';
import { programPath, run } from './support/process.js';

const MEASURES = ['calls', 'loopback', 'size', 'bulk', 'shared'];
const WORKER = programPath('worker.ts');

const INTRODUCTION = [
  '# Benchmarks',
  `\`npm run bench\` wrote this on Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores.`,
  'Ratios are to a baseline in the same run and carry over to other machines; absolute figures do not. Each section states which of its figures are which. A control is a side that is measured against itself: the difference between the two shows how much other work on the machine disturbed the run.',
];

const names = process.argv.slice(2);
const reports: Report[] = [];
for (const name of names.length > 0 ? names : MEASURES) {
  const started = performance.now();
  const report = await run<Report>(WORKER, [name]);
  reports.push(report);
  console.log(`${report.markdown}\n\n${criteriaTable([report])}`);
  console.log(`\n(${name} took ${((performance.now() - started) / 1000).toFixed(0)} s)\n`);
}
if (names.length === 0) {
  await write('RESULTS.md', `${describe(reports)}\n`);
  for (const [file, svg] of reports.flatMap(({ charts = {} }) => Object.entries(charts))) {
    await write(file, svg);
  }
}

function describe(reports: readonly Report[]): string {
  return [...INTRODUCTION, ...reports.map(({ markdown }) => markdown), '## Criteria', criteriaTable(reports)].join(
    '\n\n',
  );
}

function criteriaTable(reports: readonly Report[]): string {
  const rows = reports
    .flatMap(({ criteria }) => criteria)
    .map(({ name, found, met }) => [name, found, met ? 'met' : '**missed**']);
  return table(['criterion', 'found', ''], rows);
}

function write(file: string, text: string): Promise<void> {
  return writeFile(new URL(`../${file}`, import.meta.url), text);
}
