import { expect, it } from 'vitest';
import { createTimestamps, toMicroseconds, toZone } from '../../../emulator/clock.js';

it('createTimestamps gives rising times in nanoseconds, even if the clock stands', () => {
  const timestamp = createTimestamps({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678) });
  const times = Array.from({ length: 1000 }, timestamp);
  expect(times[0]).toMatch(/^2026-01-02T03:04:05\.678000\d*[1-9]Z$/);
  expect(new Set(times.map(toMicroseconds)).size).toBe(1000);
  const padded = times.map((time) => time.slice(0, -1).padEnd('2026-01-02T03:04:05.123456789'.length, '0'));
  expect(padded.toSorted()).toEqual(padded);
  expect(times.every((time) => time.length > '2026-01-02T03:04:05.678000Z'.length)).toBe(true);
});

it('createTimestamps gives no whole second', () => {
  expect(createTimestamps({ now: () => Date.UTC(2026, 0, 2, 3, 4, 5) })()).toMatch(/^2026-01-02T03:04:05\.000001\d+Z$/);
});

it.each([
  ['2026-01-02T03:04:05.123456789Z', '2026-01-02T03:04:05.123456Z'],
  ['2026-01-02T03:04:05.120000789Z', '2026-01-02T03:04:05.12Z'],
  ['2026-01-02T03:04:05.000000789Z', '2026-01-02T03:04:05Z'],
])('toMicroseconds of %s', (time, rounded) => {
  expect(toMicroseconds(time)).toBe(rounded);
});

it('toZone shows the same time with an offset', () => {
  expect(toZone('2026-01-31T22:04:05.123456Z', 3)).toBe('2026-02-01T01:04:05.123456+03:00');
});
