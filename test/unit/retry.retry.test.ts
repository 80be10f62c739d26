import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideRetry, parseRetryAfter, type Retries, type RetryRules, retryDelay } from '../../src/retry.js';
import { headerSoup } from '../support/arbitraries.js';

const NEW_YEAR = Date.parse('2026-01-01T00:00:00Z');

const rules: fc.Arbitrary<RetryRules> = fc.record({
  maxRetries: fc.double({ min: 0, max: 2 ** 31 - 1, noNaN: true }),
  initialDelay: fc.double({ min: 1, max: 2 ** 31 - 1, noNaN: true }),
  maxDelay: fc.double({ min: 1, max: 2 ** 31 - 1, noNaN: true }),
});

it('parseRetryAfter(): is undefined, or positive and finite, for any headers', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(200, 404, 429, 500, 503),
      headerSoup,
      fc.date({ noInvalidDate: true }),
      (status, headers, now) => {
        const retryAfterMs = parseRetryAfter(status, new Headers(headers), now.getTime());
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
        const retryAfterMs = parseRetryAfter(429, new Headers(headers), NEW_YEAR);
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
