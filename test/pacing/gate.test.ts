import { expect, it, vi } from 'vitest';
import { useFakeClock } from './support/clock.js';
import { Line, range } from './support/line.js';

useFakeClock();

it('lets two calls go while nothing is known, and the rest wait for the first answer', () => {
  const line = new Line();
  line.ask(...range(1, 30));
  vi.advanceTimersByTime(60_000);
  expect(line.gone).toEqual([1, 2]);
  expect(vi.getTimerCount()).toBe(0);
  line.pacer.release({ remaining: 3 });
  line.pacer.release({ remaining: 2 });
  expect(line.gone).toEqual([1, 2, 3, 4]);
});

it('opens bit by bit while successes have no headers', () => {
  const line = new Line();
  line.ask(...range(1, 1000));
  for (let round = 0, inFlight = 2; round < 10; round++) {
    const before = line.gone.length;
    for (let count = 0; count < inFlight; count++) {
      line.pacer.release({});
    }
    const started = line.gone.length - before;
    expect(started).within(inFlight * 1.3, inFlight * 1.7);
    inFlight = started;
  }
  expect(line.delays).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it('holds calls below what was reached before no longer than those in flight', () => {
  const line = new Line();
  for (const ticket of range(1, 200)) {
    line.ask(ticket);
    expect(line.gone).toHaveLength(ticket);
    line.pacer.release({});
  }
  line.ask(...range(201, 300));
  expect(line.gone).toHaveLength(202);
});

it('keeps the place of a turn that ended without an answer free for the next call', () => {
  const line = new Line();
  line.ask(...range(1, 10));
  for (const count of range(1, 8)) {
    line.pacer.release();
    expect(line.gone).toEqual(range(1, count + 2));
  }
});

it('frees the place of a lost connection when the limit is known', () => {
  const line = new Line();
  line.ask(1);
  line.pacer.release({ remaining: 0 });
  line.ask(2, 3, 4);
  expect(line.gone).toEqual([1, 2]);
  line.pacer.release();
  expect(line.gone).toEqual([1, 2, 3]);
  line.pacer.release();
  expect(line.gone).toEqual([1, 2, 3, 4]);
});

it('gives a call that asks again its old place', () => {
  const line = new Line();
  line.ask(1, 2);
  line.pacer.release({ retryAfterMs: 1000 });
  line.ask(3, 4, 1);
  line.pacer.release({ retryAfterMs: 1000 });
  line.ask(2);
  vi.advanceTimersByTime(1000);
  expect(line.gone).toEqual([1, 2, 1]);
  line.pacer.release({ remaining: 5 });
  expect(line.gone).toEqual([1, 2, 1, 2, 3, 4]);
});

it('lets nobody pass those who wait', () => {
  const line = new Line();
  line.ask(1, 2, 3);
  line.leave(3);
  line.ask(4, 5);
  line.pacer.release({ remaining: 2 });
  line.pacer.release({ remaining: 1 });
  line.ask(6);
  expect(line.gone).toEqual([1, 2, 4]);
  expect([5, 6].map((ticket) => line.waits(ticket))).toEqual([true, true]);
});
