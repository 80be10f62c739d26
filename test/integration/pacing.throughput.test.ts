import { expect, it, vi } from 'vitest';
import { useFakeClock } from '../support/clock.js';
import { Line, range } from '../support/pacer-queue.js';
import { randomFrom, seedRandom } from '../support/random.js';
import { type Figures, type Scene, simulate } from '../support/simulation.js';

useFakeClock();

/** The figures of a scene, with times as multiples of the least that its bucket allows. */
function play(scene: Omit<Scene, 'capacity'>): Figures & { ratio: number } {
  const figures = simulate({ ...scene, capacity: 10 });
  const total = scene.pacers * scene.calls;
  expect(figures.accepted).toBe(total);
  return { ...figures, ratio: figures.elapsed / ((total - 10) * scene.interval) };
}

it.each([
  [100, 0],
  [100, 10],
  [100, 20],
  [100, 30],
  [6000, 0],
  [6000, 10],
  [6000, 30],
  [6000, 50],
])('sends a hundred calls one token apart: every %i ms, over %i ms', (interval, latency) => {
  const { ratio, refused } = play({ pacers: 1, calls: 100, interval, latency: () => latency });
  expect(ratio).toBeLessThanOrEqual(1.05);
  expect(refused).toBeLessThanOrEqual(4);
});

it.each([
  [100, 20, 4],
  [100, 50, 40],
  [6000, 50, 4],
])('does so every %i ms where each answer takes up to %i ms', (interval, longest, refusals) => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = randomFrom(seed);
    const { ratio, refused } = play({ pacers: 1, calls: 100, interval, latency: () => Math.round(random() * longest) });
    expect(ratio, `seed ${seed}`).toBeLessThanOrEqual(1.05);
    expect(refused, `seed ${seed}`).toBeLessThanOrEqual(refusals);
  }
});

it.each([2, 4, 10])('shares a bucket among %i', (pacers) => {
  for (let seed = 1; seed <= 30; seed++) {
    for (const interval of [100, 6000]) {
      seedRandom(seed);
      const random = randomFrom(seed + 1000);
      const { ratio, refused } = play({
        pacers,
        calls: 200 / pacers,
        interval,
        latency: () => Math.round(random() * 50),
      });
      expect(ratio, `seed ${seed}`).toBeLessThanOrEqual(1.25);
      expect(refused, `seed ${seed}`).toBeLessThanOrEqual(2 * 200);
    }
  }
});

it.each([100, 6000])('keeps the pace over 5000 calls of four, a token each %i ms', (interval) => {
  for (let seed = 1; seed <= 5; seed++) {
    seedRandom(seed);
    const random = randomFrom(seed + 1000);
    const { ratio } = play({ pacers: 4, calls: 1250, interval, latency: () => Math.round(random() * 50) });
    expect(ratio, `seed ${seed}`).toBeLessThanOrEqual(1.1);
  }
});

it('never delays calls below the limit', () => {
  const line = new Line();
  for (const ticket of range(1, 200)) {
    line.ask(ticket);
    expect(line.gone).toHaveLength(ticket);
    line.pacer.release({ remaining: 9 });
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(6000);
  }
});
