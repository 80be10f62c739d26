import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { useFakeClock } from '../support/clock.js';
import { Line } from '../support/pacer-queue.js';

useFakeClock();

const anyNews = fc.oneof(
  fc.record({ remaining: fc.nat(15) }),
  fc.record({ retryAfterMs: fc.double({ min: 1e-3, max: 20_000, noNaN: true }) }),
  fc.constant({}),
  fc.constant(undefined),
);

const anyEvent = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const), calls: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('answer' as const), news: anyNews }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), time: fc.integer({ min: 0, max: 9000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat(40) }) },
);

it('forgets no call and keeps their order, whatever is answered and whoever leaves', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      const line = new Line();
      const left = new Set<number>();
      let [asked, answered] = [0, 0];
      for (const event of events) {
        if (event.kind === 'ask') {
          for (let count = 0; count < event.calls; count++) {
            line.ask(asked++);
          }
        } else if (event.kind === 'answer' && answered < line.gone.length) {
          answered++;
          line.pacer.release(event.news);
        } else if (event.kind === 'pass') {
          vi.advanceTimersByTime(event.time);
        } else if (event.kind === 'leave' && line.waits(event.which)) {
          left.add(event.which);
          line.leave(event.which);
        }
        expect(line.gone).toEqual([...line.gone].sort((a, b) => a - b));
        expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
      }
      for (let turn = 0; turn < 2 * asked + 2 && line.gone.length + left.size < asked; turn++) {
        if (answered < line.gone.length) {
          answered++;
          line.pacer.release({ remaining: 0 });
        }
        vi.advanceTimersByTime(10_000_000);
      }
      expect(line.gone).toEqual(Array.from({ length: asked }, (_, ticket) => ticket).filter((one) => !left.has(one)));
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

it('sends one more than there are tokens at the most, in whatever order the answers come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.oneof(fc.constant('ask' as const), fc.nat(20)), { maxLength: 80 }),
      (capacity, events) => {
        const line = new Line();
        // What the service, which gets no new tokens, has yet to say to each request; below 0 it refuses.
        const pending: number[] = [];
        let [asked, sent] = [0, 0];
        for (const event of events) {
          if (event === 'ask') {
            line.ask(asked++);
          } else if (pending.length > 0) {
            const [remaining = 0] = pending.splice(event % pending.length, 1);
            line.pacer.release(remaining < 0 ? { retryAfterMs: 1e6 } : { remaining });
          }
          for (; sent < line.gone.length; sent++) {
            pending.push(capacity - sent - 1);
          }
          expect(sent).toBeLessThanOrEqual(capacity + 1);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
