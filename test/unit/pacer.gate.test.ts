import { expect, it, vi } from 'vitest';
import { useFakeClock } from '../support/fake-time.js';
import { PacerQueue, range } from '../support/pacer-queue.js';

useFakeClock();

it('Pacer.tryAcquire(): starts two calls before the first response, and the others wait for it', () => {
  const queue = new PacerQueue();
  queue.acquire(...range(1, 30));
  vi.advanceTimersByTime(60_000);
  expect(queue.started).toEqual([1, 2]);
  expect(vi.getTimerCount()).toBe(0);
  queue.pacer.release({ remaining: 3 });
  queue.pacer.release({ remaining: 2 });
  expect(queue.started).toEqual([1, 2, 3, 4]);
});

it('Pacer.release(): a success without rate limit headers opens the queue for good', () => {
  const queue = new PacerQueue();
  queue.acquire(...range(1, 1000));
  queue.pacer.release({});
  expect(queue.started).toEqual(range(1, 1000));
  queue.acquire(...range(1001, 3000));
  expect(queue.started).toEqual(range(1, 3000));
  expect(queue.delays).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it('Pacer.release(): without feedback frees the slot for the next call', () => {
  const queue = new PacerQueue();
  queue.acquire(...range(1, 10));
  for (const count of range(1, 8)) {
    queue.pacer.release();
    expect(queue.started).toEqual(range(1, count + 2));
  }
});

it('Pacer.release(): frees the slot of a lost connection if the limit is known', () => {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ remaining: 0 });
  queue.acquire(2, 3, 4);
  expect(queue.started).toEqual([1, 2]);
  queue.pacer.release();
  expect(queue.started).toEqual([1, 2, 3]);
  queue.pacer.release();
  expect(queue.started).toEqual([1, 2, 3, 4]);
});

it('Pacer.enqueue(): a call that is queued again keeps its place', () => {
  const queue = new PacerQueue();
  queue.acquire(1, 2);
  queue.pacer.release({ retryAfterMs: 1000 });
  queue.acquire(3, 4, 1);
  queue.pacer.release({ retryAfterMs: 1000 });
  queue.acquire(2);
  vi.advanceTimersByTime(1000);
  expect(queue.started).toEqual([1, 2, 1]);
  queue.pacer.release({ remaining: 5 });
  expect(queue.started).toEqual([1, 2, 1, 2, 3, 4]);
});

it('Pacer.tryAcquire(): no call passes those in the queue', () => {
  const queue = new PacerQueue();
  queue.acquire(1, 2, 3);
  queue.cancel(3);
  queue.acquire(4, 5);
  queue.pacer.release({ remaining: 2 });
  queue.pacer.release({ remaining: 1 });
  queue.acquire(6);
  expect(queue.started).toEqual([1, 2, 4]);
  expect([5, 6].map((sequence) => queue.waits(sequence))).toEqual([true, true]);
});
