import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseRetryAfter } from '../../src/retry.js';

const NOW = Date.parse('Sun, 06 Nov 1994 08:49:30 GMT');

// A date without a zone would be read in that of the machine.
beforeEach(() => {
  vi.stubEnv('TZ', 'Asia/Tokyo');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function retryAfter(status: number, headers: Record<string, string>): number | undefined {
  return parseRetryAfter(status, new Headers(headers), NOW);
}

it.each([
  ['7', 7000],
  [' 7 ', 7000],
  ['0.5', 500],
  ['99999999999', 99_999_999_999_000],
  ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 7000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 7000],
  ['Wednesday, 09-Nov-94 08:49:30 GMT', 3 * 86_400_000],
  ['Sun Nov  6 08:49:37 1994', 7000],
  ['Sun, 06 Nov 1994 08:49:29 GMT', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['+5', undefined],
  ['5e3', undefined],
  ['5, 7', 7000],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['soon', undefined],
  ['7 s', undefined],
  ['1994-11-06T08:49:37Z', undefined],
  ['Never, 06 Nov 1994', undefined],
  ['Room 2099', undefined],
  ['', undefined],
])('parseRetryAfter(): the Retry-After "%s" is %s ms', (value, expected) => {
  expect(retryAfter(429, { 'retry-after': value })).toBe(expected);
  expect(retryAfter(503, { 'retry-after': value })).toBe(expected);
});

it.each([
  ['7', 7000],
  ['1', 1000],
  ['60', 60_000],
  ['600', 600_000],
  ['601', 0.000601],
  ['512345', 0.512345],
  ['1000000', 1],
  ['6000000000', 6000],
  ['5999999999', 5999.999999],
  ['60000000000', 60_000],
  ['0', undefined],
  ['-6000000000', undefined],
  ['6e9', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
])('parseRetryAfter(): the X-Ratelimit-Reset "%s" of a 429 is %s ms', (value, expected) => {
  expect(retryAfter(429, { 'x-ratelimit-reset': value })).toBe(expected);
  expect(retryAfter(503, { 'x-ratelimit-reset': value })).toBeUndefined();
});

it('parseRetryAfter(): a date is relative to the Date of the response', () => {
  const headers = { date: 'Mon, 07 Nov 1994 08:00:00 GMT', 'retry-after': 'Mon, 07 Nov 1994 08:00:07 GMT' };
  expect(retryAfter(429, headers)).toBe(7000);
});

it('parseRetryAfter(): a date is relative to the local clock if Date cannot be read', () => {
  expect(retryAfter(429, { date: 'today', 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' })).toBe(7000);
});

it.each(['-5', 'soon', '', '0', 'Sun, 06 Nov 1994 08:49:29 GMT'])(
  'parseRetryAfter(): X-Ratelimit-Reset counts if Retry-After is "%s"',
  (value) => {
    expect(retryAfter(429, { 'retry-after': value, 'x-ratelimit-reset': '7' })).toBe(7000);
  },
);

it('parseRetryAfter(): is undefined without headers', () => {
  expect(retryAfter(429, {})).toBeUndefined();
  expect(retryAfter(503, {})).toBeUndefined();
});

it.each([200, 400, 401, 403, 404, 405, 500, 502, 504])('parseRetryAfter(): is undefined for a %i', (status) => {
  expect(retryAfter(status, { 'retry-after': '7', 'x-ratelimit-reset': '7' })).toBeUndefined();
});
