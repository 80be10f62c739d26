import { expect, it } from 'vitest';
import { Bucket } from '../../emulator/bucket.js';

it('a bucket never gives more than its capacity and what came in since', () => {
  // Numbers that look random and are the same on every run.
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const [capacity, interval] = [15, 60e9 / (15 * 7)];
  const bucket = new Bucket(capacity, interval);
  let [now, accepted, refusedUntil] = [0, 0, 0];
  for (let count = 0; count < 20_000; count++) {
    now += Math.floor(random() * random() * interval);
    const verdict = bucket.take(now);
    if (refusedUntil > 0) {
      expect(verdict.accepted).toBe(now >= refusedUntil);
    }
    accepted += verdict.accepted ? 1 : 0;
    refusedUntil = verdict.accepted ? 0 : now + verdict.wait;
    expect(accepted).toBeLessThanOrEqual(capacity + now / interval);
  }
  expect(accepted).toBeGreaterThan(capacity + (now / interval) * 0.999);
});
