import { describe, expect, it } from 'vitest';
import { decideRetry, type Failure, type Retries, type RetryRules, retryDelay } from '../../src/retry.js';

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
      bound: expect.stringContaining('maxRetries'),
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
  expect(decide(failure, {}, { ...RULES, maxRetries: 0 })).toEqual({ bound: 'retry is off' });
});
