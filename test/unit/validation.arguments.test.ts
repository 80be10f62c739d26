import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import {
  type CallOptions,
  type ClientManagementApi,
  ConfigurationError,
  InvalidRequestError,
  type OperationName,
} from '../../src/index.js';
import { createApi, startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, UPDATE_REQUEST } from '../support/calls.js';
import { rejectedIssues } from '../support/rejected-issues.js';
import { expectDocumentedEnd } from '../support/settled.js';
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
  expect(new Set(BAD_IDS.map(([, id]) => id)).size).toBeGreaterThan(20);
});

it.each([CLIENT_ID, CLIENT_ID.toUpperCase(), '00000000-0000-0000-0000-000000000000'])(
  'clientId: takes %s, and sends it in lower case',
  async (id) => {
    const { api, server } = await startApi([DONE]);
    await api.deleteClient(id);
    expect(server.requests.map(({ url }) => url)).toEqual([`/api/2.0/clients/${id.toLowerCase()}`]);
  },
);

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const anything = fc.oneof(
  fc.jsonValue(),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
);
const anyId = fc.oneof(
  anything,
  fc.uuid(),
  fc.string().map((text) => CLIENT_ID + text),
  fc.constantFrom('.', '..', 'tenant'),
);
const anyOptions = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: anything },
  {
    weight: 2,
    arbitrary: fc.record(
      { validate: fc.oneof(fc.boolean(), anything), retry: fc.oneof(fc.constant(false), anything) },
      { requiredKeys: [] },
    ),
  },
);

const TAKE_ID = ['updateClient', 'changeActivation', 'deleteClient', 'regenerateSecret', 'revokeUserClient'] as const;
const TAKE_BODY: readonly string[] = ['createClient', 'updateClient', 'changeActivation'];

/** Calls a method with arguments of whatever kind. */
function callWith(api: ClientManagementApi, operation: keyof ClientManagementApi, args: unknown[]): Promise<unknown> {
  return Reflect.apply(api[operation], api, args);
}

it('InvalidRequestError and ConfigurationError: any arguments are sent as a legal request, or rejected', async () => {
  const operations = fc.constantFrom(...ALL_OPERATIONS);
  await fc.assert(
    fc.asyncProperty(operations, anyId, anything, anyOptions, async (called, id, body, options) => {
      const { operation, success } = called;
      const requests: Request[] = [];
      const api = createApi({
        baseUrl: 'https://portal.example.com/prefix',
        apiKey: 'key',
        fetch: async (input) => {
          requests.push(input as Request);
          return new Response(success.body ?? null, { status: success.status });
        },
      });
      const args = [
        ...((TAKE_ID as readonly string[]).includes(operation) ? [id] : []),
        ...(TAKE_BODY.includes(operation) ? [body] : []),
        options as CallOptions,
      ];
      const [result] = await Promise.allSettled([callWith(api, operation, args)]);
      expectDocumentedEnd(called, result);
      if (result.status === 'rejected') {
        expect(result.reason).toSatisfy(
          (error) => error instanceof InvalidRequestError || error instanceof ConfigurationError,
        );
        expect(requests).toEqual([]);
      } else {
        expect(requests).toHaveLength(1);
        const [, sentId] =
          /^https:\/\/portal\.example\.com\/prefix\/api\/2\.0\/clients(?:\/([^/]+))?/.exec(requests[0]?.url ?? '') ??
          [];
        expect(operation === 'createClient' ? sentId === undefined : UUID.test(sentId ?? '')).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
});

it('clientId: any value that is no UUID is rejected, and nothing is sent', async () => {
  const fetch = vi.fn();
  const api = createApi({ apiKey: 'key', fetch });
  const noId = anyId.filter((id) => typeof id !== 'string' || !UUID.test(id));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...TAKE_ID), noId, fc.boolean(), async (operation, id, validate) => {
      const body = operation === 'updateClient' || operation === 'changeActivation' ? [{}] : [];
      const options = validate ? {} : { validate };
      await expect(callWith(api, operation, [id, ...body, options])).rejects.toMatchObject({
        name: 'InvalidRequestError',
        operation,
        issues: [{ path: 'clientId' }],
      });
    }),
    { numRuns: 1000 },
  );
  expect(fetch).not.toHaveBeenCalled();
});

it.each([
  ['a BigInt', 10n],
  ['a function', () => 1],
  ['a symbol', Symbol('limit')],
  ['NaN', Number.NaN],
])('InvalidRequestError: names the parameter of a page that is %s', async (_, limit) => {
  const { api, server } = await startApi([]);
  const query = { limit: limit as number };
  const expected = { name: 'InvalidRequestError', issues: [{ path: 'limit' }] };
  await expect(api.getClients(query)).rejects.toMatchObject(expected);
  await expect(api.listClients(query)[Symbol.asyncIterator]().next()).rejects.toMatchObject(expected);
  expect(server.connections()).toBe(0);
});
