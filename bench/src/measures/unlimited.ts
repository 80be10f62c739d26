import { ClientManagementApi } from '../../../dist/index.js';
import { atLeast, type Report, table } from '../report.js';
import { startEmulator } from '../support/emulator.js';
import { throughputRows, throughputs } from '../support/ratios.js';
import { API_KEY, CREATE_REQUEST } from '../support/request.js';

/** What pacing costs where the service tells of no limit. */
export default async function measureUnlimited(): Promise<Report> {
  await using emulator = await startEmulator({ limits: false });
  const options = { baseUrl: emulator.url, apiKey: API_KEY };
  const unpaced = new ClientManagementApi({ ...options, pacing: false });
  const paced = new ClientManagementApi(options);
  const again = new ClientManagementApi({ ...options, pacing: false });
  const ratios = await throughputs(
    {
      'pacing: false': () => unpaced.createClient(CREATE_REQUEST),
      'with pacing': () => paced.createClient(CREATE_REQUEST),
      'pacing: false, again (control)': () => again.createClient(CREATE_REQUEST),
    },
    { inFlight: 16 },
  );
  return {
    markdown: [
      '## A service that tells of no limit',
      'createClient, 16 in flight: the quickest third of sixty short rounds that take turns. Ratios to the first side in the same run; requests per second and CPU time of a request are absolute.',
      table(['this SDK', 'ratio', 'requests per second', 'µs CPU'], throughputRows(ratios)),
    ].join('\n\n'),
    criteria: [
      atLeast('requests per second with pacing over those without', ratios['with pacing']?.ratio ?? 0, 0.97, ' ×'),
    ],
  };
}
