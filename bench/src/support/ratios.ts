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

/**
 * The most requests per second of each side, and their ratio to the first side's: short rounds take turns, and the
 * quickest one counts, which other work on the machine disturbed the least.
 */
export async function throughputRatios(
  sides: Readonly<Record<string, () => Promise<unknown>>>,
  { inFlight, requests = 200, rounds = 30 }: { inFlight: number; requests?: number; rounds?: number },
): Promise<Record<string, { ratio: number; perSecond: number }>> {
  const found = Object.entries(sides).map(([name, call]) => ({ name, call, perSecond: 0 }));
  for (let round = -2; round < rounds; round++) {
    // Every other round goes backwards, so that no side has the better place.
    for (const side of round % 2 === 0 ? found : [...found].reverse()) {
      const rate = await requestsPerSecond(side.call, inFlight, requests);
      side.perSecond = Math.max(side.perSecond, round < 0 ? 0 : rate);
    }
  }
  const base = found[0]?.perSecond ?? Number.NaN;
  return Object.fromEntries(found.map(({ name, perSecond }) => [name, { ratio: perSecond / base, perSecond }]));
}
