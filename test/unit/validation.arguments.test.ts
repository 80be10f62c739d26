import { expect, it, vi } from 'vitest';
import type { CallOptions, ClientManagementApi, OperationName } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID, UPDATE_REQUEST } from '../support/calls.js';
import { rejectedIssues } from '../support/rejected-issues.js';
import { DONE } from '../support/steps.js';

const BAD_IDS: [string, unknown][] = [
  ['nothing', ''],
  ['a blank', ' '],
  ['blanks', '   '],
  ['a tab', '\t'],
  ['this folder', '.'],
  ['the folder above', '..'],
  ['an escaped folder above', '%2e%2e'],
  ['the folder above and the way back', `../clients/${CLIENT_ID}`],
  ['the route of the whole portal', 'tenant'],
  ['the route of the infos', 'info'],
  ['two segments', 'a/b'],
  ['a query', 'a?b'],
  ['a fragment', 'a#b'],
  ['an id and a slash', `${CLIENT_ID}/`],
  ['a slash and an id', `/${CLIENT_ID}`],
  ['an id and a backslash', `${CLIENT_ID}\\`],
  ['an id and a query', `${CLIENT_ID}?x`],
  ['an id and a fragment', `${CLIENT_ID}#x`],
  ['an id and a route', `${CLIENT_ID}/revoke`],
  ['an id with full-width digits', CLIENT_ID.replaceAll('1', '\uff11')],
  ['a carriage return', '\r'],
  ['a line feed', '\n'],
  ['a NUL', '\0'],
  ['an id and a line feed', `${CLIENT_ID}\n`],
  ['a line feed and an id', `\n${CLIENT_ID}`],
  ['an id and a NUL', `${CLIENT_ID}\0`],
  ['an id between blanks', ` ${CLIENT_ID} `],
  ['two ids', `${CLIENT_ID}${CLIENT_ID}`],
  ['two ids on two lines', `${CLIENT_ID}\n${CLIENT_ID}`],
  ['an id between braces', `{${CLIENT_ID}}`],
  ['a URN', `urn:uuid:${CLIENT_ID}`],
  ['an id without hyphens', CLIENT_ID.replaceAll('-', '')],
  ['an id that is cut short', CLIENT_ID.slice(0, -1)],
  ['undefined', undefined],
  ['null', null],
  ['0', 0],
  ['17', 17],
  ['17n', 17n],
  ['NaN', Number.NaN],
  ['true', true],
  ['a symbol', Symbol(CLIENT_ID)],
  ['a function', () => CLIENT_ID],
  ['an object', {}],
  ['an object that turns into an id', { toString: () => CLIENT_ID }],
  ['a String object', new String(CLIENT_ID)],
  ['an array that holds an id', [CLIENT_ID]],
  ['a promise of an id', Promise.resolve(CLIENT_ID)],
];

type Call = (api: ClientManagementApi, clientId: string, options: CallOptions) => Promise<unknown>;

const CALLS: [OperationName, Call][] = [
  ['updateClient', (api, id, options) => api.updateClient(id, UPDATE_REQUEST, options)],
  ['deleteClient', (api, id, options) => api.deleteClient(id, options)],
  ['changeActivation', (api, id, options) => api.changeActivation(id, { status: true }, options)],
  ['regenerateSecret', (api, id, options) => api.regenerateSecret(id, options)],
  ['revokeUserClient', (api, id, options) => api.revokeUserClient(id, options)],
];

it.each(BAD_IDS)('clientId: rejects %s, and sends nothing', async (_, id) => {
  const apiKey = vi.fn(() => 'key');
  const { api, server } = await startApi([], { apiKey });
  for (const [operation, call] of CALLS) {
    for (const validate of [undefined, false, { request: false }, { request: true }] as const) {
      const issues = await rejectedIssues(
        () => call(api, id as string, validate === undefined ? {} : { validate }),
        operation,
      );
      // The value itself may be a secret that was mixed up with it.
      const found = typeof id === 'string' ? `a string of ${id.length} characters` : typeof id;
      expect(issues).toEqual([{ path: 'clientId', message: `must be a UUID, not ${found}` }]);
    }
  }
  expect(apiKey).not.toHaveBeenCalled();
  expect(server.connections()).toBe(0);
});

it('clientId: the list of wrong ones has more than twenty', () => {
  console.log(`${BAD_IDS.length} bad ids x ${CALLS.length} operations x 4 settings`);
  expect(new Set(BAD_IDS.map(([, id]) => id)).size).toBeGreaterThan(20);
});

it.each([CLIENT_ID, CLIENT_ID.toUpperCase(), '00000000-0000-0000-0000-000000000000'])(
  'clientId: takes %s',
  async (id) => {
    const { api, server } = await startApi([DONE]);
    await api.deleteClient(id);
    expect(server.requests.map(({ url }) => url)).toEqual([`/api/2.0/clients/${id}`]);
  },
);
