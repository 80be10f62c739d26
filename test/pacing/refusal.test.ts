import { expect, it, onTestFinished, vi } from 'vitest';
import { useFakeClock } from './support/clock.js';
import { Line, range } from './support/line.js';

useFakeClock();

/** A line that knows its interval of 6000 ms; call 3 was refused and waits again for 6000 ms, and 4 and 5 behind it. */
function learnedLine(): Line {
  const line = new Line();
  line.pacer.tryAcquire();
  line.ask(1);
  // Of two, the shorter shows that they state when the next token comes.
  line.pacer.release({ resetMs: 6000 });
  line.pacer.release({ resetMs: 3000 });
  line.ask(2, 3, 4, 5);
  vi.advanceTimersByTime(3000);
  line.pacer.release({ remaining: 0 });
  line.pacer.release({ resetMs: 6000 });
  line.ask(3);
  expect(line.gone).toEqual([1, 2, 3]);
  return line;
}

it('waits a hint out to the millisecond', () => {
  const line = new Line();
  line.ask(1);
  line.pacer.release({ retryAfterMs: 4321.5 });
  line.ask(1, 2);
  vi.advanceTimersByTime(4321);
  expect(line.gone).toEqual([1]);
  vi.advanceTimersByTime(1);
  expect(line.gone).toEqual([1, 1]);
});

it('goes on before the hint is over when an answer says that tokens are left', () => {
  const line = learnedLine();
  vi.advanceTimersByTime(6000);
  expect(line.gone).toEqual([1, 2, 3, 3]);
  line.pacer.release({ remaining: 1 });
  expect(line.gone).toEqual([1, 2, 3, 3, 4]);
});

it('sends one call a token once the interval is learned', () => {
  const line = learnedLine();
  vi.advanceTimersByTime(5999);
  expect(line.gone).toHaveLength(3);
  vi.advanceTimersByTime(1);
  expect(line.gone).toEqual([1, 2, 3, 3]);
  // No answer yet: the pace does not depend on it.
  vi.advanceTimersByTime(6000);
  expect(line.gone).toHaveLength(4);
  vi.advanceTimersByTime(90);
  expect(line.gone).toEqual([1, 2, 3, 3, 4]);
  vi.advanceTimersByTime(6090);
  expect(line.gone).toEqual([1, 2, 3, 3, 4, 5]);
  expect(vi.getTimerCount()).toBe(0);
});

it('lets the first call after a long time go at once', () => {
  const line = learnedLine();
  vi.advanceTimersByTime(3_600_000);
  expect(line.gone).toHaveLength(6);
  vi.advanceTimersByTime(3_600_000);
  line.delays.length = 0;
  line.ask(6);
  expect(line.gone.at(-1)).toBe(6);
  expect(line.delays).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it('waits longer, at random, when others take the tokens', () => {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => random.mockRestore());
  const line = learnedLine();
  vi.advanceTimersByTime(6000);
  line.pacer.release({ resetMs: 6000 });
  line.ask(3);
  // The hint, and half of the two fifths that the others seem to take.
  vi.advanceTimersByTime(7199);
  expect(line.gone).toHaveLength(4);
  vi.advanceTimersByTime(1);
  expect(line.gone).toHaveLength(5);
  vi.advanceTimersByTime(8525);
  expect(line.gone).toHaveLength(5);
  vi.advanceTimersByTime(1);
  expect(line.gone).toHaveLength(6);
});

it('takes no more than two of the tokens that others are told of too', () => {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
  onTestFinished(() => random.mockRestore());
  const line = learnedLine();
  line.leave(4);
  line.leave(5);
  for (let refusals = 0; refusals < 3; refusals++) {
    while (line.waits(3)) {
      vi.advanceTimersToNextTimer();
    }
    line.pacer.release({ resetMs: 6000 });
    line.ask(3);
  }
  while (line.waits(3)) {
    vi.advanceTimersToNextTimer();
  }
  const before = line.gone.length;
  line.pacer.release({ remaining: 9 });
  line.ask(...range(6, 20));
  expect(line.gone.slice(before)).toEqual([6, 7]);
});

it('makes no flood of a hint that is absurdly short', () => {
  const line = new Line();
  line.ask(1);
  let requests = 1;
  for (const end = 60_000; performance.now() < end; ) {
    line.pacer.release({ retryAfterMs: 1e-6 });
    line.ask(1);
    const before = line.gone.length;
    while (line.gone.length === before) {
      vi.advanceTimersToNextTimer();
    }
    requests++;
  }
  expect(requests).toBeLessThan(80);
});

it('is paused by a gateway, and opened again bit by bit by successes without the headers', () => {
  const line = new Line();
  line.ask(1, 2);
  line.pacer.release({});
  line.pacer.release({ retryAfterMs: 10_000 });
  line.ask(...range(3, 500));
  vi.advanceTimersByTime(9999);
  expect(line.gone).toEqual([1, 2]);
  vi.advanceTimersByTime(1);
  expect(line.gone).toEqual([1, 2, 3]);
  let answered = 2;
  for (let rounds = 0; line.gone.length < 500; rounds++) {
    expect(rounds).toBeLessThan(20);
    const inFlight = line.gone.length - answered;
    for (let count = 0; count < inFlight; count++) {
      line.pacer.release({});
    }
    answered += inFlight;
  }
  expect(line.gone).toEqual(range(1, 500));
  expect(vi.getTimerCount()).toBe(0);
});

it('tells the first in line of each wait once', () => {
  const line = new Line();
  line.ask(1, 2);
  line.pacer.release({ retryAfterMs: 6000 });
  line.ask(1, 3, 4);
  line.leave(4);
  line.ask(5);
  expect(line.delays).toEqual([{ delay: 6000, queued: 1 }]);
});
