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

/** Of one side. */
export interface Throughput extends Run {
  readonly name: string;
  /** Its requests per second over the first side's. */
  readonly ratio: number;
}

/** How the figures come about, for the reader. */
export const METHOD = `The sides take turns ${ROUNDS} times, each time in a process of its own for two seconds; the medians are told. Ratios to the first side in the same run; requests per second and CPU time of a request are absolute.`;

/**
 * Requests per second of each side, and their ratio to the first side's; the last side is the first one again, as a
 * control. In a process of its own no side pays for the garbage or the call sites of another, and two seconds hold many
 * garbage collections.
 */
export async function throughputs(names: readonly [SideName, ...SideName[]], work: Work): Promise<Throughput[]> {
  const { operation, baseUrl, inFlight } = work;
  const sides = [
    ...names.map((name) => ({ name, label: `${name}`, runs: [] as Run[] })),
    { name: names[0], label: `${names[0]} again (control)`, runs: [] as Run[] },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    // Every other round goes backwards, so that no side has the better place.
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

/** What tables tell of each side. */
export function throughputRows(sides: readonly Throughput[]): [string, number, number, number][] {
  return sides.map(({ name, ratio, perSecond, cpu }) => [name, ratio, perSecond, cpu]);
}
