import { expect, it, onTestFinished, vi } from 'vitest';
import { useFakeClock } from '../support/fake-time.js';
import { PacerQueue } from '../support/pacer-queue.js';

useFakeClock();

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
