import { expect, it } from 'vitest';
import { Bucket } from '../../../emulator/bucket.js';

it('Bucket never gives more than its capacity and what came in since', () => {
  // Numbers that look random and are the same on every run.
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const [capacity, interval] = [15, 60e9 / (15 * 7)];
  const bucket = new Bucket(capacity, interval);
  let [now, accepted, limitedUntil] = [0, 0, 0];
  for (let count = 0; count < 20_000; count++) {
    now += Math.floor(random() * random() * interval);
    const result = bucket.take(now);
    if (limitedUntil > 0) {
      expect(result.accepted).toBe(now >= limitedUntil);
    }
    accepted += result.accepted ? 1 : 0;
    limitedUntil = result.accepted ? 0 : now + result.wait;
    expect(accepted).toBeLessThanOrEqual(capacity + now / interval);
  }
  expect(accepted).toBeGreaterThan(capacity + (now / interval) * 0.999);
});

it('untilFull is the time in which all tokens come back', () => {
  const bucket = new Bucket(2, 10);
  expect([0, 0, 0, 5, 10].map((now) => bucket.take(now).untilFull)).toEqual([10, 20, 20, 15, 20]);
  expect(bucket.take(30)).toEqual({ accepted: true, remaining: 1, untilFull: 10 });
});
