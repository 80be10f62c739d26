import { onTestFinished, vi } from 'vitest';

/** Numbers from 0 to 1 that look random and are the same on every run. */
export function randomFrom(seed: number): () => number {
  let state = (seed * 7919 + 1) % 2_147_483_647;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  // The first numbers of neighbouring seeds are alike.
  next();
  next();
  return next;
}

/** Makes Math.random give the numbers of a seed until the test is over. */
export function seedRandom(seed: number): void {
  const spy = vi.spyOn(Math, 'random').mockImplementation(randomFrom(seed));
  onTestFinished(() => spy.mockRestore());
}
