import { PEERS } from '../peers/index.js';
import { atLeast, type Criterion, type Report, table } from '../report.js';
import { programPath, startServer } from '../support/process.js';
import { throughputRows, throughputs } from '../support/ratios.js';

/** Requests per second against a server in another process that answers at once. */
export default async function measureLoopback(): Promise<Report> {
  await using server = await startServer(programPath('support/plain-server.ts'));
  const baseUrl = server.url;
  const generated = PEERS['generated client alone']({ baseUrl });
  const again = PEERS['generated client alone']({ baseUrl });
  const sdk = PEERS['this SDK']({ baseUrl });
  const sections: string[] = [];
  const criteria: Criterion[] = [];
  for (const inFlight of [1, 64]) {
    for (const operation of ['create', 'remove'] as const) {
      const ratios = await throughputs(
        {
          'generated client alone': () => generated[operation](),
          'this SDK': () => sdk[operation](),
          'generated client again (control)': () => again[operation](),
        },
        { inFlight },
      );
      const what = `${operation === 'create' ? 'createClient' : 'deleteClient'}, ${inFlight} in flight`;
      const rows = throughputRows(ratios);
      sections.push(table([what, 'ratio', 'requests per second', 'µs CPU'], rows));
      criteria.push(
        atLeast(`requests per second over the generated client's, ${what}`, ratios['this SDK']?.ratio ?? 0, 0.95, ' ×'),
      );
    }
  }
  return {
    markdown: [
      '## Requests per second over loopback',
      'The quickest third of sixty short rounds that take turns. Ratios to the first side in the same run; requests per second and CPU time of a request are absolute.',
      ...sections,
    ].join('\n\n'),
    criteria,
  };
}
