/** The least time of a call of each side, in µs. Short slices of each side alternate, and the quickest one counts. */
export async function leastMicroseconds<Name extends string>(
  sides: Readonly<Record<Name, () => Promise<unknown>>>,
  { slices = 80, calls = 250 } = {},
): Promise<Record<Name, number>> {
  const names = Object.keys(sides) as Name[];
  const least = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<Name, number>;
  // The first slices only warm up.
  for (let slice = -10; slice < slices; slice++) {
    for (const name of names) {
      const call = sides[name];
      const started = performance.now();
      for (let count = 0; count < calls; count++) {
        await call();
      }
      const time = ((performance.now() - started) * 1000) / calls;
      if (slice >= 0) {
        least[name] = Math.min(least[name], time);
      }
    }
  }
  return least;
}
