import { PEERS } from '../peers/index.js';
import { atLeast, atMost, type Report, table } from '../report.js';
import { type Bulk, bulk, LEAST_SECONDS } from '../support/bulk.js';

/** A hundred creates at once against the limit of the service. */
export default async function measureBulk(): Promise<Report> {
  const ours = await bulk('this SDK');
  // They sleep most of the time, so they can run at the same time.
  const others = Object.keys(PEERS).filter((name) => name !== 'this SDK');
  const results = await Promise.all(others.map(async (name) => [name, await bulk(name)] as const));
  return {
    markdown: [
      '## A hundred creates at once',
      `The emulated service runs 60 times as fast as the real one: it accepts ten creates at once and then ten a second. No client can finish in less than ${LEAST_SECONDS} s. A client that can retry does so up to ten times, and is stopped after 60 s. The waits that the service asks for are 60 times shorter too; the delays that a client chooses itself are not. Counts and times are absolute. "× least" is the ratio to ${LEAST_SECONDS} s.`,
      table(
        ['client', 'succeeded', 'requests', 'rate limited', 'seconds', '× least'],
        [['this SDK', ours] as const, ...results].map(([name, result]) => row(name, result)),
      ),
    ].join('\n\n'),
    criteria: [
      atLeast('bulk: succeeded of 100', ours.succeeded, 100),
      atMost('bulk: rate limited', ours.stats.rateLimited, 4),
      atMost('bulk: time over the least', ours.seconds / LEAST_SECONDS, 1.05, ' ×'),
    ],
  };
}

function row(name: string, { succeeded, stats, seconds }: Bulk): (string | number)[] {
  const ratio = succeeded === 100 ? seconds / LEAST_SECONDS : '–';
  return [name, `${succeeded}`, `${stats.received}`, `${stats.rateLimited}`, seconds, ratio];
}
