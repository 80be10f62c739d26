import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decideRetry, type Failure, parseWait, type Retries, type RetryRules, retryDelay } from '../../src/retry.js';
import { createApi, startApi } from '../support/api.js';
import { headerSoup } from '../support/arbitraries.js';
import { CLIENT_ID } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { startServer } from '../support/server.js';
import { DONE, rateLimited } from '../support/steps.js';

useFakeTime();

// A date without a zone would be read in that of the machine.
beforeEach(() => {
  vi.stubEnv('TZ', 'Asia/Tokyo');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const RULES: RetryRules = { maxRetries: 5, initialDelay: 500, maxDelay: 30_000 };
const MANY: RetryRules = { ...RULES, maxRetries: 10_000 };

function decide(failure: Failure, retries: Partial<Retries>, retry = RULES): ReturnType<typeof decideRetry> {
  const all = { scheduled: 0, backoff: 0, unsent: 0, ...retries };
  return decideRetry(failure, true, { retry, maxWait: 600_000 }, all, 600_000, () => 0);
}

describe('retryDelay() without retryAfterMs', () => {
  it.each([
    [1, 250, 500],
    [2, 500, 1000],
    [3, 1000, 2000],
    [4, 2000, 4000],
    [5, 4000, 8000],
    [6, 8000, 16_000],
    [7, 15_000, 30_000],
    [8, 15_000, 30_000],
    [5000, 15_000, 30_000],
  ])('waits after failure %i from %i to %i ms', (failures, least, most) => {
    expect(retryDelay(failures, undefined, MANY, () => 0)).toBe(least);
    expect(retryDelay(failures, undefined, MANY, () => 1)).toBe(most);
  });

  it('decideRetry(): stops after maxRetries', () => {
    expect(decide({ retryAfterMs: undefined }, { backoff: 4 })).toMatchObject({ delay: 4000 });
    expect(decide({ retryAfterMs: undefined }, { backoff: 5 })).toEqual({
      stoppedBy: expect.stringContaining('maxRetries'),
    });
  });

  it('starts with maxDelay if initialDelay is longer', () => {
    expect(retryDelay(1, undefined, { ...RULES, initialDelay: 60_000 }, () => 1)).toBe(30_000);
  });
});

describe('retryDelay() with retryAfterMs', () => {
  it.each([
    ['never less than it', 1, 6000, 0, 6000],
    ['never less than it, however often', 50, 6000, 0, 6000],
    ['at most a tenth more', 1, 6000, 1, 6600],
    ['a little more after each failure', 3, 6000, 1, 7800],
    ['no more after the tenth failure', 11, 6000, 1, 12_000],
    ['at most a second more', 1, 60_000, 1, 61_000],
    ['at least 2 ms after the first failure', 1, 1, 0, 2],
    ['twice that after each further failure', 7, 1, 0, 128],
    ['at least a second in the end', 50, 1, 0, 1000],
  ])('waits %s', (_, failures, retryAfterMs, random, expected) => {
    expect(retryDelay(failures, retryAfterMs, RULES, () => random)).toBeCloseTo(expected, 6);
  });

  it('decideRetry(): continues beyond maxRetries', () => {
    const failure = { retryAfterMs: 6000 };
    expect(decide(failure, { scheduled: 99 }, { ...RULES, maxRetries: 1 })).toMatchObject({ delay: 6000 });
  });
});

it.each([undefined, 6000])('decideRetry(): stops at once if maxRetries is 0 and retryAfterMs is %s', (retryAfterMs) => {
  const failure = { retryAfterMs };
  expect(decide(failure, {}, { ...RULES, maxRetries: 0 })).toEqual({ stoppedBy: 'retry is off' });
});

const NOW = Date.parse('Sun, 06 Nov 1994 08:49:30 GMT');

function retryAfter(status: number, headers: Record<string, string>): number | undefined {
  return parseWait(status, new Headers(headers), NOW)?.ms;
}

it.each([
  ['7', 7000],
  [' 7 ', 7000],
  ['0.5', 500],
  ['99999999999', 99_999_999_999_000],
  ['9'.repeat(400), 1e15],
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
])('parseWait(): the Retry-After "%s" is %s ms', (value, expected) => {
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
])('parseWait(): the X-Ratelimit-Reset "%s" of a 429 is %s ms', (value, expected) => {
  expect(retryAfter(429, { 'x-ratelimit-reset': value })).toBe(expected);
  expect(retryAfter(503, { 'x-ratelimit-reset': value })).toBeUndefined();
});

it('parseWait(): a date is relative to the Date of the response', () => {
  const headers = { date: 'Mon, 07 Nov 1994 08:00:00 GMT', 'retry-after': 'Mon, 07 Nov 1994 08:00:07 GMT' };
  expect(retryAfter(429, headers)).toBe(7000);
});

it('parseWait(): a date is relative to the local clock if Date cannot be read', () => {
  expect(retryAfter(429, { date: 'today', 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' })).toBe(7000);
});

it.each(['-5', 'soon', '', '0', 'Sun, 06 Nov 1994 08:49:29 GMT'])(
  'parseWait(): X-Ratelimit-Reset counts if Retry-After is "%s"',
  (value) => {
    expect(retryAfter(429, { 'retry-after': value, 'x-ratelimit-reset': '7' })).toBe(7000);
  },
);

it('parseWait(): is undefined without headers', () => {
  expect(retryAfter(429, {})).toBeUndefined();
  expect(retryAfter(503, {})).toBeUndefined();
});

it.each([200, 400, 401, 403, 404, 405, 500, 502, 504])('parseWait(): is undefined for a %i', (status) => {
  expect(retryAfter(status, { 'retry-after': '7', 'x-ratelimit-reset': '7' })).toBeUndefined();
});

const NEW_YEAR = Date.parse('2026-01-01T00:00:00Z');

const rules: fc.Arbitrary<RetryRules> = fc.record({
  maxRetries: fc.double({ min: 0, max: 2 ** 31 - 1, noNaN: true }),
  initialDelay: fc.double({ min: 1, max: 2 ** 31 - 1, noNaN: true }),
  maxDelay: fc.double({ min: 1, max: 2 ** 31 - 1, noNaN: true }),
});

it('parseWait(): is undefined, or positive and finite, for any headers', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(200, 404, 429, 500, 503),
      headerSoup,
      fc.date({ noInvalidDate: true }),
      (status, headers, now) => {
        const retryAfterMs = parseWait(status, new Headers(headers), now.getTime())?.ms;
        expect(retryAfterMs === undefined || (Number.isFinite(retryAfterMs) && retryAfterMs > 0)).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

it('retryDelay() and decideRetry(): never wait less than retryAfterMs, and for a finite time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      headerSoup,
      rules,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, headers, retry, random) => {
        const retryAfterMs = parseWait(429, new Headers(headers), NEW_YEAR)?.ms;
        const delay = retryDelay(failures, retryAfterMs, retry, () => random);
        expect(Number.isFinite(delay) && delay > 0 && delay >= (retryAfterMs ?? 0)).toBe(true);
        const none: Retries = { scheduled: 0, backoff: 0, unsent: 0 };
        const retries = { ...none, [retryAfterMs === undefined ? 'backoff' : 'scheduled']: failures - 1 };
        const failure = { retryAfterMs };
        const decision = decideRetry(failure, false, { retry, maxWait: Infinity }, retries, Infinity, () => random);
        expect(decision.delay).toBe(
          retry.maxRetries === 0 || (retryAfterMs === undefined && failures > retry.maxRetries) ? undefined : delay,
        );
      },
    ),
    { numRuns: 3000 },
  );
});

it('retryDelay(): never exceeds maxDelay without retryAfterMs', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      rules,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, retry, random) => {
        expect(retryDelay(failures, undefined, retry, () => random)).toBeLessThanOrEqual(retry.maxDelay);
      },
    ),
    { numRuns: 3000 },
  );
});

const DATE = 'Sun, 06 Nov 1994 08:49:30 GMT';

it.each([
  ['seconds', '7'],
  ['an IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT'],
  ['an RFC 850 date', 'Sunday, 06-Nov-94 08:49:37 GMT'],
  ['an asctime date', 'Sun Nov  6 08:49:37 1994'],
])('Retry-After: waits for %s', async (_, value) => {
  const { api, server, waits } = await startApi([rateLimited({ date: DATE, 'retry-after': value }), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toEqual([{ operation: 'deleteClient', method: 'DELETE', delay: expect.any(Number), queued: 0 }]);
  expect(waits[0]?.delay).within(7000, 7700);
  expect(server.requests).toHaveLength(2);
});

it('Retry-After: wins over X-Ratelimit-Reset', async () => {
  const headers = { 'retry-after': '7', 'x-ratelimit-reset': '60000000000' };
  const { api, waits } = await startApi([rateLimited(headers), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).within(7000, 7700);
});

it('Retry-After: a date is relative to the local clock if the response has no Date', async () => {
  const retryAfter = new Date(Date.now() + 60_000).toUTCString();
  const { api, waits } = await startApi([
    (_, response) => {
      response.sendDate = false;
      response.writeHead(429, { 'retry-after': retryAfter }).end();
    },
    DONE,
  ]);
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).within(50_000, 61_000);
});

it.each([
  ['a date in the past', 'Sun, 06 Nov 1994 08:49:29 GMT'],
  ['the Date of the response', DATE],
  ['no seconds', '0'],
  ['a negative number', '-5'],
  ['words', 'soon'],
  ['an ISO date', '1994-11-06T08:49:37Z'],
  ['an impossible date', 'Sun, 99 Foo 1994 08:49:37 GMT'],
  ['nothing', ''],
])('Retry-After: backs off if it has %s', async (_, value) => {
  const { api, waits } = await startApi([rateLimited({ date: DATE, 'retry-after': value }), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(250, 500);
});

it.each(['-5', 'soon', ''])('Retry-After: X-Ratelimit-Reset counts if it is "%s"', async (value) => {
  const headers = { 'retry-after': value, 'x-ratelimit-reset': '6000000000' };
  const { api, waits } = await startApi([rateLimited(headers), DONE], { pacing: false });
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).within(6000, 7000);
});

it('Retry-After: a very long one rejects at once with retryAfter', async () => {
  const { api, server, waits } = await startApi([rateLimited({ 'retry-after': '99999999999' })]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'RateLimitError',
    status: 429,
    attempts: 1,
    retryAfter: 99_999_999_999_000,
  });
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

it.each([
  ['nanoseconds', '6000000000', 6000, 7000],
  ['seconds', '7', 7000, 8000],
  ['nanoseconds, however few', '512345', 1, 10],
])('X-Ratelimit-Reset: waits for %s', async (_, value, least, most) => {
  const { api, server, waits } = await startApi([rateLimited({ 'x-ratelimit-reset': value }), DONE], { pacing: false });
  await expect(api.deleteClient(CLIENT_ID).withResponse()).resolves.toMatchObject({ attempts: 2 });
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(least, most);
  expect(server.requests).toHaveLength(2);
});

it.each(['0', '-1', '1.5', 'soon', ''])('X-Ratelimit-Reset: backs off if it is "%s"', async (value) => {
  const { api, waits } = await startApi([rateLimited({ 'x-ratelimit-reset': value }), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(250, 500);
});

it('X-Ratelimit-Reset: sends nothing before the wait is over', async () => {
  const server = await startServer([rateLimited({ 'x-ratelimit-reset': '6000000000' }), DONE]);
  const began = defer<number>();
  const api = createApi({
    baseUrl: server.url,
    apiKey: 'key',
    pacing: false,
    onWait: ({ delay }) => began.resolve(delay),
  });
  const call = api.deleteClient(CLIENT_ID);

  const delay = Math.floor(await began.promise);
  expect(delay).within(6000, 7000);
  await letSocketsWork();
  await vi.advanceTimersByTimeAsync(delay - 1);
  await letSocketsWork();
  expect(server.requests).toHaveLength(1);

  await vi.advanceTimersByTimeAsync(1);
  await server.received(2);
  await call;
});
