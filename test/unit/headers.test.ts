import { Headers as UndiciHeaders } from 'undici';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CallOptions, type ClientManagementOptions, ConfigurationError } from '../../src/index.js';
import { createApi, startApi } from '../support/api.js';
import { BODY_CASES } from '../support/body-case.js';
import { ALL_OPERATIONS, CLIENT, CLIENT_ID, CREATE_REQUEST, CREATED, json } from '../support/calls.js';
import { DONE } from '../support/steps.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

const VALUES: Readonly<Record<string, string>> = {
  connection: 'close',
  'content-length': '5',
  expect: '100-continue',
  'keep-alive': 'timeout=5',
  'proxy-connection': 'keep-alive',
  te: 'trailers',
  trailer: 'x-checksum',
  'transfer-encoding': 'chunked',
  upgrade: 'h2c',
};

function capitalized(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

const FORBIDDEN: [string, string][] = Object.entries(VALUES).flatMap(([name, value]) =>
  [name, capitalized(name), name.toUpperCase()].map((spelling): [string, string] => [spelling, value]),
);

const RECORD_OR_HEADERS: [string, (headers: Record<string, string>) => object][] = [
  ['a record', (headers) => headers],
  ['a Headers', (headers) => new Headers(headers)],
];

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.each(RECORD_OR_HEADERS)('headers in %s', (_, form) => {
  it.each(FORBIDDEN)('of the API object must not set %s: %s', (name, value) => {
    const headers = form({ 'x-fine': 'a', [name]: value });
    const error = thrownBy(() => createApi({ apiKey: 'key', headers } as ClientManagementOptions));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ attempts: 0, mayHaveRun: false });
    expect((error as Error).message).toMatch(/\bheaders\b/);
    expect((error as Error).message.toLowerCase()).toMatch(new RegExp(`\\b${name.toLowerCase()}\\b`));
  });

  it.each(FORBIDDEN)('of a call must not set %s: %s', async (name, value) => {
    const apiKey = vi.fn(() => 'key');
    const { api, server } = await startApi([], { apiKey });
    const headers = form({ 'x-fine': 'a', [name]: value });
    for (const { operation, run } of ALL_OPERATIONS) {
      const error: unknown = await run(api, { headers } as CallOptions).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ operation, attempts: 0, mayHaveRun: false });
      expect((error as Error).message).toMatch(/\bheaders\b/);
      expect((error as Error).message.toLowerCase()).toMatch(new RegExp(`\\b${name.toLowerCase()}\\b`));
    }
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.connections()).toBe(0);
  });

  it.each([
    'x-connection',
    'connection-id',
    'x-content-length',
    'expect-ct',
    'x-te',
    'upgrade-insecure-requests',
    'via',
    'user-agent',
    'cache-control',
    'traceparent',
  ])('may set %s', async (name) => {
    const { api, server } = await startApi([DONE, DONE], {
      headers: form({ [name]: 'object' }),
    } as ClientManagementOptions);
    await api.deleteClient(CLIENT_ID);
    await api.deleteClient(CLIENT_ID, { headers: form({ [capitalized(name)]: 'call' }) } as CallOptions);
    expect(server.requests.map(({ headers }) => headers[name])).toEqual(['object', 'call']);
  });
});

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

describe.each<[string, Pick<ClientManagementOptions, 'fetch'>]>([
  ["the platform's fetch", {}],
  ['a fetch of the user', { fetch: (...parts) => fetch(...parts) }],
])('headers sent by %s', (_, options) => {
  it('are those of the API object and of the call, in any case; the call wins', async () => {
    const { api, server } = await startApi([DONE], {
      ...options,
      headers: { 'X-Api': 'api', 'X-Both': 'api', Accept: 'text/plain' },
    });
    await api.deleteClient(CLIENT_ID, { headers: { 'x-both': 'call', 'x-call': 'call' } });
    expect(server.requests[0]?.headers).toMatchObject({
      'x-api': 'api',
      'x-both': 'call',
      'x-call': 'call',
      accept: 'text/plain',
    });
  });

  it('may extend the content-type of a body', async () => {
    const { api, server } = await startApi([json(201, CLIENT)], options);
    const type = 'application/json; charset=utf-8';
    await api.createClient(CREATE_REQUEST, { headers: { 'content-type': type } });
    expect(server.requests[0]?.headers['content-type']).toBe(type);
  });

  it('have no content-type without a body', async () => {
    const { api, server } = await startApi([DONE], { ...options, headers: { 'Content-Type': 'application/json' } });
    await api.deleteClient(CLIENT_ID);
    expect(Object.keys(server.requests[0]?.headers ?? {})).not.toContain('content-type');
  });

  it('have a cookie of the user beside the key', async () => {
    const { api, server } = await startApi([DONE], { ...options, apiKey: 'key', headers: { Cookie: 'route=a' } });
    await api.deleteClient(CLIENT_ID);
    expect(server.requests[0]?.headers.cookie).toBe('route=a; asc_auth_key=key');
  });
});

it('headers: a value that is not Latin-1 is rejected even if Headers takes it, as in workerd', () => {
  class WorkerdHeaders extends Headers {
    constructor(_: unknown) {
      super();
    }
  }
  vi.stubGlobal('Headers', WorkerdHeaders);
  const connect = (value: string): unknown => createApi({ apiKey: 'key', headers: { 'x-name': value } });
  expect(() => connect('Ж')).toThrow(ConfigurationError);
  connect('é');
});
