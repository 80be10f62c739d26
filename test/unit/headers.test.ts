import { Headers as UndiciHeaders } from 'undici';
import { describe, expect, it } from 'vitest';
import type { CallOptions, ClientManagementOptions } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { BODY_CASES } from '../support/body-case.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATED } from '../support/calls.js';
import { DONE } from '../support/steps.js';

type Fields = Readonly<Record<string, string>>;

/** What the server received of one header. */
async function sent(name: string, ofObject: object, ...ofCalls: object[]): Promise<(string | undefined)[]> {
  const calls = ofCalls.length > 0 ? ofCalls : [{}];
  const { api, server } = await startApi(
    calls.map(() => DONE),
    { headers: ofObject } as ClientManagementOptions,
  );
  for (const headers of calls) {
    await api.deleteClient(CLIENT_ID, { headers } as CallOptions);
  }
  return server.requests.map(({ headers }) => headers[name] as string | undefined);
}

const FORMS: [string, (headers: Fields) => object][] = [
  ['a record', (headers) => headers],
  ['a Headers', (headers) => new Headers(headers)],
  ["a Headers of undici's package", (headers) => new UndiciHeaders(headers)],
  ['a record without a prototype', (headers) => Object.assign(Object.create(null), headers)],
];

it.each(FORMS)('headers: %s replaces a default, in any case', async (_, form) => {
  for (const name of ['accept', 'Accept', 'ACCEPT']) {
    expect(await sent('accept', form({ [name]: 'text/plain' }))).toEqual(['text/plain']);
    expect(await sent('accept', {}, form({ [name]: 'text/plain' }))).toEqual(['text/plain']);
  }
});

const SPELLINGS = [
  ['Accept', 'accept'],
  ['accept', 'Accept'],
  ['ACCEPT', 'Accept'],
  ['accept', 'accept'],
  ['X-Trace', 'x-trace'],
  ['x-trace', 'X-TRACE'],
] as const;
const PAIRS = FORMS.flatMap(([first, ofObject]) =>
  FORMS.map(([second, ofCall]) => ({ first, ofObject, second, ofCall })),
);

describe.each(PAIRS)('headers of the API object in $first, of the call in $second', ({ ofObject, ofCall }) => {
  it.each(SPELLINGS)('are sent as the call sets them: %s, then %s', async (first, second) => {
    const values = await sent(first.toLowerCase(), ofObject({ [first]: 'a' }), ofCall({ [second]: 'b' }), {});
    expect(values).toEqual(['b', 'a']);
  });

  it('are sent together if their names differ', async () => {
    const { api, server } = await startApi([DONE], {
      headers: ofObject({ 'X-Object': 'object' }),
    } as ClientManagementOptions);
    await api.deleteClient(CLIENT_ID, { headers: ofCall({ 'X-Call': 'call' }) } as CallOptions);
    expect(server.requests[0]?.headers).toMatchObject({
      'x-object': 'object',
      'x-call': 'call',
      accept: 'application/json',
    });
  });
});

describe('headers: of two names in one record that differ only in case', () => {
  it.each([
    [{ 'X-Trace': 'a', 'x-trace': 'b' }, 'x-trace'],
    [{ accept: 'a', Accept: 'b' }, 'accept'],
    [{ Accept: 'a', accept: 'b' }, 'accept'],
  ])('the later wins: %j', async (headers, name) => {
    expect(await sent(name, headers)).toEqual(['b']);
    expect(await sent(name, {}, headers)).toEqual(['b']);
  });

  it('neither wins over the call', async () => {
    expect(await sent('x-trace', { 'X-Trace': 'a', 'x-trace': 'b' }, { 'X-Trace': 'c' })).toEqual(['c']);
    expect(await sent('x-trace', { 'X-Trace': 'a', 'x-trace': 'b' }, { 'x-trace': 'c' })).toEqual(['c']);
  });
});

it.each([
  [
    'a record',
    { 'x-trace': 'a' } as Record<string, string>,
    (headers: object) => Object.assign(headers, { 'x-trace': 'b' }),
  ],
  ['a Headers', new Headers({ 'x-trace': 'a' }), (headers: object) => (headers as Headers).set('x-trace', 'b')],
])('headers: are read by the constructor: %s', async (_, headers, change) => {
  const { api, server } = await startApi([DONE], { headers } as ClientManagementOptions);
  change(headers);
  await api.deleteClient(CLIENT_ID);
  expect(server.requests[0]?.headers['x-trace']).toBe('a');
});

it('headers: a Headers may hold two values of one name', async () => {
  const headers = new Headers({ 'x-trace': 'a' });
  headers.append('X-Trace', 'b');
  expect(await sent('x-trace', {}, headers)).toEqual(['a, b']);
});

describe.each(BODY_CASES)('headers: content-type of $operation', ({ operation, legal, run }) => {
  const success = operation === 'createClient' ? CREATED : DONE;
  const TYPE = 'application/json; charset=utf-8';

  async function contentType(ofObject: object, ofCall: object): Promise<string | undefined> {
    const { api, server } = await startApi([success], { headers: ofObject } as ClientManagementOptions);
    await run(api, legal, { headers: ofCall } as CallOptions);
    return server.requests[0]?.headers['content-type'];
  }

  it('is application/json by default', async () => {
    expect(await contentType({}, {})).toBe('application/json');
  });

  it.each(['content-type', 'Content-Type', 'CONTENT-TYPE'])('is what the user sets as %s', async (name) => {
    for (const [, form] of FORMS) {
      expect(await contentType(form({ [name]: TYPE }), {})).toBe(TYPE);
      expect(await contentType({}, form({ [name]: TYPE }))).toBe(TYPE);
    }
  });

  it.each([
    ['content-type', 'Content-Type'],
    ['Content-Type', 'content-type'],
    ['CONTENT-TYPE', 'Content-Type'],
  ])('is that of the call if the API object sets %s and the call %s', async (first, second) => {
    for (const [, form] of FORMS) {
      expect(await contentType(form({ [first]: 'application/json; a=b' }), form({ [second]: TYPE }))).toBe(TYPE);
    }
  });
});

describe('headers: content-type of an operation without a body', () => {
  const BODILESS = ALL_OPERATIONS.filter((item) => !BODY_CASES.some(({ operation }) => operation === item.operation));

  it.each(BODILESS.flatMap((item) => FORMS.map(([form, make]) => ({ ...item, form, make }))))(
    'is not sent with $operation, from $form',
    async ({ run, success, make }) => {
      const { api, server } = await startApi([success, success], {
        headers: make({ 'Content-Type': 'application/json' }),
      } as ClientManagementOptions);
      await run(api);
      await run(api, { headers: make({ 'content-type': 'text/plain' }) } as CallOptions);
      for (const { headers } of server.requests) {
        expect(headers).not.toHaveProperty('content-type');
      }
    },
  );
});
