import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideRetry, parseRetryAfter, type Retries, type RetryRules, retryDelay } from '../../src/retry.js';
import { headerSoup } from '../support/arbitraries.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');

const rules: fc.Arbitrary<RetryRules> = fc.record({
  maxRetries: fc.double({ min: 0, max: 2 ** 31 - 1, noNaN: true }),
  initialDelay: fc.double({ min: 1, max: 2 ** 31 - 1, noNaN: true }),
  maxDelay: fc.double({ min: 1, max: 2 ** 31 - 1, noNaN: true }),
});

it('reads any headers as no hint, or as a finite one that is positive', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(200, 404, 429, 500, 503),
      headerSoup,
      fc.date({ noInvalidDate: true }),
      (status, headers, now) => {
        const hint = parseRetryAfter(status, new Headers(headers), now.getTime());
        expect(hint === undefined || (Number.isFinite(hint) && hint > 0)).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

it('waits no shorter than any hint, and for a finite time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      headerSoup,
      rules,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (refusals, headers, retry, random) => {
        const hint = parseRetryAfter(429, new Headers(headers), NOW);
        const delay = retryDelay(refusals, hint, retry, () => random);
        expect(Number.isFinite(delay) && delay > 0 && delay >= (hint ?? 0)).toBe(true);
        const none: Retries = { scheduled: 0, backoff: 0, unsent: 0 };
        const retries = { ...none, [hint === undefined ? 'backoff' : 'scheduled']: refusals - 1 };
        const failure = { retryAfterMs: hint };
        const decision = decideRetry(failure, false, { retry, maxWait: Infinity }, retries, Infinity, () => random);
        expect(decision.delay).toBe(
          retry.maxRetries === 0 || (hint === undefined && refusals > retry.maxRetries) ? undefined : delay,
        );
      },
    ),
    { numRuns: 3000 },
  );
});

it('never doubles beyond maxDelay without a hint', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      rules,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (refusals, retry, random) => {
        expect(retryDelay(refusals, undefined, retry, () => random)).toBeLessThanOrEqual(retry.maxDelay);
      },
    ),
    { numRuns: 3000 },
  );
});
