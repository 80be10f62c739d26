import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type ApiPromise,
  type CallOptions,
  ClientManagementApi,
  type ClientManagementOptions,
  type ClientResponse,
  ConfigurationError,
  InvalidRequestError,
  type WaitInfo,
} from '../../src/index.js';
import { createApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT, CLIENT_ID, CREATE_REQUEST, CREATED, clientId, json } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { jwt } from '../support/jwt.js';
import { recordingLogger } from '../support/logger.js';
import { HOLDERS } from '../support/option-holders.js';
import { createWithFetch, type OwnFetchApi } from '../support/own-fetch.js';
import { whilePolluted, whilePollutedSync } from '../support/pollution.js';
import { type CannedResponse, type Handler, type Step, startServer, type TestServer } from '../support/server.js';
import { DONE, rateLimited, repeat, silent, unavailable } from '../support/steps.js';

useFakeTime();

beforeEach(() => {
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
  vi.stubEnv('DOCSPACE_BASE_URL', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

type Members = Readonly<Record<string, unknown>>;
type Hold = (members: Members) => object;

/** Lets 20 s pass at most until a call is settled. */
async function settle(call: Promise<unknown>): Promise<PromiseSettledResult<unknown> | undefined> {
  let result: PromiseSettledResult<unknown> | undefined;
  Promise.allSettled([call]).then(([settled]) => {
    result = settled;
  });
  for (let round = 0; round < 20 && !result; round++) {
    await letSocketsWork();
    await vi.advanceTimersByTimeAsync(1000);
  }
  return result;
}

interface Scene {
  api: ClientManagementApi;
  server: TestServer;
  /** What a call takes. */
  options: CallOptions;
}

/** For a server that takes the key as the cookie. Not by `createApi`, which copies its options. */
function toCookieServer({ url }: TestServer): ClientManagementOptions {
  return { baseUrl: url, apiKey: 'key', securityScheme: 'asc_auth_key' };
}

type Arrange = (hold: Hold, script: Handler | readonly Step[], members: Members) => Promise<Scene>;

const OWNERS: [string, Arrange][] = [
  [
    'the constructor',
    async (hold, script, members) => {
      const server = await startServer(script);
      const options = hold({ ...toCookieServer(server), ...members }) as ClientManagementOptions;
      return { api: new ClientManagementApi(options), server, options: {} };
    },
  ],
  [
    'a call',
    async (hold, script, members) => {
      const server = await startServer(script);
      const api = createApi({ baseUrl: server.url, apiKey: 'key' });
      return { api, server, options: hold(members) as CallOptions };
    },
  ],
];

describe.each(HOLDERS)('options as %s', (_, hold) => {
  describe.each(OWNERS)('are read by %s', (_, arrange) => {
    it('timeout', async () => {
      const { api, options } = await arrange(hold, [silent], { timeout: 50 });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    });

    it('maxWait', async () => {
      const script = [rateLimited({ 'retry-after': '3' }), DONE];
      const { api, server, options } = await arrange(hold, script, { maxWait: 1000 });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'RateLimitError', attempts: 1 } });
      expect(server.requests).toHaveLength(1);
    });

    it('retry: false', async () => {
      const { api, options } = await arrange(hold, [unavailable(), DONE], { retry: false });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ServiceUnavailableError', attempts: 1 } });
    });

    it('retry and its members', async () => {
      const retry = hold({ maxRetries: 2, initialDelay: 100, maxDelay: 100 });
      const { api, server, options } = await arrange(hold, repeat(9, unavailable()), { retry });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ServiceUnavailableError', attempts: 3 } });
      expect(server.requests).toHaveLength(3);
    });

    it('retry as a plain object', async () => {
      const retry = { maxRetries: 1 };
      const { api, options } = await arrange(hold, repeat(9, unavailable()), { retry });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { attempts: 2 } });
    });

    it('validate: false', async () => {
      const { api, options } = await arrange(hold, [CREATED], { validate: false });
      const result = await settle(api.createClient({ ...CREATE_REQUEST, name: '' }, options));
      expect(result).toEqual({ status: 'fulfilled', value: CLIENT });
    });

    it('validate and its members', async () => {
      const validate = hold({ request: false, response: true });
      const { api, options } = await arrange(hold, [json(201, { ...CLIENT, name: 5 })], { validate });
      const result = await settle(api.createClient({ ...CREATE_REQUEST, name: '' }, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ResponseValidationError' } });
    });

    it('headers', async () => {
      const { api, server, options } = await arrange(hold, [DONE], { headers: { 'x-trace': 'a' } });
      await settle(api.deleteClient(CLIENT_ID, options));
      expect(server.requests[0]?.headers['x-trace']).toBe('a');
    });

    it('a wrong one, which is rejected', async () => {
      for (const members of [{ timeout: 'soon' }, { retry: 5 }, { retry: hold({ maxRetries: -1 }) }]) {
        const [name = ''] = Object.keys(members);
        const error: unknown = await arrange(hold, [], members)
          .then(({ api, options }) => api.deleteClient(CLIENT_ID, options))
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(ConfigurationError);
        expect((error as Error).message).toContain(name);
      }
    });
  });

  it('are read by a call: signal', async () => {
    const reason = new Error('changed my mind');
    const server = await startServer([]);
    const api = createApi({ baseUrl: server.url, apiKey: 'key' });
    const call = api.deleteClient(CLIENT_ID, hold({ signal: AbortSignal.abort(reason) }) as CallOptions);
    await expect(call).rejects.toBe(reason);
    expect(server.connections()).toBe(0);
  });

  describe('are read by the constructor alone', () => {
    async function create(script: Handler | readonly Step[], members: Members): Promise<Scene> {
      const server = await startServer(script);
      const options = hold({ ...toCookieServer(server), ...members }) as ClientManagementOptions;
      return { api: new ClientManagementApi(options), server, options: {} };
    }

    it('baseUrl and apiKey', async () => {
      const { api, server } = await create([DONE], { apiKey: () => 'key' });
      await api.deleteClient(CLIENT_ID);
      expect(server.requests).toHaveLength(1);
    });

    it('allowInsecureConnection', () => {
      const members = { baseUrl: 'http://portal.example.com', apiKey: 'key' };
      const make = (more: Members): ClientManagementApi =>
        new ClientManagementApi(hold({ ...members, ...more }) as ClientManagementOptions);
      expect(() => make({})).toThrow(ConfigurationError);
      expect(() => make({ allowInsecureConnection: false })).toThrow(ConfigurationError);
      expect(make({ allowInsecureConnection: true })).toBeInstanceOf(ClientManagementApi);
    });

    it('credentials', async () => {
      const requests: Request[] = [];
      const fetch = async (request: Request): Promise<Response> => {
        requests.push(request);
        return new Response();
      };
      const { api } = await create([], { apiKey: undefined, credentials: 'include', fetch });
      await api.deleteClient(CLIENT_ID);
      expect(requests.at(-1)?.credentials).toBe('include');
      expect(requests.at(-1)?.headers.has('cookie')).toBe(false);
    });

    it('pacing', async () => {
      const { api, server } = await create(silent, { pacing: false });
      const controller = new AbortController();
      const { signal } = controller;
      const calls = Promise.allSettled(
        Array.from({ length: 9 }, (_, index) => api.deleteClient(clientId(index), { signal })),
      );
      await letSocketsWork();
      await letSocketsWork();
      controller.abort();
      await calls;
      expect(server.requests).toHaveLength(9);
    });

    it('onWait', async () => {
      const waits: WaitInfo[] = [];
      const { api } = await create([unavailable(), DONE], { onWait: (wait: WaitInfo) => waits.push(wait) });
      await settle(api.deleteClient(CLIENT_ID));
      expect(waits).toHaveLength(1);
    });

    it('maxResponseBytes', async () => {
      const { api } = await create([CREATED], { maxResponseBytes: 5 });
      await expect(api.createClient(CREATE_REQUEST)).rejects.toThrow(/maxResponseBytes/);
    });

    it('fetch', async () => {
      const fetch = vi.fn(async () => new Response());
      const { api, server } = await create([], { fetch });
      await api.deleteClient(CLIENT_ID);
      expect(fetch).toHaveBeenCalled();
      expect(server.connections()).toBe(0);
    });

    it('logger and logLevel', async () => {
      const { logger, lines } = recordingLogger();
      const { api } = await create([DONE], { logger, logLevel: 'debug' });
      await api.deleteClient(CLIENT_ID);
      expect(lines.join()).toContain('deleteClient');
    });
  });
});

it('unknown option: is rejected beside the getters of a class', () => {
  class Options {
    get apiKey(): string {
      return 'key';
    }
    timeOut = 5;
  }
  expect(() => new ClientManagementApi(new Options() as ClientManagementOptions)).toThrow(/timeOut.*timeout/);
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
  ['credentials', 'omit'],
  ['securityScheme', 'evil'],
  ['x-signature', 'evil'],
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
  ['status', 500],
  ['ok', true],
  ['text', 'evil'],
  ['jwt', 'evil'],
  ['key', 'evil'],
  ['life', 1],
  ['exp', 1],
  ['iat', 1],
  ['polluted', 'evil'],
];

type Respond = (request: Request) => Promise<Response | undefined>;

const isToken = ({ url }: Request): boolean => url.endsWith('/security/oauth2/token');

/** A portal that is unavailable once. Made before the pollution, which Response itself would read. */
function unavailableOnce(): Respond {
  const success = json(201, { ...CLIENT, name: 5 });
  const token = json(200, { response: jwt({ user: 'user' }) });
  const make = ({ status, headers, body }: CannedResponse): Response =>
    new Response(String(body), { status, headers: { ...headers } });
  const tokens = [make(token), make(token)];
  const responses = [new Response(null, { status: 503 }), make(success)];
  return async (request) => (isToken(request) ? tokens : responses).shift();
}

interface Setup {
  readonly options: () => ClientManagementOptions;
  readonly create: (api: ClientManagementApi) => ApiPromise<ClientResponse>;
}

const SETUPS: [string, Setup][] = [
  [
    'not set',
    {
      options: () => ({ baseUrl: BASE_URL, securityScheme: 'asc_auth_key' }),
      create: (api) => api.createClient(CREATE_REQUEST),
    },
  ],
  [
    'not set in objects that are',
    {
      options: () => ({
        baseUrl: BASE_URL,
        securityScheme: 'asc_auth_key',
        retry: {},
        validate: {},
        headers: {},
      }),
      create: (api) => api.createClient(CREATE_REQUEST, { retry: {}, validate: {}, headers: {} }),
    },
  ],
  [
    'not set, beside a signature',
    {
      options: () => ({ baseUrl: BASE_URL, securityScheme: undefined }),
      create: (api) => api.createClient(CREATE_REQUEST),
    },
  ],
];

function expectUnpolluted({ requests, waits }: OwnFetchApi, { securityScheme }: ClientManagementOptions): void {
  const bySignature = securityScheme === undefined;
  expect(requests.filter(isToken)).toHaveLength(bySignature ? 1 : 0);
  const operations = requests.filter((request) => !isToken(request));
  expect(operations).toHaveLength(2);
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(250, 500);
  for (const request of requests) {
    const { url, method, credentials, headers } = request;
    expect(url.slice(0, BASE_URL.length)).toBe(BASE_URL);
    expect({ method, credentials }).toEqual({ method: isToken(request) ? 'GET' : 'POST', credentials: 'same-origin' });
    expect(headers.get('accept')).toBe('application/json');
    expect(headers.get('content-type')).toBe(isToken(request) ? null : 'application/json');
    expect(headers.get('authorization')).toBe(isToken(request) ? 'Bearer key' : null);
    expect(JSON.stringify([...headers])).not.toContain('evil');
  }
  for (const { url, headers } of operations) {
    expect(url).toBe(`${BASE_URL}/api/2.0/clients`);
    expect(headers.get('cookie')).toBe(bySignature ? null : 'asc_auth_key=key');
    expect(headers.get('x-signature')).toBe(bySignature ? jwt({ user: 'user' }) : null);
  }
}

// Node's Request itself takes `credentials` from Object.prototype.
const AT_CALLS = POLLUTION.filter(([name]) => name !== 'credentials');

describe.each(SETUPS)('Object.prototype: an option that is %s', (_, { options, create }) => {
  it.each(POLLUTION)('is not read from it by the constructor: %s %o', async (name, value) => {
    const respond = unavailableOnce();
    const portal = whilePollutedSync(name, value, () => createWithFetch(respond, options()));
    await expect(create(portal.api)).resolves.toEqual({ ...CLIENT, name: 5 });
    expectUnpolluted(portal, options());
  });

  it.each(AT_CALLS)('is not read from it when a call starts: %s %o', async (name, value) => {
    const portal = createWithFetch(unavailableOnce(), options());
    const call = whilePollutedSync(name, value, () => create(portal.api));
    await expect(call).resolves.toEqual({ ...CLIENT, name: 5 });
    expectUnpolluted(portal, options());
  });
});

describe.each<[string, ClientManagementOptions]>([
  ['the cookie', { baseUrl: BASE_URL, securityScheme: 'asc_auth_key' }],
  ['a signature', { baseUrl: BASE_URL, securityScheme: undefined }],
])('Object.prototype: an option beside %s', (_, options) => {
  it.each(AT_CALLS)('is not read from it while a call runs: %s %o', async (name, value) => {
    const portal = createWithFetch(unavailableOnce(), options);
    const data = await whilePolluted(name, value, () => portal.api.createClient(CREATE_REQUEST));
    expect(data).toEqual({ ...CLIENT, name: 5 });
    expectUnpolluted(portal, options);
  });
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
