import type { PeerClient } from '../peers/peer.js';
import type { SideName } from '../peers/sides.js';
import type { Run } from '../throughput-run.js';
import { median } from './median.js';
import { programPath, run } from './process.js';

const PROGRAM = programPath('throughput-run.ts');
const ROUNDS = 7;

/** What each side does. */
export interface Work {
  readonly operation: keyof PeerClient;
  readonly baseUrl: string;
  readonly inFlight: number;
}

/** What one side reached. */
export interface Throughput extends Run {
  readonly name: string;
  /** Its requests per second over the first side's. */
  readonly ratio: number;
}

/** How the figures are measured, for the reader of the results. */
export const METHOD = `Each side runs ${ROUNDS} times, alternating with the others, each time for two seconds in a process of its own. The figures are medians. The ratio is to the first side in the same run; requests per second and CPU time per request are absolute.`;

/**
 * Measures the requests per second of each side and their ratio to the first side's. The last side is the first one
 * again, as a control. Each side runs in a process of its own, so that none pays for the garbage or the call sites of
 * another. Two seconds are long enough for many garbage collections.
 */
export async function throughputs(names: readonly [SideName, ...SideName[]], work: Work): Promise<Throughput[]> {
  const { operation, baseUrl, inFlight } = work;
  const sides = [
    ...names.map((name) => ({ name, label: `${name}`, runs: [] as Run[] })),
    { name: names[0], label: `${names[0]} again (control)`, runs: [] as Run[] },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    // Every other round runs in reverse order, so that no side always has the better position.
    for (const { name, runs } of round % 2 === 0 ? sides : [...sides].reverse()) {
      runs.push(await run<Run>(PROGRAM, [name, operation, baseUrl, `${inFlight}`]));
    }
  }
  const base = median(sides[0]?.runs.map(({ perSecond }) => perSecond) ?? []);
  return sides.map(({ label, runs }) => {
    const perSecond = median(runs.map((run) => run.perSecond));
    return { name: label, ratio: perSecond / base, perSecond, cpu: median(runs.map(({ cpu }) => cpu)) };
  });
}

/** The rows of a table, one per side. */
export function throughputRows(sides: readonly Throughput[]): [string, number, number, number][] {
  return sides.map(({ name, ratio, perSecond, cpu }) => [name, ratio, perSecond, cpu]);
}
