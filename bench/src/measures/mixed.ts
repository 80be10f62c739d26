import { ClientManagementApi } from '../../../dist/index.js';
import { atLeast, atMost, type Report, table } from '../report.js';
import { readStats, startRemoteEmulator } from '../support/remote-emulator.js';
import { API_KEY, CREATE_REQUEST } from '../support/request.js';
import { settle } from '../support/settle.js';

const EACH = 60;
// POST: ten at once, fifty more at ten a second. The others: fifteen at once, 45 more at fifteen a second.
const LEAST_SECONDS = 5;

/** Creates, updates, activations and deletes at once: each method has a bucket of its own. */
export default async function measureMixed(): Promise<Report> {
  await using emulator = await startRemoteEmulator();
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: API_KEY });
  const { client_id: id } = await api.createClient(CREATE_REQUEST);
  // The buckets fill up again.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const before = await readStats(emulator.url);
  const { succeeded, seconds } = await settle(
    Array.from({ length: EACH }).flatMap(() => [
      api.createClient(CREATE_REQUEST),
      api.updateClient(id, { ...CREATE_REQUEST, is_public: false }),
      api.changeActivation(id, { status: true }),
      api.revokeUserClient(id),
    ]),
    60_000,
  );
  const after = await readStats(emulator.url);
  const refused = after.refused - before.refused;
  const ratio = seconds / LEAST_SECONDS;
  const received = after.received - before.received;
  return {
    markdown: [
      `## ${EACH} creates, updates, activations and revocations at once`,
      `Of this SDK. Nobody can do it in less than ${LEAST_SECONDS} s; "× least" is the ratio to that, the rest is absolute.`,
      table(
        ['succeeded', 'requests', 'refused', 'seconds', '× least'],
        [[`${succeeded}`, `${received}`, `${refused}`, seconds, ratio]],
      ),
    ].join('\n\n'),
    criteria: [
      atLeast(`mix: succeeded of ${EACH * 4}`, succeeded, EACH * 4),
      atMost('mix: refused, four methods', refused, 16),
      atMost('mix: time over the least', ratio, 1.05, ' ×'),
    ],
  };
}
