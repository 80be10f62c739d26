import type { CheckResult } from '../scenario/options.js';
import type { Column } from './column.js';
import { table } from './table.js';

const CELLS: Readonly<Record<CheckResult['outcome'], string>> = {
  passed: 'ok',
  failed: 'FAIL',
  'not for this runtime': '-',
};
const MISSING = 'MISSING';

/** How the runtimes did, in words. */
export interface Summary {
  readonly text: string;
  /** Whether every check that is for a runtime passed there. */
  readonly good: boolean;
}

/** A table of runtime by check, and below it what failed. A runtime that did not run counts as a failure. */
export function summarize(columns: readonly Column[]): Summary {
  const names = [...new Set(columns.flatMap(({ results }) => results.map(({ name }) => name)))];
  const rows = [
    ['', ...columns.map(({ name }) => name)],
    ['version', ...columns.map(({ version }) => version || MISSING)],
    ...names.map((name) => [name, ...columns.map((column) => cellOf(column, name))]),
  ];
  const failures = columns.flatMap(describeFailures);
  const passed = columns.flatMap(({ results }) => results).filter(({ outcome }) => outcome === 'passed').length;
  const counts = `${passed} passed, ${failures.length} failed`;
  return {
    text: [table(rows), ...failures, counts].join('\n\n'),
    good: failures.length === 0 && passed > 0,
  };
}

function cellOf({ results, problem }: Column, name: string): string {
  const { outcome } = results.find((result) => result.name === name) ?? {};
  return outcome ? CELLS[outcome] : problem === undefined ? CELLS['not for this runtime'] : MISSING;
}

function describeFailures({ name, results, problem }: Column): string[] {
  const failures = results
    .filter(({ outcome }) => outcome === 'failed')
    .map((result) => `${name}, ${result.name}: ${result.message}`);
  return problem === undefined ? failures : [`${name} ${problem}`, ...failures];
}
