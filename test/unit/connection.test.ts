import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ClientManagementApi,
  type ClientManagementOptions,
  ConfigurationError,
  InvalidRequestError,
  ResponseValidationError,
} from '../../src/index.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { skipWaits, useFakeClock } from '../support/fake-time.js';
import { jwt } from '../support/jwt.js';
import { HOLDERS } from '../support/option-holders.js';
import { whilePollutedSync } from '../support/pollution.js';
import { createPortal, type Portal } from '../support/portal.js';
import { expectToHide, KEY, SECRET_HEADERS, SESSION, SIGNATURE } from '../support/secrets.js';

useFakeClock();

beforeEach(() => {
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
  vi.stubEnv('DOCSPACE_BASE_URL', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const BASE_URL = 'https://portal.example.com';

function connect(portal: Portal, options: ClientManagementOptions = {}): ClientManagementApi {
  return new ClientManagementApi({
    baseUrl: BASE_URL,
    apiKey: 'sk-key',
    fetch: portal.fetch,
    onWait: skipWaits().onWait,
    ...options,
  });
}

/** The headers of the last operation that was sent. */
function lastHeaders({ operations }: Portal): Headers {
  return operations.at(-1)?.headers ?? expect.fail('no operation was sent');
}

/** Whose signature the last operation had. */
function lastUser(portal: Portal): unknown {
  const claims = lastHeaders(portal).get('x-signature')?.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(claims, 'base64url').toString()).user;
}

describe('withOptions() shares signatures', () => {
  it('requested before, by either object', async () => {
    const portal = createPortal();
    const api = connect(portal);
    await api.deleteClient(CLIENT_ID);
    const other = api.withOptions({ timeout: 1000 });
    await other.deleteClient(CLIENT_ID);
    await other.withOptions({ apiKey: 'sk-other' }).deleteClient(CLIENT_ID);
    await api.withOptions({ apiKey: 'sk-other' }).deleteClient(CLIENT_ID);
    expect(portal.tokenRequests.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer sk-key',
      'Bearer sk-other',
    ]);
    expect(portal.operations).toHaveLength(4);
  });

  it('that are requested at the same time', async () => {
    const portal = createPortal();
    const api = connect(portal);
    await Promise.all([api.deleteClient(CLIENT_ID), api.withOptions({}).deleteClient(CLIENT_ID)]);
    expect(portal.tokenRequests).toHaveLength(1);
    expect(portal.operations).toHaveLength(2);
  });

  it('but not with another portal', async () => {
    const portal = createPortal();
    const api = connect(portal);
    await api.deleteClient(CLIENT_ID);
    await api.withOptions({ baseUrl: 'https://other.example.com' }).deleteClient(CLIENT_ID);
    expect(portal.tokenRequests).toHaveLength(2);
  });

  it('but not with an object that the constructor made', async () => {
    const portal = createPortal();
    await connect(portal).deleteClient(CLIENT_ID);
    await connect(portal).deleteClient(CLIENT_ID);
    expect(portal.tokenRequests).toHaveLength(2);
  });
});

/** Whether a call of the new object waits for the rate limit that a call of the old one met. */
async function sharesQueue(before: ClientManagementOptions, changes: ClientManagementOptions): Promise<boolean> {
  let sent = 0;
  const fetch = async (input: unknown): Promise<Response> => {
    if ((input as Request).url.endsWith('/security/oauth2/token')) {
      return Response.json({ response: jwt({}) });
    }
    sent++;
    return new Response(null, { status: 429, headers: { 'x-ratelimit-remaining': '0', 'retry-after': '60' } });
  };
  const api = new ClientManagementApi({ baseUrl: BASE_URL, fetch: fetch as typeof globalThis.fetch, ...before });
  const controller = new AbortController();
  const { signal } = controller;
  const calls: Promise<unknown>[] = [];
  for (const each of [api, api.withOptions(changes)]) {
    calls.push(each.deleteClient(CLIENT_ID, { signal }));
    for (let round = 0; round < 50; round++) {
      await setImmediate();
    }
  }
  controller.abort('enough');
  expect(await Promise.allSettled(calls)).toEqual(calls.map(() => ({ status: 'rejected', reason: 'enough' })));
  return sent === 1;
}

const apiKey = (): string => 'sk-key';
const headers = { 'x-signature': 'own' };

describe('withOptions(): the queue', () => {
  it.each<[string, ClientManagementOptions, ClientManagementOptions]>([
    ['no options', { apiKey }, {}],
    ['a timeout', { apiKey }, { timeout: 1000 }],
    ['headers', { apiKey }, { headers: { 'x-name': 'value' } }],
    ['the same apiKey', { apiKey: 'sk-key' }, { apiKey: 'sk-key' }],
    ['the same apiKey function', { apiKey }, { apiKey }],
    ['the same baseUrl, written otherwise', { apiKey }, { baseUrl: `${BASE_URL.toUpperCase()}/` }],
    ['the same x-signature', { headers }, { headers: { 'X-Signature': 'own' } }],
  ])('stays the same with %s', async (_, before, changes) => {
    expect(await sharesQueue(before, changes)).toBe(true);
  });

  it.each<[string, ClientManagementOptions, ClientManagementOptions]>([
    ['another apiKey', { apiKey: 'sk-key' }, { apiKey: 'sk-other' }],
    ['another apiKey function', { apiKey }, { apiKey: () => 'sk-key' }],
    ['another baseUrl', { apiKey }, { baseUrl: 'https://other.example.com' }],
    ['an apiKey in place of credentials', { credentials: 'include' }, { apiKey }],
    ['credentials in place of an apiKey', { apiKey }, { credentials: 'include' }],
    ['another x-signature', { headers }, { headers: { 'X-Signature': 'other' } }],
    ['an apiKey in place of an x-signature', { headers }, { apiKey }],
  ])('is another one with %s', async (_, before, changes) => {
    expect(await sharesQueue(before, changes)).toBe(false);
  });
});

describe('withOptions(): an option', () => {
  it('that is not set stays as it is, and one that is undefined too', async () => {
    const portal = createPortal();
    const api = connect(portal, { headers: { 'x-name': 'value' } });
    const changes = { baseUrl: undefined, apiKey: undefined, fetch: undefined, headers: undefined, retry: undefined };
    await api.withOptions(changes).deleteClient(CLIENT_ID);
    expect(lastUser(portal)).toBe('sk-key');
    expect(lastHeaders(portal).get('x-name')).toBe('value');
  });

  it('does not change the old object', async () => {
    const portal = createPortal();
    const api = connect(portal);
    const other = api.withOptions({ apiKey: 'sk-other', headers: { 'x-name': 'value' } });
    await other.deleteClient(CLIENT_ID);
    expect(lastUser(portal)).toBe('sk-other');
    await api.deleteClient(CLIENT_ID);
    expect(lastUser(portal)).toBe('sk-key');
    expect(lastHeaders(portal).has('x-name')).toBe(false);
  });

  it('headers: are merged by name, in any case', async () => {
    const portal = createPortal();
    const api = connect(portal, { headers: { 'X-Name': 'old', 'x-kept': 'old' } });
    await api.withOptions({ headers: new Headers({ 'x-name': 'new', 'x-added': 'new' }) }).deleteClient(CLIENT_ID);
    const sent = lastHeaders(portal);
    expect(['x-name', 'x-kept', 'x-added'].map((name) => sent.get(name))).toEqual(['new', 'old', 'new']);
  });

  it.each<[ClientManagementOptions['retry'], ClientManagementOptions['retry'], number, number]>([
    [{ maxRetries: 2 }, { initialDelay: 10, maxDelay: 10 }, 3, 10],
    [{ maxRetries: 2, initialDelay: 1000 }, { maxRetries: 1 }, 2, 1000],
    [{ maxRetries: 2, initialDelay: 1000 }, { maxRetries: undefined }, 3, 1000],
    [{ maxRetries: 2 }, false, 1, 0],
    [false, { maxRetries: 1 }, 2, 500],
  ])('retry: is merged by member: %o and %o', async (before, retry, attempts, longest) => {
    const portal = createPortal();
    portal.onOperation = () => new Response(null, { status: 503 });
    const { waits, onWait } = skipWaits();
    const call = connect(portal, { retry: before, onWait }).withOptions({ retry }).deleteClient(CLIENT_ID);
    await expect(call).rejects.toMatchObject({ status: 503, attempts });
    expect(waits).toHaveLength(attempts - 1);
    expect(waits[0]?.delay ?? 0).within(longest / 2, longest);
  });

  const BROKEN = { name: 5, client_id: CLIENT_ID, client_secret: 'secret' };

  it('validate: is merged by member', async () => {
    const portal = createPortal();
    portal.onOperation = () => Response.json(BROKEN, { status: 201 });
    const wrong = { ...CREATE_REQUEST, name: '' };
    const neither = connect(portal, { validate: { request: false } });
    await expect(neither.createClient(wrong)).resolves.toEqual(BROKEN);
    const response = neither.withOptions({ validate: { response: true } });
    await expect(response.createClient(wrong)).rejects.toThrow(ResponseValidationError);
    const both = response.withOptions({ validate: { request: true } });
    await expect(both.createClient(wrong)).rejects.toThrow(InvalidRequestError);
    await expect(both.createClient(CREATE_REQUEST)).rejects.toThrow(ResponseValidationError);
    await expect(both.withOptions({ validate: false }).createClient(wrong)).resolves.toEqual(BROKEN);
  });

  it.each([
    ['timout', { timout: 1 }],
    ['timeout', { timeout: 0 }],
    ['retry', { retry: { maxRetries: -1 } }],
    ['headers', { headers: { cookie: 'asc_auth_key=a' } }],
    ['baseUrl', { baseUrl: 'http://portal.example.com' }],
    ['options', null],
    ['signal', { signal: new AbortController().signal }],
  ])('%s: throws a ConfigurationError if it is wrong: %o', (name, options) => {
    const api = connect(createPortal());
    expect(() => api.withOptions(options as ClientManagementOptions)).toThrow(ConfigurationError);
    expect(() => api.withOptions(options as ClientManagementOptions)).toThrow(name);
  });

  it('apiKey with credentials: they exclude each other', () => {
    const options = { apiKey: 'sk-other', credentials: 'include' } as const;
    expect(() => connect(createPortal()).withOptions(options)).toThrow('apiKey and credentials exclude each other');
  });

  it.each(HOLDERS)('is read from %s', async (_, hold) => {
    const portal = createPortal();
    portal.onOperation = () => new Response(null, { status: 503 });
    const retry = hold({ maxRetries: 1 });
    const options = hold({ apiKey: 'sk-other', headers: { 'x-name': 'value' }, retry }) as ClientManagementOptions;
    const api = connect(portal).withOptions(options).withOptions({});
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ attempts: 2 });
    expect(lastUser(portal)).toBe('sk-other');
    expect(lastHeaders(portal).get('x-name')).toBe('value');
  });

  it.each<[string, unknown]>([
    ['apiKey', 'sk-evil'],
    ['credentials', 'omit'],
    ['securityScheme', 'asc_auth_key'],
    ['baseUrl', 'https://evil.example.com'],
    ['fetch', () => expect.fail('a function from Object.prototype was called')],
    ['headers', { 'x-evil': 'evil' }],
    ['x-signature', 'evil'],
    ['retry', false],
    ['maxRetries', 0],
    ['logLevel', 'evil'],
    ['logger', 'evil'],
    ['allowInsecureConnection', 'evil'],
  ])('is not read from Object.prototype: %s', async (name, value) => {
    const portal = createPortal();
    const responses = [new Response(null, { status: 503 })];
    portal.onOperation = () => responses.shift();
    const api = connect(portal);
    const other = whilePollutedSync(name, value, () => api.withOptions({ timeout: 1000 }).withOptions({ retry: {} }));
    expect(await other.deleteClient(CLIENT_ID).withResponse()).toMatchObject({ attempts: 2 });
    expect(lastUser(portal)).toBe('sk-key');
    expect(JSON.stringify([...lastHeaders(portal)])).not.toContain('evil');
  });

  it('of the old object that its program changed later is what it was', async () => {
    const portal = createPortal();
    portal.onOperation = () => new Response(null, { status: 503 });
    const retry = { maxRetries: 1 };
    const sent = new Headers({ 'x-name': 'then' });
    const api = connect(portal, { retry, headers: sent });
    retry.maxRetries = 3;
    sent.set('x-name', 'now');
    await expect(api.withOptions({ timeout: 1000 }).deleteClient(CLIENT_ID)).rejects.toMatchObject({ attempts: 2 });
    expect(lastHeaders(portal).get('x-name')).toBe('then');
  });
});

describe('withOptions(): the old credential goes', () => {
  it.each<[string, ClientManagementOptions]>([
    ["credentials: 'include'", { credentials: 'include' }],
    ["credentials: 'omit'", { credentials: 'omit' }],
    ['an x-signature', { headers: { 'X-Signature': SIGNATURE } }],
    ['another apiKey', { apiKey: 'sk-old' }],
  ])('with an apiKey: %s', async (_, before) => {
    const portal = createPortal();
    const api = connect(portal, { apiKey: undefined, ...before, headers: { 'x-kept': 'old', ...before.headers } });
    await api.withOptions({ apiKey: 'sk-new' }).deleteClient(CLIENT_ID);
    expect(lastUser(portal)).toBe('sk-new');
    expect(lastHeaders(portal).get('x-kept')).toBe('old');
  });

  it.each<[string, ClientManagementOptions]>([
    ['an x-signature', { headers: { 'x-signature': SIGNATURE } }],
    ['an apiKey', { apiKey: 'sk-old' }],
  ])("with credentials: 'omit': %s", async (_, before) => {
    const portal = createPortal();
    const api = connect(portal, { apiKey: undefined, ...before }).withOptions({ credentials: 'omit' });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toThrow(ConfigurationError);
    expect(portal.requests).toEqual([]);
  });

  it('but not with other headers', async () => {
    const requests: Request[] = [];
    const fetch = async (input: unknown): Promise<Response> => {
      requests.push(input as Request);
      return new Response();
    };
    const api = new ClientManagementApi({ headers, fetch: fetch as typeof globalThis.fetch });
    await api.withOptions({ headers: { 'x-name': 'value' } }).deleteClient(CLIENT_ID);
    expect(requests[0]?.headers.get('x-signature')).toBe('own');
  });

  it('nor its own x-signature beside the apiKey', async () => {
    const portal = createPortal();
    const api = connect(portal).withOptions({ apiKey: 'sk-new', headers });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ status: 403 });
    expect(portal.tokenRequests).toEqual([]);
    expect(lastHeaders(portal).get('x-signature')).toBe('own');
  });
});

describe('withOptions() without its object', () => {
  const DETACHED = expect.objectContaining({
    name: 'ConfigurationError',
    message: expect.stringMatching(/\bbind\b|=>/),
  });

  it.each<[string, (api: ClientManagementApi) => unknown]>([
    ['destructured', ({ withOptions }) => withOptions({})],
    ['called on a plain object', ({ withOptions }) => ({ withOptions }).withOptions({})],
    ['called on null', ({ withOptions }) => withOptions.call(null as never, {})],
    ['called on its class', (api) => api.withOptions.call(ClientManagementApi as never, {})],
    ['called on its prototype', (api) => Object.getPrototypeOf(api).withOptions({})],
  ])('throws a ConfigurationError: %s', (_, run) => {
    expect(() => run(connect(createPortal()))).toThrow(DETACHED);
  });

  it('works if it is bound', async () => {
    const portal = createPortal();
    const api = connect(portal);
    const withOptions = api.withOptions.bind(api);
    await withOptions({ apiKey: 'sk-other' }).deleteClient(CLIENT_ID);
    expect(lastUser(portal)).toBe('sk-other');
  });
});

it('withOptions(): returns a ClientManagementApi, in which nothing shows a key', async () => {
  const portal = createPortal();
  const api = connect(portal, { apiKey: KEY, headers: SECRET_HEADERS });
  const other = api.withOptions({ apiKey: SESSION, headers: { 'x-api-key': SIGNATURE } });
  expect(other).toBeInstanceOf(ClientManagementApi);
  for (const each of [api, other]) {
    await each.deleteClient(CLIENT_ID);
    expectToHide(each);
    expectToHide({ ...each });
  }
});
