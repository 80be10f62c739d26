import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ApiPromise,
  ClientManagementApi,
  type ClientManagementOptions,
  type ClientResponse,
  ConfigurationError,
  InvalidRequestError,
} from '../../src/index.js';
import { ALL_OPERATIONS, CLIENT, CLIENT_ID, CREATE_REQUEST, json } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { createWithFetch, type OwnFetchApi } from '../support/own-fetch.js';
import { whilePolluted, whilePollutedSync } from '../support/pollution.js';

useFakeTime();

beforeEach(() => {
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
  vi.stubEnv('DOCSPACE_BASE_URL', undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const BASE_URL = 'https://portal.example.com';

function evil(): never {
  throw new Error('a function from Object.prototype was called');
}

/** What each option is polluted with: it would change the calls below, or end them. */
const POLLUTION: [string, unknown][] = [
  ['baseUrl', 'https://evil.example.com'],
  ['apiKey', 'evil-key'],
  ['apiKey', evil],
  ['credentials', 'include'],
  ['fetch', evil],
  ['timeout', 1],
  ['timeout', 'soon'],
  ['maxWait', 0],
  ['retry', false],
  ['retry', 'never'],
  ['maxRetries', 0],
  ['initialDelay', 600_000],
  ['headers', { 'x-evil': 'evil', accept: 'evil' }],
  ['headers', 'evil'],
  ['accept', 'evil'],
  ['cookie', 'evil=1'],
  ['content-type', 'text/evil'],
  ['validate', { request: false, response: true }],
  ['response', true],
  ['pacing', 'evil'],
  ['onWait', evil],
  ['maxResponseBytes', 1],
  ['logger', { debug: evil, info: evil, warn: evil, error: evil }],
  ['logLevel', 'evil'],
  ['signal', AbortSignal.abort(new Error('evil'))],
  ['method', 'DELETE'],
  ['url', '/evil'],
  ['path', { clientId: 'evil' }],
  ['query', { evil: 1 }],
  ['client', evil],
  ['meta', 'evil'],
  ['security', [{ name: 'evil', in: 'query' }]],
  ['mode', 'no-cors'],
  ['cache', 'force-cache'],
  ['polluted', 'evil'],
];

type Respond = (request: Request, count: number) => Promise<Response | undefined>;

/** A portal that is unavailable once. Made before the pollution, which Response itself would read. */
function unavailableOnce(): Respond {
  const success = json(201, { ...CLIENT, name: 5 });
  const responses = [
    new Response(null, { status: 503 }),
    new Response(String(success.body), { status: success.status, headers: { ...success.headers } }),
  ];
  return (_, count) => Promise.resolve(responses[count - 1]);
}

interface Setup {
  readonly options: () => ClientManagementOptions;
  readonly create: (api: ClientManagementApi) => ApiPromise<ClientResponse>;
}

const SETUPS: [string, Setup][] = [
  [
    'not set',
    {
      options: () => ({ baseUrl: BASE_URL }),
      create: (api) => api.createClient(CREATE_REQUEST),
    },
  ],
  [
    'not set in objects that are',
    {
      options: () => ({ baseUrl: BASE_URL, retry: {}, validate: {}, headers: {} }),
      create: (api) => api.createClient(CREATE_REQUEST, { retry: {}, validate: {}, headers: {} }),
    },
  ],
];

function expectUnpolluted({ requests, waits }: OwnFetchApi): void {
  expect(requests).toHaveLength(2);
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(250, 500);
  for (const { url, method, credentials, headers } of requests) {
    expect(url).toBe(`${BASE_URL}/api/2.0/clients`);
    expect({ method, credentials }).toEqual({ method: 'POST', credentials: 'same-origin' });
    expect(headers.get('accept')).toBe('application/json');
    expect(headers.get('content-type')).toBe('application/json');
    expect(JSON.stringify([...headers])).not.toContain('evil');
  }
}

// Node's Request itself takes `credentials` from Object.prototype.
const AT_CALLS = POLLUTION.filter(([name]) => name !== 'credentials');

describe.each(SETUPS)('Object.prototype: an option that is %s', (_, { options, create }) => {
  it.each(POLLUTION)('is not read from it by the constructor: %s %o', async (name, value) => {
    const respond = unavailableOnce();
    const portal = whilePollutedSync(name, value, () => createWithFetch(respond, options()));
    await expect(create(portal.api)).resolves.toEqual({ ...CLIENT, name: 5 });
    expectUnpolluted(portal);
  });

  it.each(AT_CALLS)('is not read from it when a call starts: %s %o', async (name, value) => {
    const portal = createWithFetch(unavailableOnce(), options());
    const call = whilePollutedSync(name, value, () => create(portal.api));
    await expect(call).resolves.toEqual({ ...CLIENT, name: 5 });
    expectUnpolluted(portal);
  });
});

it.each(AT_CALLS)('Object.prototype: an option is not read from it while a call runs: %s %o', async (name, value) => {
  const portal = createWithFetch(unavailableOnce(), { baseUrl: BASE_URL });
  const data = await whilePolluted(name, value, () => portal.api.createClient(CREATE_REQUEST));
  expect(data).toEqual({ ...CLIENT, name: 5 });
  expectUnpolluted(portal);
});

it.each(ALL_OPERATIONS)('Object.prototype.body: $operation sends its own body', async (item) => {
  const sent = await Promise.all(
    [false, true].map(async (isPolluted) => {
      const { success } = item;
      const response = new Response(success.body?.toString() ?? null, { status: success.status });
      // The function lets the request start after the call has returned: Request itself reads the prototype.
      const { api, requests } = createWithFetch(() => Promise.resolve(response), { apiKey: async () => 'key' });
      const call = isPolluted
        ? whilePollutedSync('body', { name: 'evil' }, () => item.run(api, {}))
        : item.run(api, {});
      await expect(call).resolves.toEqual(item.data);
      const { headers, body } = requests[0] ?? {};
      return { type: headers?.get('content-type'), text: body && (await new Response(body).text()) };
    }),
  );
  expect(sent[1]).toEqual(sent[0]);
});

it('Object.prototype.apiKey: is no credential', () => {
  for (const key of ['evil-key', () => 'evil-key']) {
    expect(() => whilePollutedSync('apiKey', key, () => new ClientManagementApi({}))).toThrow(ConfigurationError);
    expect(() => whilePollutedSync('apiKey', key, () => new ClientManagementApi())).toThrow(ConfigurationError);
  }
});

it('Object.prototype.credentials: is no credential', () => {
  expect(() => whilePollutedSync('credentials', 'include', () => new ClientManagementApi({}))).toThrow(
    ConfigurationError,
  );
});

it('Object.prototype.baseUrl: is not the default', async () => {
  const fetch = vi.fn(async (request: Request) => new Response(request.url));
  const api = whilePollutedSync(
    'baseUrl',
    'https://evil.example.com',
    () => new ClientManagementApi({ apiKey: 'key', fetch: fetch as unknown as typeof globalThis.fetch }),
  );
  await api.deleteClient(CLIENT_ID).catch(() => {});
  expect(new URL(fetch.mock.lastCall?.[0].url ?? '').origin).toBe('http://localhost:8092');
});

it('Object.prototype.allowInsecureConnection: allows no http', () => {
  const options = { baseUrl: 'http://portal.example.com', apiKey: 'key' };
  expect(() => whilePollutedSync('allowInsecureConnection', true, () => new ClientManagementApi(options))).toThrow(
    ConfigurationError,
  );
});

it.each([
  ['validate', false],
  ['validate', { request: false }],
  ['request', false],
])('Object.prototype.%s, %o: does not end the check of requests', async (name, value) => {
  for (const options of [undefined, {}, { validate: {} }]) {
    const { api, requests } = createWithFetch(evil, options);
    const body = { ...CREATE_REQUEST, name: '' };
    await expect(whilePollutedSync(name, value, () => api.createClient(body, options))).rejects.toThrow(
      InvalidRequestError,
    );
    const polluted = whilePollutedSync(name, value, () => createWithFetch(evil, options));
    await expect(polluted.api.createClient(body, options)).rejects.toThrow(InvalidRequestError);
    expect([...requests, ...polluted.requests]).toEqual([]);
  }
});
