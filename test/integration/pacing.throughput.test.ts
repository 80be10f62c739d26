import { expect, it, vi } from 'vitest';
import { useFakeClock } from '../support/fake-time.js';
import { PacerQueue, range } from '../support/pacer-queue.js';
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
])('Pacer: sends a hundred calls one token apart, every %i ms with a latency of %i ms', (interval, latency) => {
  const { ratio, refused } = play({ pacers: 1, calls: 100, interval, latency: () => latency });
  expect(ratio).toBeLessThanOrEqual(1.05);
  expect(refused).toBeLessThanOrEqual(4);
});

it.each([
  [100, 20, 4],
  [100, 50, 40],
  [6000, 50, 4],
])('Pacer: does so every %i ms with a random latency of up to %i ms', (interval, longest, most) => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = randomFrom(seed);
    const { ratio, refused } = play({ pacers: 1, calls: 100, interval, latency: () => Math.round(random() * longest) });
    expect(ratio, `seed ${seed}`).toBeLessThanOrEqual(1.05);
    expect(refused, `seed ${seed}`).toBeLessThanOrEqual(most);
  }
});

it.each([2, 4, 10])('Pacer: %i of them share a bucket', (pacers) => {
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

it.each([100, 6000])('Pacer: four of them keep the rate over 5000 calls, with a token every %i ms', (interval) => {
  for (let seed = 1; seed <= 5; seed++) {
    seedRandom(seed);
    const random = randomFrom(seed + 1000);
    const { ratio } = play({ pacers: 4, calls: 1250, interval, latency: () => Math.round(random() * 50) });
    expect(ratio, `seed ${seed}`).toBeLessThanOrEqual(1.1);
  }
});

it('Pacer: never delays calls below the limit', () => {
  const queue = new PacerQueue();
  for (const sequence of range(1, 200)) {
    queue.acquire(sequence);
    expect(queue.started).toHaveLength(sequence);
    queue.pacer.release({ remaining: 9 });
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(6000);
  }
});
