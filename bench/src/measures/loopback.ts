import { atLeast, type Criterion, type Report, table } from '../report.js';
import { programPath, startServer } from '../support/process.js';
import { METHOD, throughputRows, throughputs } from '../support/ratios.js';

/** Requests per second against a server in another process that responds at once. */
export default async function measureLoopback(): Promise<Report> {
  await using server = await startServer(programPath('support/plain-server.ts'));
  const sections: string[] = [];
  const criteria: Criterion[] = [];
  for (const inFlight of [1, 64]) {
    for (const operation of ['create', 'remove'] as const) {
      const work = { operation, baseUrl: server.url, inFlight };
      const sides = await throughputs(['generated client alone', 'this SDK'], work);
      const what = `${operation === 'create' ? 'createClient' : 'deleteClient'}, ${inFlight} in flight`;
      sections.push(table([what, 'ratio', 'requests per second', 'µs CPU'], throughputRows(sides)));
      criteria.push(
        atLeast(`requests per second over the generated client's, ${what}`, sides[1]?.ratio ?? 0, 0.95, ' ×'),
      );
    }
  }
  return {
    markdown: ['## Requests per second over loopback', METHOD, ...sections].join('\n\n'),
    criteria,
  };
}
