import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { PeerClient } from '../peers/peer.js';
import type { SideName } from '../peers/sides.js';
import type { Round } from '../rounds.js';
import { programPath, start } from './process.js';

const PROGRAM = programPath('rounds.ts');

/** What each side does. */
export interface Work {
  readonly operation: keyof PeerClient;
  readonly baseUrl: string;
  readonly inFlight: number;
}

/** Of one side. */
export interface Throughput {
  readonly name: string;
  /** Its requests per second over the first side's. */
  readonly ratio: number;
  readonly perSecond: number;
  /** The least CPU time of its process that a request took, in µs. */
  readonly cpu: number;
}

interface Side extends AsyncDisposable {
  readonly rounds: Round[];
  run(requests: number): Promise<Round>;
}

/** How the figures come about, for the reader. */
export const METHOD =
  'Each side has a process of its own; rounds of 2 000 requests take turns, and the quickest third of twenty counts. Ratios to the first side in the same run; requests per second and CPU time of a request are absolute.';

/**
 * Requests per second of each side, and their ratio to the first side's; the last side is the first one again, as a
 * control. In a process of its own no side pays for the garbage or the call sites of another. A round is long enough to
 * hold garbage collections, and the mean of the quickest third counts, which other work on the machine disturbed the
 * least.
 */
export async function throughputs(
  names: readonly [SideName, ...SideName[]],
  work: Work,
  { requests = 2000, rounds = 20 } = {},
): Promise<Throughput[]> {
  const labels = [...names, `${names[0]} again (control)`];
  const sides = [...names, names[0]].map((name) => startSide(name, work));
  for (let round = -3; round < rounds; round++) {
    // Every other round goes backwards, so that no side has the better place.
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
      const result = await side.run(requests);
      if (round >= 0) {
        side.rounds.push(result);
      }
    }
  }
  await Promise.all(sides.map((side) => side[Symbol.asyncDispose]()));
  const base = quickest(sides[0]?.rounds ?? []);
  return sides.map((side, index) => {
    const perSecond = quickest(side.rounds);
    return {
      name: labels[index] ?? '',
      ratio: perSecond / base,
      perSecond,
      cpu: Math.min(...side.rounds.map(({ cpu }) => cpu)),
    };
  });
}

function startSide(name: SideName, { operation, baseUrl, inFlight }: Work): Side {
  const child = start(PROGRAM, [name, operation, baseUrl, `${inFlight}`]);
  const { stdin, stdout } = child;
  if (!stdin || !stdout) {
    throw new Error('a process without input and output');
  }
  const ended = once(child, 'exit');
  const lines = createInterface(stdout);
  return {
    rounds: [],
    async run(requests) {
      stdin.write(`${requests}\n`);
      const [line] = await once(lines, 'line');
      return JSON.parse(line);
    },
    async [Symbol.asyncDispose]() {
      stdin.end();
      await ended;
    },
  };
}

function quickest(rounds: readonly Round[]): number {
  const best = rounds
    .map(({ perSecond }) => perSecond)
    .sort((a, b) => b - a)
    .slice(0, Math.ceil(rounds.length / 3));
  return best.reduce((sum, rate) => sum + rate, 0) / best.length;
}

/** What tables tell of each side. */
export function throughputRows(sides: readonly Throughput[]): [string, number, number, number][] {
  return sides.map(({ name, ratio, perSecond, cpu }) => [name, ratio, perSecond, cpu]);
}
