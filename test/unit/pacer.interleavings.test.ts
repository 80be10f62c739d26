import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { useFakeClock } from '../support/fake-time.js';
import { PacerQueue } from '../support/pacer-queue.js';

useFakeClock();

const anyFeedback = fc.oneof(
  fc.record({ remaining: fc.nat(15) }),
  fc.record({ retryAfterMs: fc.double({ min: 1e-3, max: 20_000, noNaN: true }) }),
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
