import { atLeast, atMost, type Criterion, type Report, table } from '../report.js';
import { bulk, LEAST_SECONDS } from '../support/bulk.js';

/** A hundred creates by processes that share a bucket and know nothing of each other. */
export default async function measureShared(): Promise<Report> {
  const rows: (string | number)[][] = [];
  const criteria: Criterion[] = [];
  for (const processes of [2, 4, 10]) {
    const { succeeded, stats, seconds } = await bulk('this SDK', processes);
    const ratio = seconds / LEAST_SECONDS;
    rows.push([`${processes}`, `${succeeded}`, `${stats.received}`, `${stats.rateLimited}`, seconds, ratio]);
    criteria.push(
      atLeast(`${processes} processes: succeeded of 100`, succeeded, 100),
      atMost(`${processes} processes: time over the least`, ratio, 1.25, ' ×'),
      atMost(`${processes} processes: rate limited requests per success`, stats.rateLimited / succeeded, 2),
    );
  }
  return {
    markdown: [
      '## A hundred creates by processes that share a bucket',
      `The processes use this SDK and know nothing of each other. Counts and times are absolute. "× least" is the ratio to ${LEAST_SECONDS} s.`,
      table(['processes', 'succeeded', 'requests', 'rate limited', 'seconds', '× least'], rows),
    ].join('\n\n'),
    criteria,
  };
}
