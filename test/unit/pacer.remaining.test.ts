import { expect, it, vi } from 'vitest';
import { useFakeClock } from '../support/clock.js';
import { Line, range } from '../support/pacer-queue.js';

useFakeClock();

it.each([0, 1, 2, 9])('lets no more go than the %i that remain', (remaining) => {
  const line = new Line();
  line.ask(1);
  line.pacer.release({ remaining });
  line.ask(...range(2, 30));
  expect(line.gone).toHaveLength(1 + Math.max(remaining, 1));
});

it('believes the least of answers that come out of order', () => {
  const line = new Line();
  line.ask(1);
  line.pacer.release({ remaining: 9 });
  line.ask(...range(2, 30));
  expect(line.gone).toEqual(range(1, 10));
  for (const remaining of [2, 8, 0, 5, 7, 3, 6, 1]) {
    line.pacer.release({ remaining });
    expect(line.gone).toHaveLength(10);
  }
});

it('lets nobody go on what remained before requests that are under way', () => {
  const line = new Line();
  line.ask(1, 2);
  line.pacer.release({ remaining: 3 });
  line.ask(...range(3, 30));
  expect(line.gone).toEqual([1, 2]);
  line.pacer.release({ remaining: 2 });
  expect(line.gone).toEqual([1, 2, 3, 4]);
});

it('takes back what others have taken in the meantime', () => {
  const line = new Line();
  line.ask(1);
  line.pacer.release({ remaining: 9 });
  line.ask(2, 3, 4);
  line.pacer.release({ remaining: 3 });
  line.ask(...range(5, 30));
  expect(line.gone).toEqual([1, 2, 3, 4, 5]);
});

it('asks with one call at a time where nothing remains and no interval is known', () => {
  const line = new Line();
  line.ask(1);
  line.pacer.release({ remaining: 0 });
  line.ask(...range(2, 9));
  for (const count of range(2, 8)) {
    expect(line.gone).toEqual(range(1, count));
    line.pacer.release({ remaining: 0 });
  }
});

it('trusts a new word once all that was under way is answered', () => {
  const line = new Line();
  line.ask(1, 2);
  line.pacer.release({ remaining: 0 });
  line.pacer.release({ remaining: 1 });
  vi.advanceTimersByTime(60_000);
  line.ask(3);
  line.pacer.release({ remaining: 7 });
  line.ask(...range(4, 30));
  expect(line.gone).toEqual(range(1, 10));
});
