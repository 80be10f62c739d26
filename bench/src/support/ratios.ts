import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { PeerClient } from '../peers/peer.js';
import type { SideName } from '../peers/sides.js';
import type { Round } from '../rounds.js';
import { median } from './median.js';
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
  /** CPU time of its process that a request took, in µs. */
  readonly cpu: number;
}

interface Side extends AsyncDisposable {
  run(): Promise<Round>;
}

const PROCESSES = 5;
const WARM_UPS = 2;
const ROUNDS = 6;
const REQUESTS = 2000;

/** How the figures come about, for the reader. */
export const METHOD = `Each side has a process of its own, of which the better half of ${ROUNDS} rounds of ${REQUESTS} requests count; these take turns. The median of ${PROCESSES} processes is told. Ratios to the first side in the same run; requests per second and CPU time of a request are absolute.`;

/**
 * Requests per second of each side, and their ratio to the first side's; the last side is the first one again, as a
 * control. In a process of its own no side pays for the garbage or the call sites of another, and a round is long enough
 * to hold garbage collections. A process keeps the luck it started with, which is why there are several.
 */
export async function throughputs(names: readonly [SideName, ...SideName[]], work: Work): Promise<Throughput[]> {
  const labels = [...names, `${names[0]} again (control)`];
  const found: Round[][] = labels.map(() => []);
  for (let run = 0; run < PROCESSES; run++) {
    for (const [index, round] of (await runSides([...names, names[0]], work)).entries()) {
      found[index]?.push(round);
    }
  }
  const rates = found.map((rounds) => median(rounds.map(({ perSecond }) => perSecond)));
  return labels.map((name, index) => ({
    name,
    ratio: (rates[index] ?? Number.NaN) / (rates[0] ?? Number.NaN),
    perSecond: rates[index] ?? Number.NaN,
    cpu: median((found[index] ?? []).map(({ cpu }) => cpu)),
  }));
}

async function runSides(names: readonly SideName[], work: Work): Promise<Round[]> {
  const sides = names.map((name) => startSide(name, work));
  const found: Round[][] = sides.map(() => []);
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    // Every other round goes backwards, so that no side has the better place.
    const order = round % 2 === 0 ? [...sides.keys()] : [...sides.keys()].reverse();
    for (const index of order) {
      const result = await sides[index]?.run();
      if (result && round >= 0) {
        found[index]?.push(result);
      }
    }
  }
  await Promise.all(sides.map((side) => side[Symbol.asyncDispose]()));
  return found.map(betterHalf);
}

function betterHalf(rounds: readonly Round[]): Round {
  const best = [...rounds].sort((a, b) => b.perSecond - a.perSecond).slice(0, Math.ceil(rounds.length / 2));
  const mean = (figure: (round: Round) => number): number =>
    best.reduce((sum, round) => sum + figure(round), 0) / best.length;
  return { perSecond: mean(({ perSecond }) => perSecond), cpu: mean(({ cpu }) => cpu) };
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
    async run() {
      stdin.write(`${REQUESTS}\n`);
      const [line] = await once(lines, 'line');
      return JSON.parse(line);
    },
    async [Symbol.asyncDispose]() {
      stdin.end();
      await ended;
    },
  };
}

/** What tables tell of each side. */
export function throughputRows(sides: readonly Throughput[]): [string, number, number, number][] {
  return sides.map(({ name, ratio, perSecond, cpu }) => [name, ratio, perSecond, cpu]);
}
