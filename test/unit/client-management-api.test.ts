import { describe, expect, it } from 'vitest';
import {
  type ApiPromise,
  ClientManagementApi,
  type ClientManagementOptions,
  UnexpectedResponseError,
} from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT, CLIENT_ID, CREATE_REQUEST, json, UPDATE_REQUEST } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, skipWaits, useFakeTime } from '../support/fake-time.js';
import { expectToHide, KEY } from '../support/secrets.js';
import { startServer } from '../support/server.js';
import { DONE, rateLimited } from '../support/steps.js';
import { watchUnhandled } from '../support/unhandled.js';

useFakeTime();

type Api = Pick<
  ClientManagementApi,
  'createClient' | 'updateClient' | 'deleteClient' | 'changeActivation' | 'regenerateSecret' | 'revokeUserClient'
>;

/** Each operation without its object, as `const { deleteClient } = api` makes it. */
const DETACHED: readonly [string, (api: Api) => ApiPromise<unknown>][] = [
  ['createClient', ({ createClient }) => createClient(CREATE_REQUEST)],
  ['updateClient', ({ updateClient }) => updateClient(CLIENT_ID, UPDATE_REQUEST)],
  ['deleteClient', ({ deleteClient }) => deleteClient(CLIENT_ID)],
  ['changeActivation', ({ changeActivation }) => changeActivation(CLIENT_ID, { status: true })],
  ['regenerateSecret', ({ regenerateSecret }) => regenerateSecret(CLIENT_ID)],
  ['revokeUserClient', ({ revokeUserClient }) => revokeUserClient(CLIENT_ID)],
];

/** A wrong `this` in other ways. */
const MISDIRECTED: readonly [string, (api: Api) => Promise<unknown>][] = [
  ['called on a plain object', ({ deleteClient }) => ({ deleteClient }).deleteClient(CLIENT_ID)],
  ['called on null', ({ deleteClient }) => deleteClient.call(null as never, CLIENT_ID)],
  ['called on a number', ({ deleteClient }) => deleteClient.call(5 as never, CLIENT_ID)],
  ['called on its class', (api) => api.deleteClient.call(api.constructor as never, CLIENT_ID)],
  ['called on its prototype', (api) => Object.getPrototypeOf(api).deleteClient(CLIENT_ID)],
  ['given to then', ({ deleteClient }) => Promise.resolve(CLIENT_ID).then(deleteClient)],
  ['copied into another object', (api) => ({ ...api, remove: api.deleteClient }).remove(CLIENT_ID)],
];

const DETACHED_ERROR = expect.objectContaining({
  name: 'ConfigurationError',
  code: 'CONFIGURATION',
  attempts: 0,
  // The remedy: to bind the method, or an arrow function.
  message: expect.stringMatching(/\bbind\b|=>|arrow function/),
});

describe('ClientManagementApi method without its object', () => {
  it.each(DETACHED)('rejects and sends nothing: %s', async (operation, run) => {
    const { api, server } = await startApi([]);
    const call = run(api);
    expect(call).toBeInstanceOf(Promise);
    await expect(call).rejects.toEqual(DETACHED_ERROR);
    await expect(call).rejects.toMatchObject({ operation });
    await letSocketsWork();
    expect(server.connections()).toBe(0);
  });

  it.each(DETACHED)('withResponse() rejects too: %s', async (_, run) => {
    const unhandled = watchUnhandled();
    const { api } = await startApi([]);
    await expect(run(api).withResponse()).rejects.toEqual(DETACHED_ERROR);
    expect(await unhandled()).toEqual([]);
  });

  it.each(MISDIRECTED)('rejects and sends nothing: %s', async (_, run) => {
    const { api, server } = await startApi([]);
    let call: Promise<unknown> | undefined;
    expect(() => {
      call = run(api);
    }).not.toThrow();
    await expect(call).rejects.toEqual(DETACHED_ERROR);
    await letSocketsWork();
    expect(server.connections()).toBe(0);
  });

  it('works if it is bound or called by an arrow function', async () => {
    const { api, server } = await startApi([DONE, DONE, DONE]);
    const bound = api.deleteClient.bind(api);
    const arrow = (id: string): Promise<unknown> => api.deleteClient(id);
    await bound(CLIENT_ID);
    await arrow(CLIENT_ID);
    await Reflect.apply(api.deleteClient, api, [CLIENT_ID]);
    expect(server.requests).toHaveLength(3);
  });

  it('covers all operations', () => {
    expect(DETACHED.map(([operation]) => operation).sort()).toEqual(
      ALL_OPERATIONS.map(({ operation }) => operation).sort(),
    );
  });
});

function isPlain(value: unknown): value is object {
  return /^\[object (Object|Array)\]$/.test(Object.prototype.toString.call(value)) && Object.isExtensible(value);
}

/** What Vue's `reactive` makes: a Proxy, and one of each object that is read through it. */
function reactive<Target extends object>(target: Target): Target {
  return new Proxy(target, {
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver);
      return isPlain(value) ? reactive(value) : value;
    },
    set: (target, key, value, receiver) => Reflect.set(target, key, value, receiver),
  });
}

class Subclass extends ClientManagementApi {}

const WRAPPERS: readonly [string, (api: ClientManagementApi) => ClientManagementApi][] = [
  ['new Proxy(api, {})', (api) => new Proxy(api, {})],
  ["Vue's reactive(api)", reactive],
  ["Vue's reactive({ api }).api", (api) => reactive({ api }).api],
  ["Vue's reactive([api])[0]", (api) => reactive([api])[0] ?? api],
  ['a Proxy of a Proxy', (api) => new Proxy(new Proxy(api, {}), {})],
  [
    'a Proxy that reads without a receiver',
    (api) => new Proxy(api, { get: (target, key) => Reflect.get(target, key) }),
  ],
  ['Object.create(api)', (api) => Object.create(api)],
  ['Object.create(api) with a member', (api) => Object.assign(Object.create(api), { name: 'mine' })],
  ['an object with api as its prototype', (api) => Object.setPrototypeOf({ name: 'mine' }, api)],
  ['Object.create(new Proxy(api, {}))', (api) => Object.create(new Proxy(api, {}))],
];

describe.each(WRAPPERS)('ClientManagementApi as %s', (_, wrap) => {
  it.each(ALL_OPERATIONS)('sends $operation', async ({ run, success, data, method, url }) => {
    const { api, server } = await startApi([success]);
    expect(await run(wrap(api)).withResponse()).toMatchObject({ data, attempts: 1 });
    expect(server.requests).toMatchObject([{ method, url, headers: { cookie: 'asc_auth_key=key' } }]);
  });

  it('retries', async () => {
    const { api, server } = await startApi([rateLimited(), DONE]);
    await wrap(api).deleteClient(CLIENT_ID);
    expect(server.requests).toHaveLength(2);
  });

  it('makes another object by withOptions()', async () => {
    const { api, server } = await startApi([DONE]);
    await wrap(api).withOptions({ apiKey: 'other' }).deleteClient(CLIENT_ID);
    expect(server.requests).toMatchObject([{ headers: { cookie: 'asc_auth_key=other' } }]);
  });

  it('shares the queue of its object', async () => {
    const controller = new AbortController();
    const limited = defer();
    const { api, server } = await startApi([rateLimited({ 'x-ratelimit-reset': '6000000000' })], {
      onWait: () => limited.resolve(),
    });
    const { signal } = controller;
    const first = api.deleteClient(CLIENT_ID, { signal }).catch((reason: unknown) => reason);
    await limited.promise;
    const second = wrap(api)
      .deleteClient(CLIENT_ID, { signal })
      .catch((reason: unknown) => reason);
    await letSocketsWork();
    expect(server.requests).toHaveLength(1);
    controller.abort('enough');
    expect(await Promise.all([first, second])).toEqual(['enough', 'enough']);
  });

  it('shows no apiKey', async () => {
    const { api } = await startApi([], { apiKey: KEY });
    expectToHide(wrap(api));
    expectToHide({ ...wrap(api) });
  });
});

it.each<[string, (api: ClientManagementApi) => ClientManagementApi]>([
  ['Object.freeze(api)', Object.freeze],
  ['a Proxy that binds methods', bindMethods],
  ['a subclass', (api) => Object.setPrototypeOf(api, Subclass.prototype)],
])('ClientManagementApi as %s sends calls', async (_, wrap) => {
  const { api, server } = await startApi([DONE]);
  await wrap(api).deleteClient(CLIENT_ID);
  expect(server.requests).toHaveLength(1);
});

function bindMethods(api: ClientManagementApi): ClientManagementApi {
  return new Proxy(api, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

it.each<[string, (options: ClientManagementOptions) => ClientManagementOptions]>([
  ['a Proxy', (options) => new Proxy(options, {})],
  ["Vue's reactive", reactive],
])('ClientManagementOptions and CallOptions as %s are read', async (_, wrap) => {
  const server = await startServer([rateLimited(), DONE]);
  const { waits, onWait } = skipWaits();
  const headers = { 'x-name': 'value' };
  const retry = { maxRetries: 0 };
  const options = {
    baseUrl: server.url,
    apiKey: 'key',
    securityScheme: 'asc_auth_key',
    retry,
    headers,
    onWait,
  } as const;
  const api = new ClientManagementApi(wrap(options));
  const { signal } = new AbortController();
  await api.deleteClient(CLIENT_ID, wrap({ retry: { maxRetries: 1 }, validate: { request: true }, signal } as object));
  expect(waits).toHaveLength(1);
  expect(server.requests[1]?.headers).toMatchObject(headers);
});

it.each([
  ['an object', {}],
  ['a client without a list of methods', { ...CLIENT, authentication_methods: null }],
])('modifyClient() updates nothing if the portal returns %s in place of a client', async (_, body) => {
  const { api, server } = await startApi([json(200, body)]);
  const error: unknown = await api.modifyClient(CLIENT_ID, { name: 'Another' }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UnexpectedResponseError);
  expect(error).toMatchObject({ message: 'getClient: the portal returned no client' });
  expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
});
