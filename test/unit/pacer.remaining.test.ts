import { expect, it, vi } from 'vitest';
import { useFakeClock } from '../support/fake-time.js';
import { PacerQueue, range } from '../support/pacer-queue.js';

useFakeClock();

it.each([0, 1, 2, 9])('Pacer.release({ remaining: %i }): no more calls start', (remaining) => {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ remaining });
  queue.acquire(...range(2, 30));
  expect(queue.started).toHaveLength(1 + Math.max(remaining, 1));
});

it('Pacer.release({ remaining }): the least counts if responses arrive out of order', () => {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ remaining: 9 });
  queue.acquire(...range(2, 30));
  expect(queue.started).toEqual(range(1, 10));
  for (const remaining of [2, 8, 0, 5, 7, 3, 6, 1]) {
    queue.pacer.release({ remaining });
    expect(queue.started).toHaveLength(10);
  }
});

it('Pacer.release({ remaining }): requests under way are subtracted', () => {
  const queue = new PacerQueue();
  queue.acquire(1, 2);
  queue.pacer.release({ remaining: 3 });
  queue.acquire(...range(3, 30));
  expect(queue.started).toEqual([1, 2]);
  queue.pacer.release({ remaining: 2 });
  expect(queue.started).toEqual([1, 2, 3, 4]);
});

it('Pacer.release({ remaining }): a lower one replaces the expected one', () => {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ remaining: 9 });
  queue.acquire(2, 3, 4);
  queue.pacer.release({ remaining: 3 });
  queue.acquire(...range(5, 30));
  expect(queue.started).toEqual([1, 2, 3, 4, 5]);
});

it('Pacer.release({ remaining: 0 }): one call starts at a time while no interval is known', () => {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ remaining: 0 });
  queue.acquire(...range(2, 9));
  for (const count of range(2, 8)) {
    expect(queue.started).toEqual(range(1, count));
    queue.pacer.release({ remaining: 0 });
  }
});

it('Pacer.release({ remaining }): a higher one counts once all requests have a response', () => {
  const queue = new PacerQueue();
  queue.acquire(1, 2);
  queue.pacer.release({ remaining: 0 });
  queue.pacer.release({ remaining: 1 });
  vi.advanceTimersByTime(60_000);
  queue.acquire(3);
  queue.pacer.release({ remaining: 7 });
  queue.acquire(...range(4, 30));
  expect(queue.started).toEqual(range(1, 10));
});
