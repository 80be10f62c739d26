import { describe, expect, it, vi } from 'vitest';
import { type Edition, REAL_LIMITS } from '../../emulator/limits.js';
import type { ServiceVersion } from '../../emulator/versions.js';
import type { WaitInfo } from '../../src/index.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { useFakeClock } from '../support/fake-time.js';
import {
  type BucketRules,
  bucketLimiter,
  bucketOf,
  type Figures,
  type Limiter,
  play,
  type Scene,
  type Verdict,
} from '../support/limiters.js';
import { range } from '../support/pacer-queue.js';

// Each seed is a run of its own.
vi.setConfig({ testTimeout: 30_000 });

useFakeClock();

// Versions whose limiters differ, and the buckets for creates of these and of the community edition.
const [OLDEST, OLD, NEW] = ['3.0', '3.1', '3.7'] as const;
const BUCKETS: [string, BucketRules][] = [
  ...[OLDEST, OLD, NEW].map((version): [string, BucketRules] => [version, creates(version)]),
  ['3.7, community', creates(NEW, 'community')],
];
const SEEDS = [1, 2, 3];
const FIVE_SEEDS = [1, 2, 3, 4, 5];

function creates(version: ServiceVersion, edition: Edition = 'standalone'): BucketRules {
  return bucketOf(version, REAL_LIMITS[edition].POST);
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** Plays a scene with each seed. All calls have to succeed. */
async function playSeeds(scene: () => Scene, seeds: readonly number[] = SEEDS): Promise<Figures[]> {
  const runs: Figures[] = [];
  for (const seed of seeds) {
    const figures = await play({ ...scene(), seed });
    expect(figures.errors).toEqual([]);
    runs.push(figures);
  }
  return runs;
}

/** When the last call ended, in ms. */
function end({ ends }: Figures): number {
  return Math.max(...ends);
}

describe.each(BUCKETS)('Pacer on the limiter of %s', (_, rules) => {
  // The first tokens are there, so with a bucket of 10 these are 40, 11, 13 and 17 creates.
  it.each([
    [30, 1.05, 4],
    [1, 1.25, 4],
    [3, 1.25, 4],
    [7, 1.25, 4],
  ])(
    'sends %i creates more than the bucket holds in %d times the least, with %i refused',
    async (more, ratio, most) => {
      const calls = rules.capacity + more;
      for (const figures of await playSeeds(() => ({ limiter: bucketLimiter(rules), calls }))) {
        expect(end(figures)).toBeLessThanOrEqual(ratio * more * rules.interval);
        expect(figures.refused.length).toBeLessThanOrEqual(most);
      }
    },
  );

  // With a bucket of 10 each makes 20 creates.
  it.each([
    [2, 30],
    [5, 90],
  ])('shares it among %i processes', async (processes, more) => {
    const calls = (rules.capacity + more) / processes;
    const runs = await playSeeds(() => ({ limiter: bucketLimiter(rules), calls, processes }), FIVE_SEEDS);
    expect(median(runs.map(end))).toBeLessThanOrEqual(1.25 * more * rules.interval);
    // No process knows of the others before a 429, so the first burst on a large bucket has all of `more` as 429 already.
    const most = (rules.capacity > 10 ? 2 : 1.5) * more;
    expect(median(runs.map(({ refused }) => refused.length))).toBeLessThanOrEqual(most);
  });
});

describe.each([OLD, NEW])('Pacer on the limiter of %s', (version) => {
  const rules = creates(version);

  it('has the real rate of a bucket that another user has drained', async () => {
    for (const calls of [11, 20]) {
      const runs = await playSeeds(() => {
        const limiter = bucketLimiter(rules);
        drain(limiter);
        return { limiter, calls };
      });
      for (const figures of runs) {
        expect(end(figures)).toBeLessThanOrEqual(1.05 * calls * rules.interval);
        expect(figures.refused.length).toBeLessThanOrEqual(4);
      }
    }
  });

  it('has what another user of the address leaves, who takes every second token', async () => {
    const runs = await playSeeds(() => {
      const limiter = bucketLimiter(rules);
      const events = range(0, 59).map((token) => ({
        at: 2000 + token * 2 * rules.interval,
        run: () => limiter('POST'),
      }));
      return { limiter, calls: 40, events };
    });
    expect(median(runs.map(end))).toBeLessThanOrEqual(1.25 * 60 * rules.interval);
    expect(median(runs.map(({ refused }) => refused.length))).toBeLessThanOrEqual(20);
  });

  it.each([
    ['1 a minute', { capacity: 1, interval: 60_000 }, 30, 60_000 + 9 * 60_000],
    ['1000 a second', { capacity: 1000, interval: 1 }, 120, 60_000],
  ])('adapts to a limit that an administrator changes to %s', async (_, later, calls, least) => {
    const runs = await playSeeds(() => changing(rules, { ...later, states: rules.states }, 60_000, calls));
    for (const figures of runs) {
      expect(end(figures)).within(least, 1.25 * least);
      expect(figures.refused.length).toBeLessThanOrEqual(6);
    }
  });

  it('adapts to a limit that an administrator changes from 1 a minute to 10', async () => {
    const slow: BucketRules = { capacity: 1, interval: 60_000, states: rules.states };
    // Four on the old limit, ten at once on the new one, and seven more.
    for (const figures of await playSeeds(() => changing(slow, rules, 240_000, 4 + 10 + 7))) {
      expect(end(figures)).toBeLessThanOrEqual(240_000 + 1.25 * 7 * 6000);
      expect(figures.refused.length).toBeLessThanOrEqual(8);
    }
  });

  it('keeps POST and DELETE apart, whose capacities and rates differ', async () => {
    const ends = { POST: 0, DELETE: 0 };
    const buckets: Record<string, Limiter> = {
      POST: bucketLimiter(rules),
      DELETE: bucketLimiter(bucketOf(version, REAL_LIMITS.standalone.DELETE)),
    };
    const figures = await play({
      limiter: (method) => buckets[method]?.(method) ?? expect.fail(method),
      calls: 70,
      call: async (api, index) => {
        const method = index % 2 ? 'POST' : 'DELETE';
        await (method === 'POST' ? api.createClient(CREATE_REQUEST) : api.deleteClient(CLIENT_ID));
        ends[method] = performance.now();
      },
    });
    expect(figures.errors).toEqual([]);
    expect(ends.POST).toBeLessThanOrEqual(1.05 * 25 * 6000);
    expect(ends.DELETE).toBeLessThanOrEqual(1.05 * 20 * 4000);
    expect(figures.refused.length).toBeLessThanOrEqual(8);
  });
});

describe('Pacer on a limiter without headers on successes', () => {
  const rules: BucketRules = { capacity: 10, interval: 100, states: 'next' };
  const without =
    (limiter: Limiter, headersOf429: (headers: Verdict['headers']) => Verdict['headers']): Limiter =>
    (method) => {
      const { accepted, headers } = limiter(method);
      return { accepted, headers: accepted ? {} : headersOf429(headers) };
    };

  it.each<[string, BucketRules, (headers: Verdict['headers']) => Verdict['headers']]>([
    ['the time until the next token', rules, (headers) => headers],
    ['the time until the bucket is full', { ...rules, states: 'full' }, (headers) => headers],
    ['a Retry-After in whole seconds', rules, () => ({ 'retry-after': '1' })],
    ['no time', rules, () => ({})],
  ])('meets at most 15 of its 429, which state %s', async (_, bucket, headersOf429) => {
    for (const figures of await playSeeds(() => ({
      limiter: without(bucketLimiter(bucket), headersOf429),
      calls: 40,
    }))) {
      expect(figures.refused.length).toBeLessThanOrEqual(15);
      // Thirty tokens, and for whole seconds one of these.
      expect(end(figures)).toBeLessThanOrEqual(1.4 * 30 * rules.interval);
    }
  });

  it('opens within 15 times the mean latency of 30 ms if there is no limit at all', async () => {
    const limiter: Limiter = () => ({ accepted: true, headers: {} });
    for (const figures of await playSeeds(() => ({ limiter, calls: 300 }))) {
      expect(end(figures)).toBeLessThanOrEqual(15 * 30);
    }
  });

  it('speeds up when the limit is gone', async () => {
    const runs = await playSeeds(() => {
      let limiter = without(bucketLimiter(rules), (headers) => headers);
      const open = (): void => {
        limiter = () => ({ accepted: true, headers: {} });
      };
      return { limiter: (method) => limiter(method), calls: 200, events: [{ at: 2000, run: open }] };
    });
    for (const figures of runs) {
      // At a call each 100 ms it would take 19 s.
      expect(end(figures)).toBeLessThanOrEqual(15_000);
    }
  });

  it('opens again after the pause of a gateway', async () => {
    const runs = await playSeeds(() => {
      let closed = true;
      const limiter: Limiter = () =>
        closed ? { accepted: false, headers: { 'retry-after': '10' } } : { accepted: true, headers: {} };
      return { limiter, calls: 100, events: [{ at: 5000, run: () => (closed = false) }] };
    });
    for (const figures of runs) {
      expect(end(figures)).within(10_000, 12_000);
      expect(figures.refused).toHaveLength(2);
    }
  });
});

describe('Pacer after a 429 of the service-wide limiter', () => {
  // It rejects every third request and takes no token. 3.0 states when the bucket is full; later versions 0.
  it.each(['0', '6000000000'])('learns nothing from it, with a Reset of %s', async (reset) => {
    let requests = 0;
    let remaining = 100;
    const limiter: Limiter = () => {
      const accepted = ++requests % 3 > 0;
      remaining -= accepted ? 1 : 0;
      return {
        accepted,
        headers: { 'x-ratelimit-remaining': `${remaining}`, 'x-ratelimit-reset': accepted ? '0' : reset },
      };
    };
    const waits: number[] = [];
    const options = { onWait: ({ delay, queued }: WaitInfo) => waits.push(delay, queued) };
    const figures = await play({ limiter, calls: 8, options });
    expect(figures.errors).toEqual([]);
    // Eight calls, of which three were rejected once and one of these twice: a backoff each, and no other call waits.
    expect(figures.refused.length).toBeGreaterThanOrEqual(3);
    expect(waits).toHaveLength(2 * figures.refused.length);
    expect(waits.filter((_, index) => index % 2 === 0).every((delay) => delay >= 250 && delay <= 1000)).toBe(true);
    expect(waits.filter((_, index) => index % 2 === 1).every((queued) => queued === 0)).toBe(true);
    expect(figures.accepted.filter((at) => at < 250).length).toBeGreaterThanOrEqual(5);
  });

  it('keeps the pace of the bucket', async () => {
    const rules = creates(OLDEST);
    const runs = await playSeeds(() => {
      const bucket = bucketLimiter(rules);
      let requests = 0;
      const rejected = {
        accepted: false,
        headers: { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '18000000000' },
      };
      return { limiter: (method) => (++requests % 9 === 0 ? rejected : bucket(method)), calls: 40 };
    });
    for (const figures of runs) {
      expect(end(figures)).toBeLessThanOrEqual(1.05 * 30 * rules.interval);
      expect(figures.refused.length).toBeLessThanOrEqual(4 + 6);
    }
  });
});

function drain(limiter: Limiter): void {
  while (limiter('POST').accepted);
}

/** Calls on a bucket whose rules change `at` ms from the start. */
function changing(before: BucketRules, after: BucketRules, at: number, calls: number): Scene {
  let limiter = bucketLimiter(before);
  const change = (): void => {
    limiter = bucketLimiter(after);
  };
  return { limiter: (method) => limiter(method), calls, events: [{ at, run: change }] };
}
