/** The median. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Requests per second with so many in flight. */
export async function requestsPerSecond(
  call: () => Promise<unknown>,
  inFlight: number,
  requests: number,
): Promise<number> {
  let left = requests;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) {
        await call();
      }
    }),
  );
  return (requests / (performance.now() - started)) * 1000;
}

/** Of one side. */
export interface Throughput {
  /** Its requests per second over the first side's. */
  readonly ratio: number;
  readonly perSecond: number;
  /** The least CPU time of this process that a request took, in µs. */
  readonly cpu: number;
}

/**
 * Requests per second of each side, and their ratio to the first side's. Short rounds take turns, and the mean of the
 * quickest third counts, which other work on the machine disturbed the least.
 */
export async function throughputs(
  sides: Readonly<Record<string, () => Promise<unknown>>>,
  { inFlight, requests = 150, rounds = 60 }: { inFlight: number; requests?: number; rounds?: number },
): Promise<Record<string, Throughput>> {
  const found = Object.entries(sides).map(([name, call]) => ({
    name,
    call,
    rates: [] as number[],
    cpus: [] as number[],
  }));
  for (let round = -2; round < rounds; round++) {
    // Every other round goes backwards, so that no side has the better place.
    for (const { call, rates, cpus } of round % 2 === 0 ? found : [...found].reverse()) {
      const before = process.cpuUsage();
      const rate = await requestsPerSecond(call, inFlight, requests);
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) {
        rates.push(rate);
        cpus.push((user + system) / requests);
      }
    }
  }
  const base = quickest(found[0]?.rates ?? []);
  return Object.fromEntries(
    found.map(({ name, rates, cpus }) => {
      const perSecond = quickest(rates);
      return [name, { ratio: perSecond / base, perSecond, cpu: Math.min(...cpus) }];
    }),
  );
}

function quickest(rates: readonly number[]): number {
  const best = [...rates].sort((a, b) => b - a).slice(0, Math.ceil(rates.length / 3));
  return best.reduce((sum, rate) => sum + rate, 0) / best.length;
}

/** What tables tell of a side. */
export function throughputRows(sides: Readonly<Record<string, Throughput>>): [string, number, number, number][] {
  return Object.entries(sides).map(([name, { ratio, perSecond, cpu }]) => [name, ratio, perSecond, cpu]);
}
