import { expect, it, onTestFinished, vi } from 'vitest';
import { useFakeClock } from '../support/clock.js';
import { Line } from '../support/pacer-queue.js';

useFakeClock();

it.each([0.1, 0.5, 1, 3])('misses no turn that comes due while it looks at a clock that advances by %d ms', (step) => {
  for (let offset = -2 * step; offset <= 2 * step; offset += step / 4) {
    const line = new Line();
    line.ask(1, 2);
    let now = 1000;
    const spy = vi.spyOn(performance, 'now').mockImplementation(() => now);
    onTestFinished(() => spy.mockRestore());
    line.pacer.release({ retryAfterMs: 50 });
    line.pacer.release({ retryAfterMs: 50 });
    now = 1050 + offset;
    spy.mockImplementation(() => {
      now += step;
      return now - step;
    });
    line.ask(3);
    vi.runOnlyPendingTimers();
    expect(line.gone, `${offset}`).toEqual([1, 2, 3]);
    spy.mockRestore();
  }
});

it('takes a turn whose timer fires a little before its time', () => {
  const line = new Line();
  line.ask(1);
  line.pacer.release({ retryAfterMs: 100 });
  line.ask(2);
  const spy = vi.spyOn(performance, 'now').mockReturnValue(99.2);
  onTestFinished(() => spy.mockRestore());
  vi.advanceTimersToNextTimer();
  expect(line.gone).toEqual([1, 2]);
});

it('lets no call pass one whose turn has come and whose timer has not', () => {
  const line = new Line();
  line.ask(1);
  line.pacer.release({ retryAfterMs: 100 });
  line.ask(2);
  const spy = vi.spyOn(performance, 'now').mockReturnValue(101);
  onTestFinished(() => spy.mockRestore());
  line.ask(3);
  expect(line.gone).toEqual([1, 2]);
});
