import { PEERS } from '../peers/index.js';
import { atLeast, atMost, type Report, round, table } from '../report.js';
import { type Bulk, bulk, LEAST_SECONDS, limitedBulk } from '../support/bulk.js';
import type { LimiterRules } from '../support/limited-server.js';

const BUCKET: LimiterRules = { capacity: 10, interval: 100, states: 'next' };

// As the service keeps them, but 60 times as fast; that of the community edition 6 times.
const LIMITERS: Readonly<Record<string, LimiterRules>> = {
  '3.2 and later: a 429 states when the next token comes': BUCKET,
  '3.0 and 3.1: a 429 states when the bucket is full': { ...BUCKET, states: 'full' },
  'community: 100 tokens': { ...BUCKET, capacity: 100 },
  'no headers on successes': { ...BUCKET, silent: true },
};

// Creates more than the bucket holds.
const MORE = 90;

// The others give up at the first 429.
const RETRYING = ['this SDK', 'ky', 'axios', 'openai', 'octokit', 'p-retry'];

/** What became of the same creates with each client. */
interface Limited {
  readonly limiter: string;
  readonly cells: readonly string[];
  /** Of this SDK. */
  readonly ratio: number;
}

/** A hundred creates at once against the limit of the service. */
export default async function measureBulk(): Promise<Report> {
  const ours = await bulk('this SDK');
  // They sleep most of the time, so they can run at the same time.
  const others = Object.keys(PEERS).filter((name) => name !== 'this SDK');
  const results = await Promise.all(others.map(async (name) => [name, await bulk(name)] as const));
  const limiters: Limited[] = [];
  for (const [limiter, rules] of Object.entries(LIMITERS)) {
    // One limiter after the other, so that few processes run at the same time.
    limiters.push(await measureLimiter(limiter, rules));
  }
  return {
    markdown: [
      '## A hundred creates at once',
      `The emulated service runs 60 times as fast as the real one: it accepts ten creates at once and then ten a second. No client can finish in less than ${LEAST_SECONDS} s. A client that can retry does so up to ten times, and is stopped after 60 s. The waits that the service asks for are 60 times shorter too; the delays that a client chooses itself are not. Counts and times are absolute. "× least" is the ratio to ${LEAST_SECONDS} s.`,
      table(
        ['client', 'succeeded', 'requests', 'rate limited', 'seconds', '× least'],
        [['this SDK', ours] as const, ...results].map(([name, result]) => row(name, result)),
      ),
      '### On each limiter',
      `${MORE} creates more than the bucket holds, by the clients that try again. "× least" is the ratio to the time in which the tokens come; in brackets the requests that met a 429.`,
      table(
        ['limiter', ...RETRYING],
        limiters.map(({ limiter, cells }) => [limiter, ...cells]),
      ),
    ].join('\n\n'),
    criteria: [
      atLeast('bulk: succeeded of 100', ours.succeeded, 100),
      atMost('bulk: rate limited', ours.stats.rateLimited, 4),
      atMost('bulk: time over the least', ours.seconds / LEAST_SECONDS, 1.05, ' ×'),
      ...limiters.map(({ limiter, ratio }) => atMost(`bulk, ${limiter}: time over the least`, ratio, 1.25, ' ×')),
    ],
  };
}

async function measureLimiter(limiter: string, rules: LimiterRules): Promise<Limited> {
  const count = rules.capacity + MORE;
  const least = (MORE * rules.interval) / 1000;
  const results = await Promise.all(RETRYING.map((name) => limitedBulk(name, rules, count)));
  const ratios = results.map(({ succeeded, seconds }) => (succeeded === count ? seconds / least : Infinity));
  const cells = results.map(({ succeeded, stats }, index) => {
    const ratio = ratios[index] ?? Infinity;
    return `${ratio < Infinity ? `${round(ratio)} ×` : `${succeeded} of ${count}`} (${stats.rateLimited})`;
  });
  return { limiter, cells, ratio: ratios[0] ?? Infinity };
}

function row(name: string, { succeeded, stats, seconds }: Bulk): (string | number)[] {
  const ratio = succeeded === 100 ? seconds / LEAST_SECONDS : '–';
  return [name, `${succeeded}`, `${stats.received}`, `${stats.rateLimited}`, seconds, ratio];
}
