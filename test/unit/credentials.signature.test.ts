import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ApiError,
  AuthenticationError,
  ClientManagementApi,
  type ClientManagementOptions,
  ConfigurationError,
  ConnectionError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServiceUnavailableError,
  TimeoutError,
  UnexpectedResponseError,
} from '../../src/index.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST, CREATING, clientId } from '../support/calls.js';
import { createPortal, type Portal } from '../support/portal.js';

const BASE_URL = 'https://portal.example.com';
const TOKEN_URL = `${BASE_URL}/api/2.0/security/oauth2/token`;
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({
    now: Date.UTC(2026, 10, 26),
    toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'],
  });
});
afterEach(() => {
  vi.useRealTimers();
});

function createApi(portal: Portal, options: ClientManagementOptions = {}): ClientManagementApi {
  return new ClientManagementApi({
    baseUrl: BASE_URL,
    apiKey: 'sk-key',
    fetch: portal.fetch,
    pacing: false,
    ...options,
  });
}

/** The result of a call, with its waits skipped. */
async function run<Value>(call: Promise<Value>): Promise<Value> {
  let over = false;
  const done = (): boolean => (over = true);
  call.then(done, done);
  for (let round = 0; !over && round < 5000; round++) {
    await setImmediate();
    if (round % 10 === 9) {
      await vi.advanceTimersToNextTimerAsync();
    }
  }
  return call;
}

function rejection(call: Promise<unknown>): Promise<unknown> {
  return run(
    call.then(
      () => expect.fail('it succeeded'),
      (error: unknown) => error,
    ),
  );
}

describe('apiKey, on a portal of 3.1 or later', () => {
  it.each(ALL_OPERATIONS)(
    '$operation sends a signature, requested with the key as a bearer token',
    async ({ run: call }) => {
      const portal = createPortal();
      await run(call(createApi(portal)));
      const [token, operation] = portal.requests;
      expect(portal.requests).toHaveLength(2);
      expect(token).toMatchObject({ method: 'GET', path: '/api/2.0/security/oauth2/token', body: '' });
      expect(token?.headers.get('authorization')).toBe('Bearer sk-key');
      expect(token?.headers.get('cookie')).toBeNull();
      expect(operation?.headers.get('x-signature')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(operation?.headers.get('authorization')).toBeNull();
      expect(operation?.headers.get('cookie')).toBeNull();
    },
  );

  it('requests one signature for 100 calls at once', async () => {
    const portal = createPortal();
    const api = createApi(portal);
    await run(Promise.all(Array.from({ length: 100 }, (_, index) => api.deleteClient(clientId(index)))));
    expect(portal.tokenRequests).toHaveLength(1);
    expect(portal.operations).toHaveLength(100);
  });

  it('looks the signature up when a request is sent, not when the call starts', async () => {
    const portal = createPortal();
    const api = createApi(portal, { pacing: true });
    let waited = false;
    portal.onOperation = () => {
      if (!waited) {
        waited = true;
        return new Response(null, { status: 503, headers: { 'retry-after': '400' } });
      }
      return undefined;
    };
    const { attempts } = await run(api.deleteClient(CLIENT_ID).withResponse());
    expect(attempts).toBe(2);
    expect(portal.tokenRequests).toHaveLength(2);
    expect(portal.operations).toHaveLength(2);
  });

  it('keeps the identity of 20 users apart over 1000 calls of one object', async () => {
    const portal = createPortal();
    const users = new AsyncLocalStorage<string>();
    const seen: [string | undefined, string][] = [];
    portal.onOperation = async (request, user) => {
      await setImmediate();
      seen.push([request.headers.get('x-caller') ?? undefined, user]);
      return undefined;
    };
    const api = createApi(portal, {
      apiKey: async () => {
        await setImmediate();
        return `sk-${users.getStore()}`;
      },
    });
    await run(
      Promise.all(
        Array.from({ length: 1000 }, (_, index) => {
          const user = `user-${(index * 7) % 20}`;
          return users.run(user, () => api.deleteClient(clientId(index), { headers: { 'x-caller': `sk-${user}` } }));
        }),
      ),
    );
    expect(seen).toHaveLength(1000);
    expect(seen.filter(([caller, user]) => caller !== user)).toEqual([]);
    expect(portal.tokenRequests).toHaveLength(20);
  });

  it('calls the apiKey function in the context of its call, for each attempt', async () => {
    const portal = createPortal();
    const storage = new AsyncLocalStorage<string>();
    const contexts: (string | undefined)[] = [];
    const api = createApi(portal, {
      pacing: true,
      apiKey: () => {
        contexts.push(storage.getStore());
        return 'sk-key';
      },
    });
    let failures = 3;
    portal.onOperation = () => (failures-- > 0 ? new Response(null, { status: 503 }) : undefined);
    const calls = ['a', 'b', 'c'].map((name, index) => storage.run(name, () => api.deleteClient(clientId(index))));
    await run(Promise.all(calls));
    expect(contexts.toSorted()).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });
});

describe('a rejected signature', () => {
  it.each(ALL_OPERATIONS)(
    '$operation is sent once more, byte for byte, even with retry: false',
    async ({ run: call }) => {
      const portal = createPortal();
      const api = createApi(portal);
      await run(call(api));
      portal.rotateKey();
      await run(call(api, { retry: false, headers: { 'x-note': 'second' } }));
      const [, rejected, repeated] = portal.operations;
      expect(portal.operations).toHaveLength(3);
      expect(portal.tokenRequests).toHaveLength(2);
      const { body, method, path } = rejected ?? expect.fail();
      expect(repeated).toMatchObject({ body, method, path });
      expect(repeated?.headers.get('x-note')).toBe('second');
    },
  );

  it('counts in attempts, and did not run', async () => {
    const portal = createPortal();
    const api = createApi(portal);
    await run(api.deleteClient(CLIENT_ID));
    portal.rotateKey();
    expect((await run(api.deleteClient(CLIENT_ID).withResponse())).attempts).toBe(2);
  });

  it('is replaced once for all calls that it failed', async () => {
    const portal = createPortal();
    const api = createApi(portal);
    await run(api.deleteClient(CLIENT_ID));
    portal.rotateKey();
    await run(Promise.all(Array.from({ length: 30 }, (_, index) => api.deleteClient(clientId(index)))));
    expect(portal.tokenRequests).toHaveLength(2);
  });

  it('that comes late is not followed by a token request if there is a newer one', async () => {
    const portal = createPortal();
    const api = createApi(portal);
    await run(api.deleteClient(CLIENT_ID));
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const old = portal.operations[0]?.headers.get('x-signature');
    portal.onOperation = async ({ path, headers }) => {
      if (path.endsWith('/revoke') && headers.get('x-signature') === old) {
        await held;
        return new Response(null, { status: 403 });
      }
      return undefined;
    };
    const late = api.revokeUserClient(CLIENT_ID);
    await setImmediate();
    portal.rotateKey();
    await run(api.deleteClient(clientId(2)));
    expect(portal.tokenRequests).toHaveLength(2);
    release();
    await run(late);
    expect(portal.tokenRequests).toHaveLength(2);
  });

  it('whose replacement is rejected too is an error that names the causes, and no token request per call', async () => {
    const portal = createPortal();
    const api = createApi(portal);
    portal.onOperation = () => new Response(null, { status: 403 });
    const error = await rejection(api.createClient(CREATE_REQUEST));
    expect(error).toBeInstanceOf(PermissionDeniedError);
    expect(error).toMatchObject({ attempts: 2, mayHaveRun: false, operation: 'createClient' });
    expect(String(error)).toMatch(/fresh signature was rejected.*x-signature cookie.*signing key.*rate limit store/);
    for (let count = 0; count < 20; count++) {
      expect(await rejection(api.deleteClient(CLIENT_ID))).toMatchObject({ attempts: 1 });
    }
    expect(portal.tokenRequests).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(31_000);
    portal.onOperation = () => undefined;
    await run(api.deleteClient(CLIENT_ID));
  });

  it('is not what a 403 with a body means: a right is missing', async () => {
    const portal = createPortal();
    portal.onOperation = () => Response.json({ title: 'Forbidden' }, { status: 403 });
    const api = createApi(portal);
    for (let count = 0; count < 100; count++) {
      expect(await rejection(api.createClient(CREATE_REQUEST))).toMatchObject({ status: 403, attempts: 1 });
    }
    expect(portal.tokenRequests).toHaveLength(1);
  });

  it('is not what an empty 403 with rate limit headers means', async () => {
    const portal = createPortal();
    portal.onOperation = () => new Response(null, { status: 403, headers: { 'x-ratelimit-remaining': '3' } });
    const error = await rejection(createApi(portal).createClient(CREATE_REQUEST));
    expect(error).toMatchObject({ attempts: 1, message: expect.stringMatching(/route.*media type.*blank cookie/) });
    expect(portal.tokenRequests).toHaveLength(1);
  });
});

describe('apiKey, on a portal of 3.0', () => {
  it('sends a session token in the cookie after the token endpoint returned 404, and remembers', async () => {
    const portal = createPortal();
    portal.version = '3.0';
    const api = createApi(portal, { apiKey: 'session' });
    await run(api.deleteClient(CLIENT_ID));
    await run(api.deleteClient(CLIENT_ID));
    expect(portal.operations.map(({ headers }) => headers.get('cookie'))).toEqual([
      'asc_auth_key=session',
      'asc_auth_key=session',
    ]);
    expect(portal.tokenRequests).toHaveLength(1);
  });

  it('never sends an API key in the cookie', async () => {
    const portal = createPortal();
    portal.version = '3.0';
    const error = await rejection(createApi(portal).deleteClient(CLIENT_ID));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({
      operation: 'deleteClient',
      attempts: 0,
      mayHaveRun: false,
      request: { method: 'GET', url: TOKEN_URL },
      message: expect.stringMatching(/no portal.*before DocSpace 3\.1/),
    });
    expect(portal.operations).toEqual([]);
  });

  it.each([502, 500, 200])(
    'does not take a token endpoint that returns HTML with %d for an old portal',
    async (status) => {
      const portal = createPortal();
      portal.onToken = () => new Response('<html>', { status, headers: { 'content-type': 'text/html' } });
      const api = createApi(portal, { apiKey: 'session', retry: false });
      expect(await rejection(api.deleteClient(CLIENT_ID))).toMatchObject({ status, attempts: 0 });
      expect(portal.operations).toEqual([]);
    },
  );

  it.each([401, 403, 404, 502])('keeps no finding from a %d to the cookie', async (status) => {
    const portal = createPortal();
    portal.version = '3.0';
    portal.onOperation = () => new Response('<html>', { status });
    const api = createApi(portal, { apiKey: 'session', retry: false });
    await rejection(api.deleteClient(CLIENT_ID));
    await rejection(api.deleteClient(CLIENT_ID));
    expect(portal.tokenRequests).toHaveLength(2);
  });

  it('notices that the portal was upgraded, within the call', async () => {
    const portal = createPortal();
    portal.version = '3.0';
    const api = createApi(portal, { apiKey: 'session' });
    await run(api.deleteClient(CLIENT_ID));
    portal.version = '3.7';
    const { attempts } = await run(api.deleteClient(CLIENT_ID).withResponse());
    expect(attempts).toBe(2);
    expect(portal.operations.at(-1)?.headers.get('x-signature')).toBeTruthy();
  });

  it('keeps findings by portal: the same key opens a portal of 3.0 and one of 3.7', async () => {
    const old = createPortal();
    old.version = '3.0';
    const present = createPortal();
    const fetch: typeof globalThis.fetch = (input, init) =>
      ((input as Request).url.startsWith('https://old.') ? old : present).fetch(input, init);
    const api = createApi(old, { apiKey: 'session', baseUrl: 'https://old.example.com', fetch });
    await run(api.deleteClient(CLIENT_ID));
    await run(api.withOptions({ baseUrl: BASE_URL }).deleteClient(CLIENT_ID));
    expect(present.operations.at(-1)?.headers.get('cookie')).toBeNull();
  });
});

describe('securityScheme', () => {
  it("'asc_auth_key' sends the session token in the cookie without a token request", async () => {
    const portal = createPortal();
    portal.version = '3.0';
    await run(createApi(portal, { apiKey: 'session', securityScheme: 'asc_auth_key' }).deleteClient(CLIENT_ID));
    expect(portal.requests).toHaveLength(1);
    expect(portal.requests[0]?.headers.get('cookie')).toBe('asc_auth_key=session');
  });

  it("'asc_auth_key' refuses an API key, which DocSpace 3.0 does not know", async () => {
    const portal = createPortal();
    const error = await rejection(createApi(portal, { securityScheme: 'asc_auth_key' }).deleteClient(CLIENT_ID));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(portal.requests).toEqual([]);
  });

  it("'x-signature' never sends a session token in a cookie", async () => {
    const portal = createPortal();
    portal.version = '3.0';
    const api = createApi(portal, { apiKey: 'session', securityScheme: 'x-signature' });
    expect(await rejection(api.deleteClient(CLIENT_ID))).toBeInstanceOf(NotFoundError);
    expect(portal.operations).toEqual([]);
  });
});

describe('an x-signature in headers', () => {
  it('is sent as it is, without an apiKey and a token request', async () => {
    const portal = createPortal();
    portal.version = '3.0';
    const api = createApi(portal, { apiKey: undefined, headers: { 'X-Signature': 'own' } });
    expect(await rejection(api.deleteClient(CLIENT_ID))).toMatchObject({
      attempts: 1,
      message: expect.stringContaining('check the x-signature of headers'),
    });
    expect(portal.requests).toHaveLength(1);
    expect(portal.requests[0]?.headers.get('x-signature')).toBe('own');
  });

  it('of a call wins over the apiKey', async () => {
    const portal = createPortal();
    await rejection(createApi(portal).deleteClient(CLIENT_ID, { headers: { 'x-signature': 'own' } }));
    expect(portal.tokenRequests).toEqual([]);
  });
});

describe("credentials: 'omit'", () => {
  it('needs no key, and refuses an operation that needs one', async () => {
    const portal = createPortal();
    const error = await rejection(
      createApi(portal, { apiKey: undefined, credentials: 'omit' }).deleteClient(CLIENT_ID),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(portal.requests).toEqual([]);
  });
});

describe('the User-Agent', () => {
  it('is that of the SDK, with a token request and an operation, unless headers name another', async () => {
    const portal = createPortal();
    await run(createApi(portal).deleteClient(CLIENT_ID));
    await run(createApi(portal, { headers: { 'User-Agent': 'mine' } }).deleteClient(CLIENT_ID));
    expect(portal.requests.map(({ headers }) => headers.get('user-agent'))).toEqual([
      'docspace-client-management',
      'docspace-client-management',
      'mine',
      'mine',
    ]);
  });
});

describe('a token request', () => {
  it('carries the headers of the object, but for those that are about the operation or a credential', async () => {
    const portal = createPortal();
    const headers = {
      Accept: 'text/plain',
      'Content-Type': 'application/xml',
      Cookie: 'theme=dark',
      Prefer: 'code=429',
      'X-Tenant': 'one',
    };
    await run(createApi(portal, { headers }).createClient(CREATE_REQUEST));
    expect(Object.fromEntries(portal.tokenRequests[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: 'Bearer sk-key',
      'user-agent': 'docspace-client-management',
      'x-tenant': 'one',
    });
    expect(portal.operations[0]?.headers.get('cookie')).toBe('theme=dark');
  });

  it.each([
    [401, AuthenticationError, /apiKey is unknown.*session has ended.*Developer Tools/],
    [402, ApiError, /subscription/],
    [403, PermissionDeniedError, /all permissions.*IP/],
    [404, NotFoundError, /no portal/],
  ])('that returns %d rejects the call at once with the advice for it', async (status, errorClass, message) => {
    const portal = createPortal();
    portal.onToken = () => new Response(null, { status });
    const error = await rejection(createApi(portal).createClient(CREATE_REQUEST));
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({
      status,
      operation: 'createClient',
      attempts: 0,
      mayHaveRun: false,
      request: { method: 'GET', url: TOKEN_URL },
      message: expect.stringMatching(message),
    });
    expect(portal.requests).toHaveLength(1);
  });

  it.each([429, 503])(
    'that returns %d once is retried, for an operation that is not idempotent too',
    async (status) => {
      const portal = createPortal();
      let failures = 1;
      portal.onToken = () =>
        failures-- > 0 ? new Response(null, { status, headers: { 'retry-after': '2' } }) : undefined;
      const started = performance.now();
      const { attempts } = await run(createApi(portal).createClient(CREATE_REQUEST).withResponse());
      expect(attempts).toBe(1);
      expect(performance.now() - started).toBeGreaterThanOrEqual(2000);
      expect(portal.tokenRequests).toHaveLength(2);
    },
  );

  it('that is rate limited heeds Retry-After alone: the X-RateLimit headers are those of another limiter', async () => {
    const portal = createPortal();
    const headers = { 'x-ratelimit-limit': '1500', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '59' };
    let failures = 1;
    portal.onToken = () => (failures-- > 0 ? new Response(null, { status: 429, headers }) : undefined);
    const started = performance.now();
    await run(createApi(portal, { pacing: true }).createClient(CREATE_REQUEST));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it.each([
    [429, RateLimitError],
    [503, ServiceUnavailableError],
  ])('that returns %d for good ends by retry, without an attempt', async (status, errorClass) => {
    const portal = createPortal();
    portal.onToken = () => new Response(null, { status });
    const error = await rejection(createApi(portal, { retry: { maxRetries: 2 } }).createClient(CREATE_REQUEST));
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ attempts: 0, request: { url: TOKEN_URL } });
    expect(portal.tokenRequests).toHaveLength(3);
  });

  it.each(CREATING)('that loses its connection is retried for $operation, which did not run', async ({ run: call }) => {
    const portal = createPortal();
    let failures = 2;
    portal.onToken = () => {
      if (failures-- > 0) {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
      }
      return undefined;
    };
    await run(call(createApi(portal)));
    expect(portal.tokenRequests).toHaveLength(3);
    expect(portal.operations).toHaveLength(1);
  });

  it('that loses its connection for good is a ConnectionError of the token endpoint', async () => {
    const portal = createPortal();
    portal.onToken = () => {
      throw new TypeError('fetch failed', { cause: new Error('reset by sk-key') });
    };
    const error = await rejection(createApi(portal).createClient(CREATE_REQUEST));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ attempts: 0, mayHaveRun: false, request: { url: TOKEN_URL } });
    expect(String(error)).not.toContain('sk-key');
  });

  it('that hangs ends by timeout, and the next call makes another one', async () => {
    const portal = createPortal();
    portal.onToken = (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const api = createApi(portal, { timeout: 1000 });
    const error = await rejection(api.createClient(CREATE_REQUEST));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ attempts: 0, mayHaveRun: false, request: { url: TOKEN_URL } });
    portal.onToken = () => undefined;
    await run(api.createClient(CREATE_REQUEST));
  });

  it('shares the timeout of the attempt with the request of the operation', async () => {
    const portal = createPortal();
    const delay = (ms: number): Promise<undefined> =>
      new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
    portal.onToken = () => delay(900);
    portal.onOperation = () => delay(900);
    const started = performance.now();
    expect(await rejection(createApi(portal, { timeout: 1000 }).createClient(CREATE_REQUEST))).toMatchObject({
      name: 'TimeoutError',
      attempts: 1,
      mayHaveRun: true,
    });
    expect(performance.now() - started).toBeLessThan(1200);
  });

  it('of a call that aborts goes on for the others', async () => {
    const portal = createPortal();
    portal.onToken = () => new Promise((resolve) => setTimeout(() => resolve(undefined), 200));
    const api = createApi(portal);
    const controller = new AbortController();
    const first = api.deleteClient(CLIENT_ID, { signal: controller.signal });
    const second = api.deleteClient(clientId(2));
    await vi.advanceTimersByTimeAsync(50);
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    await run(second);
    expect(portal.tokenRequests).toHaveLength(1);
  });

  it.each<[string, () => Response]>([
    ['HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['an envelope without a JWT', () => Response.json({ response: null, status: 0 })],
    ['nothing', () => new Response(null)],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://login.example/?key=sk-key' } }),
    ],
  ])('that returns %s is an UnexpectedResponseError, and nothing is kept', async (_, response) => {
    const portal = createPortal();
    portal.onToken = response;
    const api = createApi(portal);
    const error = await rejection(api.deleteClient(CLIENT_ID));
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ attempts: 0, mayHaveRun: false, request: { url: TOKEN_URL } });
    expect(String(error)).not.toContain('sk-key');
    portal.onToken = () => undefined;
    await run(api.deleteClient(CLIENT_ID));
  });

  it('goes to the origin of baseUrl alone', async () => {
    const portal = createPortal();
    await run(createApi(portal, { baseUrl: `${BASE_URL}/portal/` }).deleteClient(CLIENT_ID));
    expect(portal.requests.map(({ path }) => path)).toEqual([
      '/portal/api/2.0/security/oauth2/token',
      `/portal/api/2.0/clients/${CLIENT_ID}`,
    ]);
  });

  it('is made once for each life of a signature, from the key each time', async () => {
    const portal = createPortal();
    portal.life = 5 * MINUTE;
    const api = createApi(portal);
    for (let minute = 0; minute < 20; minute++) {
      await run(api.deleteClient(CLIENT_ID));
      await vi.advanceTimersByTimeAsync(MINUTE);
    }
    expect(portal.tokenRequests.length).toBeGreaterThanOrEqual(4);
    expect(portal.tokenRequests.length).toBeLessThanOrEqual(5);
    expect(new Set(portal.tokenRequests.map(({ headers }) => headers.get('authorization')))).toEqual(
      new Set(['Bearer sk-key']),
    );
  });
});

it("securityScheme: 'x-signature' in withOptions() sends no cookie, whatever was found before", async () => {
  const portal = createPortal();
  portal.version = '3.0';
  const api = createApi(portal, { apiKey: 'session' });
  await run(api.deleteClient(CLIENT_ID));
  const signed = api.withOptions({ securityScheme: 'x-signature' });
  expect(await rejection(signed.deleteClient(CLIENT_ID))).toBeInstanceOf(NotFoundError);
  expect(portal.operations).toHaveLength(1);
});
