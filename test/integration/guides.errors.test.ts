import { expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { ClientManagementApi } from '../../src/index.js';
import { isRetriedStatus, mayHaveRunAfter } from '../../src/retry.js';
import { statusRow } from '../../src/statuses.js';
import { quoted, rowsAfter, textOf } from '../support/pages.js';

const GATEWAYS = rowsAfter('docs/errors.md', 'Gateways').flatMap(([statuses = '', name = '', mayHaveRun = '']) =>
  statuses.split(', ').map((status) => ({ status: Number(status), name: quoted(name)[0], mayHaveRun })),
);

it('docs/errors.md: the table of gateways says what the SDK makes of each status', () => {
  expect(GATEWAYS.length).toBeGreaterThan(10);
  for (const { status, name, mayHaveRun } of GATEWAYS) {
    expect([name, mayHaveRun, isRetriedStatus(status)], `${status}`).toEqual([
      statusRow(status).Class.name,
      `\`${mayHaveRunAfter(status)}\``,
      false,
    ]);
  }
});

it('docs/errors.md: the table of gateways has every status that is an exception from its class', () => {
  const named = new Set(GATEWAYS.map(({ status }) => status));
  for (let status = 400; status < 600; status += 1) {
    const isException = isRetriedStatus(status) ? false : mayHaveRunAfter(status) !== status >= 500;
    expect(isException && !named.has(status), `${status}`).toBe(false);
  }
});

it('docs/errors.md: operation is that of the call that failed, also for lists and modifyClient', async () => {
  const emulator = await createEmulator({ limits: 'raised' });
  onTestFinished(() => emulator.close());
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: emulator.signIn('admin') });
  const [client] = emulator.seed([{ name: 'Reporting' }]);
  const modify = (): Promise<unknown> => api.modifyClient(client.client_id, { name: 'Reporting 2' });
  const list = (): Promise<unknown> => api.listClients()[Symbol.asyncIterator]().next();
  for (const [call, operation] of [
    [list, 'getClients'],
    [modify, 'getClient'],
    [modify, 'updateClient'],
  ] as const) {
    emulator.respondWith(operation, { status: 403 });
    await expect(call()).rejects.toMatchObject({ operation, message: expect.stringMatching(`^${operation}\\b`) });
  }
  const [, row = ''] = textOf('docs/errors.md').match(/^\| `operation` \|(.*)\|$/m) ?? [];
  expect(quoted(row)).toEqual(['getClients', 'modifyClient', 'getClient', 'updateClient', 'undefined']);
});
