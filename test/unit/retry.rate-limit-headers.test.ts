import { describe, expect, it } from 'vitest';
import { parseRemaining, parseWait } from '../../src/retry.js';

const SENT = 'Sun, 06 Nov 1994 08:49:30 GMT';
const IN_7_S = 'Sun, 06 Nov 1994 08:49:37 GMT';
const DAYS_AGO = 'Wed, 02 Nov 1994 08:49:37 GMT';

type Pairs = readonly (readonly [name: 'retry-after' | 'x-ratelimit-reset' | 'x-ratelimit-remaining', value: string])[];

/** Headers as `fetch` joins those that were sent twice. */
function headersOf(pairs: Pairs): Headers {
  const headers = new Headers({ date: SENT });
  for (const [name, value] of pairs) {
    headers.append(name, value);
  }
  return headers;
}

describe('parseWait() of a 429 with', () => {
  it.each<[string, Pairs, number | undefined, boolean]>([
    ['Retry-After', [['retry-after', '3']], 3000, false],
    [
      'Retry-After twice',
      [
        ['retry-after', '3'],
        ['retry-after', '3'],
      ],
      3000,
      false,
    ],
    [
      'two Retry-After',
      [
        ['retry-after', '3'],
        ['retry-after', '5'],
      ],
      5000,
      false,
    ],
    ['Retry-After with spaces', [['retry-after', '  3  ']], 3000, false],
    ['a fraction', [['retry-after', '0.25']], 250, false],
    ['a date', [['retry-after', IN_7_S]], 7000, false],
    [
      'a date and seconds',
      [
        ['retry-after', IN_7_S],
        ['retry-after', '9'],
      ],
      9000,
      false,
    ],
    ['an absurd Retry-After', [['retry-after', '9'.repeat(400)]], 1e15, false],
    [
      'Retry-After before Reset',
      [
        ['retry-after', '3'],
        ['x-ratelimit-reset', '60000000000'],
      ],
      3000,
      false,
    ],
    ['a negative Retry-After', [['retry-after', '-3']], undefined, false],
    ['a date in the past', [['retry-after', DAYS_AGO]], undefined, false],
    ['an ISO date', [['retry-after', '1994-11-06T08:49:37Z']], undefined, false],
    ['a word', [['retry-after', 'soon']], undefined, false],
    [
      'a word, and Reset',
      [
        ['retry-after', 'soon'],
        ['x-ratelimit-reset', '6000000000'],
      ],
      6000,
      true,
    ],
    [
      'a negative Retry-After, and Reset',
      [
        ['retry-after', '-3'],
        ['x-ratelimit-reset', '6000000000'],
      ],
      6000,
      true,
    ],
    ['Reset in ns', [['x-ratelimit-reset', '6000000000']], 6000, true],
    ['Reset in s', [['x-ratelimit-reset', '6']], 6000, true],
    [
      'Reset twice',
      [
        ['x-ratelimit-reset', '6000000000'],
        ['x-ratelimit-reset', '6000000000'],
      ],
      6000,
      true,
    ],
    [
      'two Resets',
      [
        ['x-ratelimit-reset', '6000000000'],
        ['x-ratelimit-reset', '9000000000'],
      ],
      9000,
      true,
    ],
    ['Reset with spaces', [['x-ratelimit-reset', ' 6000000000 ']], 6000, true],
    ['an absurd Reset', [['x-ratelimit-reset', '9'.repeat(400)]], 1e15, true],
    ['a Reset of 0', [['x-ratelimit-reset', '0']], undefined, false],
    ['a negative Reset', [['x-ratelimit-reset', '-6000000000']], undefined, false],
    ['a Reset with a fraction', [['x-ratelimit-reset', '1.5']], undefined, false],
    ['a Reset that is a date', [['x-ratelimit-reset', IN_7_S]], undefined, false],
    [
      'an empty bucket',
      [
        ['x-ratelimit-remaining', '0'],
        ['x-ratelimit-reset', '6000000000'],
      ],
      6000,
      true,
    ],
    [
      'one count of two 0',
      [
        ['x-ratelimit-remaining', '4'],
        ['x-ratelimit-remaining', '0'],
        ['x-ratelimit-reset', '6'],
      ],
      6000,
      true,
    ],
    [
      'a bucket with tokens',
      [
        ['x-ratelimit-remaining', '41'],
        ['x-ratelimit-reset', '6000000000'],
      ],
      undefined,
      false,
    ],
    [
      'tokens, and Retry-After',
      [
        ['x-ratelimit-remaining', '41'],
        ['retry-after', '3'],
      ],
      3000,
      false,
    ],
    [
      'a negative count',
      [
        ['x-ratelimit-remaining', '-1'],
        ['x-ratelimit-reset', '6000000000'],
      ],
      6000,
      true,
    ],
    ['nothing', [], undefined, false],
  ])('%s', (_, pairs, wait, ofBucket) => {
    const headers = headersOf(pairs);
    expect(parseWait(429, headers, Date.now())).toEqual(wait && { ms: wait, isForBucket: ofBucket });
  });

  it('a Reset, but of a 503', () => {
    const headers = headersOf([['x-ratelimit-reset', '6000000000']]);
    expect(parseWait(503, headers, Date.now())).toBeUndefined();
  });

  it('a Reset of the token endpoint, which is that of another limiter', () => {
    const byTokenEndpoint = true;
    const reset = headersOf([['x-ratelimit-reset', '6000000000']]);
    expect(parseWait(429, reset, Date.now(), byTokenEndpoint)).toBeUndefined();
    const both = headersOf([
      ['x-ratelimit-reset', '6000000000'],
      ['retry-after', '3'],
    ]);
    expect(parseWait(429, both, Date.now(), byTokenEndpoint)).toEqual({ ms: 3000, isForBucket: false });
  });
});

describe('parseRemaining()', () => {
  it.each<[string, readonly string[], number | undefined]>([
    ['sent once', ['9'], 9],
    ['sent twice', ['9', '9'], 9],
    ['sent with two counts', ['9', '4'], 4],
    ['with spaces', ['  9 '], 9],
    ['0', ['0'], 0],
    ['a fraction', ['1.5'], undefined],
    ['negative', ['-1'], undefined],
    ['a date', [IN_7_S], undefined],
    ['a word', ['many'], undefined],
    ['a word and a count', ['many', '4'], 4],
    ['absurd', ['9'.repeat(400)], Infinity],
    ['empty', [''], undefined],
  ])('%s', (_, values, expected) => {
    expect(parseRemaining(headersOf(values.map((value) => ['x-ratelimit-remaining', value])))).toBe(expected);
  });
});
