import { expect, it, onTestFinished, vi } from 'vitest';
import { useFakeClock } from '../support/fake-time.js';
import { PacerQueue, range } from '../support/pacer-queue.js';

useFakeClock();

/** A queue that knows its interval of 6000 ms; call 3 was rate limited and waits again for 6000 ms, and 4 and 5 behind it. */
function learnedQueue(): PacerQueue {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ retryAfterMs: 3000 });
  queue.acquire(2, 3, 4, 5);
  vi.advanceTimersByTime(3000);
  queue.pacer.release({ remaining: 0 });
  queue.pacer.release({ retryAfterMs: 6000 });
  queue.acquire(3);
  expect(queue.started).toEqual([1, 2, 3]);
  return queue;
}

it('Pacer.release({ retryAfterMs }): the wait is kept to the millisecond', () => {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ retryAfterMs: 4321.5 });
  queue.acquire(1, 2);
  vi.advanceTimersByTime(4321);
  expect(queue.started).toEqual([1]);
  vi.advanceTimersByTime(1);
  expect(queue.started).toEqual([1, 1]);
});

it('Pacer.release({ remaining }): a call starts before retryAfterMs is over if tokens are left', () => {
  const queue = learnedQueue();
  vi.advanceTimersByTime(6000);
  expect(queue.started).toEqual([1, 2, 3, 3]);
  queue.pacer.release({ remaining: 1 });
  expect(queue.started).toEqual([1, 2, 3, 3, 4]);
});

it('Pacer: starts one call per token once it knows the interval', () => {
  const queue = learnedQueue();
  vi.advanceTimersByTime(5999);
  expect(queue.started).toHaveLength(3);
  vi.advanceTimersByTime(1);
  expect(queue.started).toEqual([1, 2, 3, 3]);
  // No response yet: the pace does not depend on it.
  vi.advanceTimersByTime(6000);
  expect(queue.started).toHaveLength(4);
  vi.advanceTimersByTime(90);
  expect(queue.started).toEqual([1, 2, 3, 3, 4]);
  vi.advanceTimersByTime(6090);
  expect(queue.started).toEqual([1, 2, 3, 3, 4, 5]);
  expect(vi.getTimerCount()).toBe(0);
});

it('Pacer: starts the first call after a long pause at once', () => {
  const queue = learnedQueue();
  vi.advanceTimersByTime(3_600_000);
  expect(queue.started).toHaveLength(6);
  vi.advanceTimersByTime(3_600_000);
  queue.delays.length = 0;
  queue.acquire(6);
  expect(queue.started.at(-1)).toBe(6);
  expect(queue.delays).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it('Pacer: waits longer, at random, if others take the tokens', () => {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => random.mockRestore());
  const queue = learnedQueue();
  vi.advanceTimersByTime(6000);
  queue.pacer.release({ retryAfterMs: 6000 });
  queue.acquire(3);
  // retryAfterMs, and half of the two fifths that the others seem to take.
  vi.advanceTimersByTime(7199);
  expect(queue.started).toHaveLength(4);
  vi.advanceTimersByTime(1);
  expect(queue.started).toHaveLength(5);
  vi.advanceTimersByTime(8525);
  expect(queue.started).toHaveLength(5);
  vi.advanceTimersByTime(1);
  expect(queue.started).toHaveLength(6);
});

it('Pacer: takes at most two of the tokens that others know of too', () => {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => random.mockRestore());
  const queue = learnedQueue();
  queue.cancel(4);
  queue.cancel(5);
  for (let round = 0; round < 3; round++) {
    while (queue.waits(3)) {
      vi.advanceTimersToNextTimer();
    }
    queue.pacer.release({ retryAfterMs: 6000 });
    queue.acquire(3);
  }
  while (queue.waits(3)) {
    vi.advanceTimersToNextTimer();
  }
  const before = queue.started.length;
  queue.pacer.release({ remaining: 9 });
  queue.acquire(...range(6, 20));
  expect(queue.started.slice(before)).toEqual([6, 7]);
});

it('Pacer.release({ retryAfterMs }): a very short one causes no flood of requests', () => {
  const queue = new PacerQueue();
  queue.acquire(1);
  let requests = 1;
  for (const end = 60_000; performance.now() < end; ) {
    queue.pacer.release({ retryAfterMs: 1e-6 });
    queue.acquire(1);
    const before = queue.started.length;
    while (queue.started.length === before) {
      vi.advanceTimersToNextTimer();
    }
    requests++;
  }
  expect(requests).toBeLessThan(80);
});

it('Pacer.release({ retryAfterMs }): pauses the queue until a success without rate limit headers', () => {
  const queue = new PacerQueue();
  queue.acquire(...range(1, 5));
  queue.pacer.release({});
  expect(queue.started).toEqual(range(1, 5));
  queue.pacer.release({ retryAfterMs: 10_000 });
  queue.acquire(6, 7, 8);
  vi.advanceTimersByTime(9999);
  expect(queue.started).toEqual(range(1, 5));
  queue.pacer.release({});
  expect(queue.started).toEqual(range(1, 8));
  queue.acquire(...range(9, 500));
  expect(queue.started).toHaveLength(500);
  expect(vi.getTimerCount()).toBe(0);
});

it('Pacer: onDelay is called once per wait, of the first call in the queue', () => {
  const queue = new PacerQueue();
  queue.acquire(1, 2);
  queue.pacer.release({ retryAfterMs: 6000 });
  queue.acquire(1, 3, 4);
  queue.cancel(4);
  queue.acquire(5);
  expect(queue.delays).toEqual([{ delay: 6000, queued: 1 }]);
});
