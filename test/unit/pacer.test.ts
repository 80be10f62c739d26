import fc from 'fast-check';
import { expect, it, onTestFinished, vi } from 'vitest';
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

it('Pacer.release(): successes without rate limit headers open the queue bit by bit', () => {
  const queue = new PacerQueue();
  queue.acquire(...range(1, 1000));
  for (let round = 0, inFlight = 2; round < 10; round++) {
    const before = queue.started.length;
    for (let count = 0; count < inFlight; count++) {
      queue.pacer.release({});
    }
    const started = queue.started.length - before;
    expect(started).within(inFlight * 1.3, inFlight * 1.7);
    inFlight = started;
  }
  expect(queue.delays).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it('Pacer.release(): successes of single calls without rate limit headers do not add up', () => {
  const queue = new PacerQueue();
  for (const sequence of range(1, 200)) {
    queue.acquire(sequence);
    expect(queue.started).toHaveLength(sequence);
    queue.pacer.release({});
  }
  queue.acquire(...range(201, 300));
  expect(queue.started).toHaveLength(202);
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

/** A queue that knows its interval of 6000 ms; call 3 was rate limited and waits again for 6000 ms, and 4 and 5 behind it. */
function learnedQueue(): PacerQueue {
  const queue = new PacerQueue();
  queue.pacer.tryAcquire();
  queue.acquire(1);
  // Of two, the shorter shows that they state when the next token comes.
  queue.pacer.release({ resetMs: 6000 });
  queue.pacer.release({ resetMs: 3000 });
  queue.acquire(2, 3, 4, 5);
  vi.advanceTimersByTime(3000);
  queue.pacer.release({ remaining: 0 });
  queue.pacer.release({ resetMs: 6000 });
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

it('Pacer.release({ remaining }): a call starts before resetMs is over if tokens are left', () => {
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
  queue.pacer.release({ resetMs: 6000 });
  queue.acquire(3);
  // resetMs, and half of the two fifths that the others seem to take.
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
    queue.pacer.release({ resetMs: 6000 });
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

it('Pacer.release({ retryAfterMs }): pauses the queue, which successes without rate limit headers open again', () => {
  const queue = new PacerQueue();
  queue.acquire(1, 2);
  queue.pacer.release({});
  queue.pacer.release({ retryAfterMs: 10_000 });
  queue.acquire(...range(3, 500));
  vi.advanceTimersByTime(9999);
  expect(queue.started).toEqual([1, 2]);
  vi.advanceTimersByTime(1);
  expect(queue.started).toEqual([1, 2, 3]);
  let released = 2;
  for (let rounds = 0; queue.started.length < 500; rounds++) {
    expect(rounds).toBeLessThan(20);
    const inFlight = queue.started.length - released;
    for (let count = 0; count < inFlight; count++) {
      queue.pacer.release({});
    }
    released += inFlight;
  }
  expect(queue.started).toEqual(range(1, 500));
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

it.each([0.1, 0.5, 1, 3])(
  'Pacer: starts a call that falls due while the clock advances by %d ms per reading',
  (step) => {
    for (let offset = -2 * step; offset <= 2 * step; offset += step / 4) {
      const queue = new PacerQueue();
      queue.acquire(1, 2);
      let now = 1000;
      const spy = vi.spyOn(performance, 'now').mockImplementation(() => now);
      onTestFinished(() => spy.mockRestore());
      queue.pacer.release({ retryAfterMs: 50 });
      queue.pacer.release({ retryAfterMs: 50 });
      now = 1050 + offset;
      spy.mockImplementation(() => {
        now += step;
        return now - step;
      });
      queue.acquire(3);
      vi.runOnlyPendingTimers();
      expect(queue.started, `${offset}`).toEqual([1, 2, 3]);
      spy.mockRestore();
    }
  },
);

it('Pacer: starts a call whose timer fires a little early', () => {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ retryAfterMs: 100 });
  queue.acquire(2);
  const spy = vi.spyOn(performance, 'now').mockReturnValue(99.2);
  onTestFinished(() => spy.mockRestore());
  vi.advanceTimersToNextTimer();
  expect(queue.started).toEqual([1, 2]);
});

it('Pacer.tryAcquire(): no call passes one that is due and whose timer has not fired', () => {
  const queue = new PacerQueue();
  queue.acquire(1);
  queue.pacer.release({ retryAfterMs: 100 });
  queue.acquire(2);
  const spy = vi.spyOn(performance, 'now').mockReturnValue(101);
  onTestFinished(() => spy.mockRestore());
  queue.acquire(3);
  expect(queue.started).toEqual([1, 2]);
});

const anyFeedback = fc.oneof(
  fc.record({ remaining: fc.nat(15) }),
  fc.record({ retryAfterMs: fc.double({ min: 1e-3, max: 20_000, noNaN: true }) }),
  fc.record({ resetMs: fc.double({ min: 1e-3, max: 60_000, noNaN: true }) }),
  fc.constant({}),
  fc.constant(undefined),
);

const anyEvent = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('acquire' as const), calls: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('release' as const), feedback: anyFeedback }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), time: fc.integer({ min: 0, max: 9000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(40) }) },
);

it('Pacer: loses no call and keeps their order, whatever is released or cancelled', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      const queue = new PacerQueue();
      const cancelled = new Set<number>();
      let [acquired, released] = [0, 0];
      for (const event of events) {
        if (event.kind === 'acquire') {
          for (let count = 0; count < event.calls; count++) {
            queue.acquire(acquired++);
          }
        } else if (event.kind === 'release' && released < queue.started.length) {
          released++;
          queue.pacer.release(event.feedback);
        } else if (event.kind === 'pass') {
          vi.advanceTimersByTime(event.time);
        } else if (event.kind === 'cancel' && queue.waits(event.which)) {
          cancelled.add(event.which);
          queue.cancel(event.which);
        }
        expect(queue.started).toEqual([...queue.started].sort((a, b) => a - b));
        expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
      }
      for (let round = 0; round < 2 * acquired + 2 && queue.started.length + cancelled.size < acquired; round++) {
        if (released < queue.started.length) {
          released++;
          queue.pacer.release({ remaining: 0 });
        }
        vi.advanceTimersByTime(10_000_000);
      }
      expect(queue.started).toEqual(
        Array.from({ length: acquired }, (_, sequence) => sequence).filter((one) => !cancelled.has(one)),
      );
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

it('Pacer: sends at most one request more than there are tokens, in any order of responses', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.oneof(fc.constant('acquire' as const), fc.nat(20)), { maxLength: 80 }),
      (capacity, events) => {
        const queue = new PacerQueue();
        // The remaining tokens in each response to come, for the bucket gets no new ones; below 0 it is a 429.
        const pending: number[] = [];
        let [acquired, sent] = [0, 0];
        for (const event of events) {
          if (event === 'acquire') {
            queue.acquire(acquired++);
          } else if (pending.length > 0) {
            const [remaining = 0] = pending.splice(event % pending.length, 1);
            queue.pacer.release(remaining < 0 ? { retryAfterMs: 1e6 } : { remaining });
          }
          for (; sent < queue.started.length; sent++) {
            pending.push(capacity - sent - 1);
          }
          expect(sent).toBeLessThanOrEqual(capacity + 1);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
