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
 * Requests per second of each side over those of the first side: short rounds take turns, each is compared with the
 * first side's beside it, and the median counts.
 */
export async function throughputRatios(
  sides: Readonly<Record<string, () => Promise<unknown>>>,
  { inFlight, requests = 300, rounds = 15 }: { inFlight: number; requests?: number; rounds?: number },
): Promise<Record<string, { ratio: number; perSecond: number }>> {
  const found = Object.keys(sides).map((name) => ({ name, perSecond: [] as number[] }));
  for (let round = -2; round < rounds; round++) {
    // Every other round goes backwards, so that no side has the better place.
    for (const side of round % 2 === 0 ? found : [...found].reverse()) {
      const rate = await requestsPerSecond(sides[side.name] ?? Promise.reject, inFlight, requests);
      if (round >= 0) {
        side.perSecond.push(rate);
      }
    }
  }
  const base = found[0]?.perSecond ?? [];
  return Object.fromEntries(
    found.map(({ name, perSecond }) => {
      const ratio = median(perSecond.map((rate, round) => rate / (base[round] ?? Number.NaN)));
      return [name, { ratio, perSecond: median(perSecond) }];
    }),
  );
}
