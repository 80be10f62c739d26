import { atLeast, type Report, table } from '../report.js';
import { METHOD, throughputRows, throughputs } from '../support/ratios.js';
import { startRemoteEmulator } from '../support/remote-emulator.js';

/** What pacing costs where the service tells of no limit. */
export default async function measureUnlimited(): Promise<Report> {
  await using emulator = await startRemoteEmulator({ limits: false });
  const work = { operation: 'create', baseUrl: emulator.url, inFlight: 16 } as const;
  const sides = await throughputs(['this SDK, pacing: false', 'this SDK'], work);
  return {
    markdown: [
      '## A service that tells of no limit',
      `createClient, 16 in flight. ${METHOD}`,
      table(['client', 'ratio', 'requests per second', 'µs CPU'], throughputRows(sides)),
    ].join('\n\n'),
    criteria: [atLeast('requests per second with pacing over those without', sides[1]?.ratio ?? 0, 0.97, ' ×')],
  };
}
