import { once } from 'node:events';
import { connect } from 'node:net';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import {
  createEmulator,
  type Emulator,
  type EmulatorOperation,
  type EmulatorOptions,
  type PlannedResponse,
  type Role,
  type SeedClient,
  type ServiceVersion,
} from '../../../emulator/index.js';
import { OPERATION_NAMES } from '../../../emulator/operation-names.js';
import { DEFAULT_USER } from '../../../emulator/users.js';
import { ApiError, ClientManagementApi, PermissionDeniedError } from '../../../src/index.js';
import { OPERATIONS } from '../../../src/operations.js';
import { CREATE_REQUEST, UPDATE_REQUEST } from '../../support/calls.js';
import { letSocketsWork } from '../../support/fake-time.js';
import { signatureOf } from '../../support/signature.js';
import { startEmulator } from './support/server.js';
import { CLIENTS, NOBODY, USERS } from './support/session.js';

/** An API object that signs in with a role and does not retry. */
const apiOf = ({ url, signIn }: Emulator, role: Role = 'admin'): ClientManagementApi =>
  new ClientManagementApi({ baseUrl: url, apiKey: signIn(role), retry: false, pacing: false });

async function toArray<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const array: Item[] = [];
  for await (const item of items) {
    array.push(item);
  }
  return array;
}

const names = async (api: ClientManagementApi): Promise<string[]> =>
  (await toArray(api.listClients())).map(({ name }) => name);

describe('createEmulator', () => {
  it.each([null, 5, '', []])('rejects %j in place of its options', async (options) => {
    await expect(createEmulator(options as never)).rejects.toThrow('createEmulator: options must be an object, not ');
  });

  it.each<[object, string]>([
    [
      { serviceVersoin: '3.6' },
      'createEmulator: unknown option "serviceVersoin". Known options: serviceVersion, edition, port,',
    ],
    [
      { limits: { post: 1 } },
      'createEmulator: unknown field "post" in limits. Known fields: POST, PUT, PATCH, DELETE, GET.',
    ],
    [{ port: '8080' }, 'port must be a whole number from 0 to 65535, not "8080". 0 is a free port.'],
    [{ limits: { POST: 1.5 } }, 'limits.POST must be a whole number of requests per minute, above 0, not 1.5.'],
    [{ serviceLimit: true }, 'serviceLimit must be a whole number of requests per second, above 0, or false'],
    [
      { serviceVersion: 3.7 },
      'serviceVersion must be one of "3.0", "3.1", "3.2", "3.5", "3.6", "3.7", "next", not 3.7.',
    ],
    [{ corsOrigin: 'http://localhost:3000/' }, 'corsOrigin must be an origin without a path, such as'],
    [{ gateway: { unavailabl: () => true } }, 'unknown field "unavailabl" in gateway. Known fields: unavailable,'],
    [{ gateway: { unavailable: true } }, 'gateway.unavailable must be a function, not true.'],
    [{ users: { 'sk-secret': { id: 'a', role: 'owner', tenant: 1 } } }, 'the role of user 1 must be one of "admin",'],
    [{ users: { 'sk-secret': { id: 'a', role: 'user', tenant: '1' } } }, 'the tenant of user 1 must be a whole number'],
    [
      { users: { 'sk-secret': { role: 'user', tenant: 1 } } },
      'the id of user 1 must be a string that is not empty, such as a UUID',
    ],
    [
      { users: { 'sk-secret': { ...USERS.user, name: 'A' } } },
      'unknown field "name" in user 1. Known fields: id, role',
    ],
    [{ users: { 'sk-secret': { ...USERS.user, scopes: '*' } } }, 'the scopes of user 1 must be an array of strings'],
    [{ users: { 'sk-secret': { ...USERS.user, email: 5 } } }, 'the email of user 1 must be a string.'],
    [{ users: { a: { ...USERS.user, password: 5 } } }, 'the password of user 1 must be a string.'],
    [{ users: { DOCSPACE_API_KEY: 'sk-secret' } }, "user 1 must be an object such as { id, role: 'admin', tenant: 1 }"],
    [{ users: new Map([['sk-secret', USERS.user]]) }, 'or a function, not an instance of Map.'],
    [{ limits: new Map([['POST', 1]]) }, 'limits must be "real", "raised" or an object such as { POST: 5 }, not an'],
    [{ corsOrigin: 'mailto:a' }, 'corsOrigin must be an origin without a path, such as'],
    [{ corsOrigin: 'app://localhost/page' }, 'corsOrigin must be an origin without a path, such as'],
    [{ signatureKey: new Uint8Array() }, 'signatureKey must be a Uint8Array of at least one byte'],
    [{ clients: [{}] }, 'seed: clients[0].name must be a string'],
  ])('rejects a setting that is misspelt or in another form: %j', async (options, message) => {
    const error = await createEmulator(options as EmulatorOptions).catch((reason: unknown) => reason);
    expect(String(error)).toContain(message);
    expect(String(error)).not.toContain('sk-secret');
  });

  it('takes options of another realm, and ones without a prototype', async () => {
    const other = runInNewContext('({ users: { key: { id: "a", role: "admin", tenant: 7 } } })');
    expect((await startEmulator(other)).seed([{ name: 'Reporting' }])).toMatchObject([{ tenant: 7 }]);
    const bare = Object.assign(Object.create(null), { limits: { GET: 1 } });
    expect((await startEmulator(bare)).url).toMatch(/^http:/);
  });

  it('takes a clock that is an instance of a class', async () => {
    class Clock {
      now(): number {
        return Date.UTC(2026, 0, 1);
      }
    }
    const [client] = (await startEmulator({ clock: new Clock() })).seed([{ name: 'Reporting' }]);
    expect(client.created_on).toMatch(/^2026-01-01T00:00:00\./);
  });

  it('stores its option clients', async () => {
    const emulator = await startEmulator({ clients: [{ name: 'Reporting' }] });
    expect(await names(apiOf(emulator))).toEqual(['Reporting']);
  });
});

describe('signIn', () => {
  it.each<[ServiceVersion, RegExp]>([
    ['3.0', /^emulator-session-[0-9a-f]{32}$/],
    ['3.1', /^sk-emulator-[0-9a-f]{32}$/],
    ['3.7', /^sk-emulator-[0-9a-f]{32}$/],
  ])(
    'returns keys on %s that no real portal knows and that are of a new user each',
    async (serviceVersion, pattern) => {
      const { signIn, url } = await startEmulator({ serviceVersion });
      const keys = [signIn('admin'), signIn('admin')];
      expect(keys[0]).toMatch(pattern);
      const creators = await Promise.all(
        keys.map(async (apiKey) => {
          const { client_id } = await new ClientManagementApi({ baseUrl: url, apiKey }).createClient(CREATE_REQUEST);
          return client_id;
        }),
      );
      expect(new Set(creators).size).toBe(2);
    },
  );

  it('gives the rights of the role', async () => {
    const emulator = await startEmulator();
    const [admin, user, guest] = (['admin', 'user', 'guest'] as const).map((role) => apiOf(emulator, role));
    await user?.createClient(CREATE_REQUEST);
    await admin?.createClient({ ...CREATE_REQUEST, name: 'Of the admin' });
    expect(user && (await names(user))).toEqual([CREATE_REQUEST.name]);
    expect(admin && (await names(admin))).toEqual(['Of the admin', CREATE_REQUEST.name]);
    await expect(guest?.createClient(CREATE_REQUEST)).rejects.toThrow(PermissionDeniedError);
  });

  it('signs in to the portal of users', async () => {
    const emulator = await startEmulator({ users: { key: { ...USERS.admin, tenant: 7 } } });
    expect((await apiOf(emulator).createClient(CREATE_REQUEST)).tenant).toBe(7);
  });

  it('signs in beside a function users', async () => {
    const emulator = await startEmulator({ users: () => undefined });
    expect(await apiOf(emulator).getScopes()).toHaveLength(9);
  });

  it('throws for an unknown role', async () => {
    const { signIn } = await startEmulator();
    expect(() => signIn('owner' as Role)).toThrow('signIn: role must be one of "admin", "user", "guest", not "owner".');
  });
});

describe('seed', () => {
  it('stores clients of which only the name is given, in their order', async () => {
    const emulator = await startEmulator();
    const stored = emulator.seed([{ name: 'First' }, { name: 'Second' }]);
    expect(stored.map(({ name }) => name)).toEqual(['First', 'Second']);
    const api = apiOf(emulator);
    expect(await names(api)).toEqual(['Second', 'First']);
    const [first] = stored;
    expect(await api.getClient(first.client_id)).toEqual(first);
  });

  it.each<ServiceVersion>(['3.0', '3.1', '3.5', '3.7', 'next'])(
    'has defaults that %s takes in a create',
    async (serviceVersion) => {
      const emulator = await startEmulator({ serviceVersion });
      const [seeded] = emulator.seed([{ name: 'Reporting' }]);
      const { name, logo, website_url, terms_url, policy_url, scopes, redirect_uris, allowed_origins } = seeded;
      const request = {
        ...{ name, logo, website_url, terms_url, policy_url },
        scopes: [...scopes],
        redirect_uris: [...redirect_uris],
        allowed_origins: [...allowed_origins],
        logout_redirect_uri: String(seeded.logout_redirect_uris[0]),
      };
      expect((await apiOf(emulator).createClient(request)).name).toBe('Reporting');
    },
  );

  it('takes the body of a create, and a stored client', async () => {
    const [one, other] = [await startEmulator(), await startEmulator()];
    const [client] = one.seed([{ ...CREATE_REQUEST, allow_pkce: true }]);
    expect(client).toMatchObject({
      name: CREATE_REQUEST.name,
      authentication_methods: ['client_secret_post', 'none'],
      logout_redirect_uris: [CREATE_REQUEST.logout_redirect_uri],
    });
    expect(other.seed([...one.clients().values()])).toEqual([client]);
  });

  it('gives a client to the user of a key, and to an admin of users otherwise', async () => {
    const emulator = await startEmulator({ users: { guest: USERS.guest, admin: USERS.admin } });
    const key = emulator.signIn('user');
    const [own, other] = emulator.seed([{ name: 'Own', created_by: key }, { name: 'Other' }]);
    expect([own.created_by === key, other.created_by]).toEqual([false, USERS.admin.id]);
    expect(await names(new ClientManagementApi({ baseUrl: emulator.url, apiKey: key }))).toEqual(['Own']);
  });

  it('takes the id of a user who is unknown, as of one who left the portal, whose clients admins see', async () => {
    const emulator = await startEmulator();
    const [client] = emulator.seed([{ name: 'Reporting', created_by: NOBODY }]);
    expect(client).toMatchObject({ created_by: NOBODY, modified_by: NOBODY, tenant: 1 });
    expect(await names(apiOf(emulator))).toEqual(['Reporting']);
    expect(await names(apiOf(emulator, 'user'))).toEqual([]);
  });

  it.each<[string, EmulatorOptions]>([
    ['an object', { users: { key: { ...USERS.admin, id: 'not-a-uuid' } } }],
    ['a function, whose ids cannot be listed', { users: () => undefined }],
  ])('takes an id of users that is no UUID: %s', async (_, options) => {
    const { seed } = await startEmulator(options);
    expect(seed([{ name: 'Reporting', created_by: 'not-a-uuid' }])).toMatchObject([{ created_by: 'not-a-uuid' }]);
  });

  it('gives a client to the default user if users is a function', async () => {
    const { seed } = await startEmulator({ users: () => undefined });
    expect(seed([{ name: 'Reporting' }])).toMatchObject([
      { created_by: DEFAULT_USER.id, modified_by: DEFAULT_USER.id, tenant: DEFAULT_USER.tenant },
    ]);
  });

  it('does not show a key that nobody has', async () => {
    const { seed } = await startEmulator();
    expect(() => seed([{ name: 'Reporting', created_by: 'sk-unknown' }])).toThrow(/^(?!.*sk-unknown)/);
  });

  it.each<[unknown, string]>([
    [{ name: 'Reporting' }, 'seed: clients must be an array'],
    [['Reporting'], 'seed: clients[0] must be an object'],
    [
      [{ name: 'Reporting' }, { nam: 'x' }],
      'seed: unknown field "nam" in clients[1]. Known fields: name, description,',
    ],
    [[{ name: ' ' }], 'clients[0].name must be a string that is not blank'],
    // A hole.
    [Object.assign([{ name: 'x' }], { 2: { name: 'y' } }), 'clients[1] must be an object'],
    [
      [new Map([['name', 'x']])],
      'clients[0] must be an object such as { "name": "Reporting" }, not an instance of Map.',
    ],
    [[{ name: 'x', scopes: 'openid' }], 'clients[0].scopes must be an array of strings'],
    [[{ name: 'x', enabled: null }], 'clients[0].enabled must be a boolean'],
    [[{ name: 'x', tenant: 0 }], 'clients[0].tenant must be a whole number above 0'],
    [[{ name: 'x', client_id: 'x' }], 'clients[0].client_id must be a UUID in lower case'],
    [[{ name: 'x', created_on: '2026-01-01' }], 'clients[0].created_on must be a time in ISO 8601 with Z'],
    [[1, 2].map(() => ({ name: 'x', client_id: NOBODY })), 'clients[1].client_id is the id of another client'],
    [
      [{ name: 'x', created_by: 'admin' }],
      'clients[0].created_by must be the id of a user (a UUID), or a key of `signIn`',
    ],
    [[{ name: 'x' }, { name: 'y', modified_by: 'admin' }], 'clients[1].modified_by must be the id of a user'],
    [
      [{ name: 'x', allow_pkce: true, authentication_methods: [] }],
      'not have both allow_pkce and authentication_methods',
    ],
  ])('throws for %j and stores none', async (clients, message) => {
    const { seed, ...emulator } = await startEmulator();
    expect(() => seed(clients as SeedClient[])).toThrow(message);
    expect(emulator.clients().size).toBe(0);
  });

  it('throws for the id of a client that is stored', async () => {
    const { seed } = await startEmulator();
    const [{ client_id }] = seed([{ name: 'Reporting' }]);
    expect(() => seed([{ name: 'Other', client_id }])).toThrow(RangeError);
  });
});

describe('respondWith', () => {
  it('has the operations of the SDK, and generateJwtToken', () => {
    expect([...OPERATION_NAMES].sort()).toEqual([...Object.keys(OPERATIONS), 'generateJwtToken'].sort());
  });

  it('decides the next request of the operation, and no other', async () => {
    const emulator = await startEmulator();
    const api = apiOf(emulator);
    emulator.respondWith('createClient', { status: 403, headers: { 'X-Request-Id': 'abc' }, body: { reason: 'no' } });
    expect(await api.getScopes()).toHaveLength(9);
    const error = await api.createClient(CREATE_REQUEST).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PermissionDeniedError);
    expect(error).toMatchObject({ response: { headers: { 'x-request-id': 'abc' } }, reason: 'no' });
    expect(emulator.clients().size).toBe(0);
    await api.createClient(CREATE_REQUEST);
    expect(emulator.clients().size).toBe(1);
  });

  it.each(['3.0', '3.7'] as const)(
    'says of an error what the service of %s says, unless body is set',
    async (version) => {
      const emulator = await startEmulator({ serviceVersion: version });
      const api = apiOf(emulator);
      emulator.respondWith('deleteClient', { status: 403 });
      const details =
        version === '3.0' ? { reason: expect.any(String) } : { problem: { status: 403, title: 'Forbidden' } };
      await expect(api.deleteClient(NOBODY)).rejects.toMatchObject({
        name: 'PermissionDeniedError',
        attempts: 1,
        ...details,
      });
      emulator.respondWith('deleteClient', { status: 404, body: '' });
      await expect(api.deleteClient(NOBODY)).rejects.toMatchObject({ name: 'NotFoundError', body: '' });
    },
  );

  it('counts times in the order of the calls, and falls back to the last one with Infinity', async () => {
    const { respondWith, url } = await startEmulator();
    respondWith('getScopes', { status: 418 }, { times: Number.POSITIVE_INFINITY });
    respondWith('getScopes', { status: 500 }, { times: 2 });
    respondWith('getScopes', { status: 502 });
    respondWith('getScopes', { status: 503 }, { times: Number.POSITIVE_INFINITY });
    const statuses: number[] = [];
    for (let count = 0; count < 6; count++) {
      statuses.push((await fetch(`${url}/api/2.0/scopes`)).status);
    }
    expect(statuses).toEqual([500, 500, 502, 503, 503, 503]);
  });

  it.each([...OPERATION_NAMES])('reaches %s', async (operation) => {
    const emulator = await startEmulator();
    emulator.respondWith(operation, { status: 418 });
    const api = apiOf(emulator);
    const proof = { confirm: new URL(emulator.url).host };
    const calls: Readonly<Record<EmulatorOperation, () => Promise<unknown>>> = {
      getClients: () => api.getClients(),
      getClient: () => api.getClient(NOBODY),
      getClientInfo: () => api.getClientInfo(NOBODY),
      getClientsInfo: () => api.getClientsInfo(),
      getPublicClientInfo: () => api.getPublicClientInfo(NOBODY),
      getConsents: () => api.getConsents(),
      getScopes: () => api.getScopes(),
      createClient: () => api.createClient(CREATE_REQUEST),
      updateClient: () => api.updateClient(NOBODY, UPDATE_REQUEST),
      deleteClient: () => api.deleteClient(NOBODY),
      changeActivation: () => api.changeActivation(NOBODY, { status: true }),
      regenerateSecret: () => api.regenerateSecret(NOBODY),
      revokeUserClient: () => api.revokeUserClient(NOBODY),
      deleteUserClients: () => api.deleteUserClients(proof),
      deleteTenantClients: () => api.deleteTenantClients(proof),
      generateJwtToken: () => api.getScopes(),
    };
    await expect(calls[operation]()).rejects.toMatchObject({ status: 418 });
    expect(emulator.requests.at(-1)).toMatchObject({ operation, status: 418 });
  });

  it('sends text as it is, with any header', async () => {
    const { respondWith, url } = await startEmulator();
    respondWith('getScopes', {
      status: 503,
      headers: { 'Content-Type': 'text/html', 'Retry-After': '2' },
      body: '<p>',
    });
    const { headers, ...response } = await fetch(`${url}/api/2.0/scopes`).then(async (received) => ({
      headers: received.headers,
      status: received.status,
      text: await received.text(),
    }));
    expect(response).toEqual({ status: 503, text: '<p>' });
    expect([headers.get('content-type'), headers.get('retry-after')]).toEqual(['text/html', '2']);
  });

  it('disconnect closes the connection', async () => {
    const emulator = await startEmulator();
    emulator.respondWith('deleteClient', { disconnect: true });
    await expect(apiOf(emulator).deleteClient(NOBODY)).rejects.toMatchObject({ code: 'CONNECTION' });
    expect(emulator.requests.at(-1)).not.toHaveProperty('status');
  });

  it('hang does not respond until the client is gone', async () => {
    const emulator = await startEmulator();
    emulator.respondWith('getScopes', { hang: true });
    const gone = new AbortController();
    const outcome = apiOf(emulator)
      .getScopes({ signal: gone.signal })
      .catch((error: unknown) => error);
    await letSocketsWork();
    gone.abort('still waiting');
    expect(await outcome).toBe('still waiting');
  });

  it.each<[string, unknown, object | undefined, string]>([
    ['createClients', { status: 403 }, undefined, 'respondWith: operation must be one of "getClients", "getClient",'],
    ['listClients', { status: 403 }, undefined, 'respondWith: listClients is no operation. It sends getClients: name'],
    ['listClientsInfo', { status: 403 }, undefined, 'It sends getClientsInfo: name that.'],
    ['listConsents', { status: 403 }, undefined, 'It sends getConsents: name that.'],
    ['modifyClient', { status: 403 }, undefined, 'It sends getClient and updateClient: name that.'],
    ['constructor', { status: 403 }, undefined, 'respondWith: operation must be one of "getClients",'],
    [
      'createClient',
      new Response(''),
      undefined,
      'response must be an object such as { status: 403 }, not an instance of Response.',
    ],
    [
      'createClient',
      { status: 403, headers: new Headers() },
      undefined,
      'response.headers must be an object such as { "Retry-After": "2" }, not an instance of Headers.',
    ],
    ...['Trailer', 'transfer-encoding', 'CONNECTION', 'Content-Length'].map(
      (name): [string, unknown, undefined, string] => [
        'createClient',
        { status: 403, headers: { [name]: '5' } },
        undefined,
        `respondWith: the header "${name}" of response must not be set: the emulator sets it. Leave it out.`,
      ],
    ),
    [
      'createClient',
      { status: 403, body: { toJSON: () => undefined } },
      undefined,
      'response.body must be an object that JSON can hold. Its toJSON returns nothing.',
    ],
    ['createClient', {}, undefined, 'response must have exactly one of status, hang and disconnect'],
    ['createClient', { statusCode: 403 }, undefined, 'unknown field "statusCode" in response. Known fields: status,'],
    ['createClient', { status: 403, hang: true }, undefined, 'exactly one of status, hang and disconnect'],
    ['createClient', { status: 403, json: {} }, undefined, 'unknown field "json" in response.'],
    ['createClient', { status: 100 }, undefined, 'status must be a whole number from 200 to 599, not 100'],
    [
      'createClient',
      { status: '403' },
      undefined,
      'response.status must be a whole number from 200 to 599, not "403".',
    ],
    ['createClient', { hang: true, body: '' }, undefined, 'response.body has no effect with hang. Leave it out.'],
    ['createClient', { status: 403, body: 1 }, undefined, 'response.body must be an object or a string, not 1.'],
    [
      'createClient',
      { status: 403, headers: { a: 1 } },
      undefined,
      'the header "a" of response must be a string, not 1.',
    ],
    [
      'createClient',
      { status: 403, headers: { 'a b': '' } },
      undefined,
      'the header "a b" of response must have a name of letters, digits',
    ],
    [
      'createClient',
      { status: 403, headers: { a: '1\n2' } },
      undefined,
      'the header "a" of response must have a value of',
    ],
    ['createClient', { disconnect: false }, undefined, 'response.disconnect must be true, not false.'],
    ['createClient', undefined, undefined, 'response must be an object such as { status: 403 }, not undefined.'],
    ['createClient', { status: 403 }, { times: 0 }, 'times must be a whole number of at least 1, or Infinity, not 0'],
    ['createClient', { status: 403 }, { time: 2 }, 'respondWith: unknown option "time". Known options: times.'],
  ])('throws for %s %j %j', async (operation, response, options, message) => {
    const { respondWith } = await startEmulator();
    expect(() => respondWith(operation as 'createClient', response as PlannedResponse, options)).toThrow(message);
  });
});

it.each<[string, () => object]>([
  ['a BigInt', () => ({ id: 1n })],
  [
    'a cycle',
    () => {
      const body: { self?: object } = {};
      body.self = body;
      return body;
    },
  ],
])('respondWith names the body that has %s', async (_, bodyOf) => {
  const { respondWith } = await startEmulator();
  expect(() => respondWith('getScopes', { status: 200, body: bodyOf() })).toThrow(
    'respondWith: response.body must be an object that JSON can hold: TypeError: ',
  );
});

describe('requests', () => {
  it('have their operation, body and status', async () => {
    const emulator = await startEmulator();
    await apiOf(emulator).createClient(CREATE_REQUEST);
    await fetch(`${emulator.url}/health`);
    expect(emulator.requests).toMatchObject([
      { method: 'GET', path: '/api/2.0/security/oauth2/token', operation: 'generateJwtToken', status: 200 },
      { method: 'POST', path: CLIENTS, operation: 'createClient', body: CREATE_REQUEST, status: 201 },
      { method: 'GET', path: '/health', status: 200 },
    ]);
    expect(emulator.requests[2]).not.toHaveProperty('operation');
  });

  it('hold no credential', async () => {
    const emulator = await startEmulator();
    const key = emulator.signIn('admin');
    await new ClientManagementApi({ baseUrl: emulator.url, apiKey: key }).getScopes();
    const headers = { Cookie: 'asc_auth_key=secret', 'Content-Type': 'application/json' };
    const body = JSON.stringify({ name: 'x', list: [{ client_secret: 'secret' }] });
    await fetch(emulator.url + CLIENTS, { method: 'POST', headers, body });
    const text = JSON.stringify(emulator.requests);
    expect(text).not.toMatch(/eyJ|[^_]secret"/);
    expect(text).not.toContain(key);
    expect(emulator.requests.at(-1)).toMatchObject({
      headers: { cookie: '***' },
      body: { name: 'x', list: [{ client_secret: '***' }] },
    });
  });

  it('are frozen, all of them, and a copy', async () => {
    const emulator = await startEmulator();
    const before = emulator.requests;
    await apiOf(emulator).createClient(CREATE_REQUEST);
    expect(before).toEqual([]);
    const [, create] = emulator.requests;
    const body = create?.body as { scopes: string[] };
    const parts = [emulator.requests, create, create?.headers, body, body.scopes];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true));
  });
});

describe('advance', () => {
  it('refills limits and lets signatures expire', async () => {
    const emulator = await startEmulator({ limits: { GET: 2 } });
    const api = apiOf(emulator);
    await api.getScopes();
    await api.getScopes();
    await expect(api.getScopes()).rejects.toMatchObject({ status: 429 });
    emulator.advance(30_000);
    await api.getScopes();
    expect(emulator.stats().tokenRequests).toBe(1);
    // The service grants another minute.
    emulator.advance(360_000);
    await api.getScopes();
    expect(emulator.stats().tokenRequests).toBe(2);
  });

  it('moves the option clock forward too', async () => {
    const time = Date.UTC(2026, 0, 1);
    const emulator = await startEmulator({ clock: { now: () => time } });
    emulator.advance(86_400_000);
    const { created_on } = await apiOf(emulator).createClient(CREATE_REQUEST);
    expect(created_on).toMatch(/^2026-01-02T00:00:00\./);
  });

  it.each([1e300, Date.UTC(9999, 0)])('throws for %d, with which times could not be written, and stays', async (ms) => {
    const { advance, seed } = await startEmulator();
    expect(() => advance(ms)).toThrow('advance: ms must keep the time before the year 10000, which ');
    expect(seed([{ name: 'Reporting' }])).toMatchObject([{ created_on: expect.stringMatching(/^2\d{3}-/) }]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('throws for %d', async (ms) => {
    const { advance } = await startEmulator();
    expect(() => advance(ms)).toThrow(`ms must be a finite number of at least 0, not ${ms}`);
  });
});

describe('reset', () => {
  it('returns to the seed and not to an empty portal', async () => {
    const emulator = await startEmulator({ clients: [{ name: 'First' }] });
    const [second] = emulator.seed([{ name: 'Second' }, { name: 'Third' }]);
    const api = apiOf(emulator);
    await api.deleteClient(second.client_id);
    await api.createClient(CREATE_REQUEST);
    const before = [...emulator.clients().values()];
    emulator.reset();
    expect(before.map(({ name }) => name)).toEqual(['First', 'Third', CREATE_REQUEST.name]);
    expect([...emulator.clients().values()].map(({ name }) => name)).toEqual(['First', 'Second', 'Third']);
    expect(await api.getClient(second.client_id)).toEqual(second);
  });

  it('clears consents, limits, outages, the state of the portal, planned responses, requests and counts', async () => {
    const emulator = await startEmulator({ limits: { POST: 1 } });
    const key = emulator.signIn('admin');
    const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: key, retry: false });
    const { client_id } = await api.createClient(CREATE_REQUEST);
    emulator.consent(key, client_id, ['openid']);
    expect(await toArray(api.listConsents())).toHaveLength(1);
    emulator.setOutage('database', true);
    emulator.setPortal('unpaid');
    emulator.respondWith('createClient', { status: 500 }, { times: Number.POSITIVE_INFINITY });
    emulator.respondWith('createClient', { status: 500 });
    emulator.reset();
    expect([emulator.requests, emulator.clients().size]).toEqual([[], 0]);
    expect(emulator.stats()).toMatchObject({ received: 0, accepted: 0, tokenRequests: 0 });
    const other = apiOf(emulator);
    await other.createClient(CREATE_REQUEST);
    await api.createClient(CREATE_REQUEST);
    expect(await toArray(api.listConsents())).toEqual([]);
    expect(emulator.stats().tokenRequests).toBe(1);
  });

  it('leaves the signatures of before good, and the clock where it is', async () => {
    const emulator = await startEmulator();
    emulator.advance(3_600_000);
    const api = apiOf(emulator);
    await api.getScopes();
    emulator.reset();
    await api.getScopes();
    expect(emulator.stats()).toMatchObject({ accepted: 1, tokenRequests: 0 });
  });

  it('lets no request under way land in the new state', async () => {
    const emulator = await startEmulator();
    const body = JSON.stringify(CREATE_REQUEST);
    const head = [
      `POST ${CLIENTS} HTTP/1.1`,
      'Host: localhost',
      'User-Agent: test',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      `X-Signature: ${signatureOf(USERS.admin, emulator.signatureKey)}`,
    ];
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 20)}`);
    emulator.respondWith('getScopes', { hang: true });
    const hanging = fetch(`${emulator.url}/api/2.0/scopes`);
    await vi.waitFor(() => expect(emulator.requests).toHaveLength(1), { interval: 5 });
    emulator.reset();
    expect((await hanging).status).toBe(410);
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 410 /);
    socket.write(body.slice(20));
    await letSocketsWork();
    expect([emulator.clients().size, emulator.requests]).toEqual([0, []]);
    socket.destroy();
  });
});

it('clear forgets the seed as well, so that tests can seed what they need', async () => {
  const emulator = await startEmulator({ clients: [{ name: 'First' }] });
  emulator.seed([{ name: 'Second' }]);
  emulator.respondWith('getScopes', { status: 500 });
  emulator.clear();
  emulator.seed([{ name: 'Third' }]);
  emulator.reset();
  expect([...emulator.clients().values()].map(({ name }) => name)).toEqual(['Third']);
  expect(await apiOf(emulator).getScopes()).toHaveLength(9);
});

it('a hole in consents is none', async () => {
  const client_id = NOBODY;
  const consents = Object.assign([], { 1: { user: NOBODY, client_id, scopes: ['openid'] } });
  await expect(startEmulator({ clients: [{ name: 'Reporting', client_id }], consents })).rejects.toThrow(
    'seed: consents[0] must be an object, not undefined.',
  );
});

it('consent takes the key of a user', async () => {
  const emulator = await startEmulator();
  const key = emulator.signIn('user');
  const [client] = emulator.seed([{ name: 'Reporting' }]);
  emulator.consent(key, client.client_id, ['openid']);
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: key });
  expect(await toArray(api.listConsents())).toMatchObject([{ registered_client_id: client.client_id }]);
});

it.each<[string, string, unknown, string]>([
  ['admin', 'stored', ['openid'], 'consent: user must be the id of a user (a UUID), or a key of `signIn` or `users`.'],
  [NOBODY, NOBODY, ['openid'], `consent: clientId must be the id of a stored client, not "${NOBODY}".`],
  [NOBODY.toUpperCase(), 'stored', ['openid'], 'consent: user must be the id of a user (a UUID), or a key'],
  [NOBODY, 'stored', 'openid', 'consent: scopes must be an array of strings.'],
])('consent throws for %s %s %j', async (user, client, scopes, message) => {
  const emulator = await startEmulator();
  const [{ client_id }] = emulator.seed([{ name: 'Reporting' }]);
  const clientId = client === 'stored' ? client_id : client;
  expect(() => emulator.consent(user, clientId, scopes as string[])).toThrow(message);
});

it('setOutage and setPortal throw for what they do not know, and change nothing', async () => {
  const emulator = await startEmulator();
  const { setOutage, setPortal } = emulator;
  expect(() => setOutage('databse' as never, true)).toThrow(
    'setOutage: dependency must be one of "authorization service", "message broker", "limiter store", "database", not',
  );
  expect(() => setOutage('database', undefined as never)).toThrow('setOutage: down must be a boolean, not undefined.');
  expect(() => setPortal('closed' as never)).toThrow('setPortal: state must be one of "open", "unpaid",');
  expect(await apiOf(emulator).getClients()).toMatchObject({ data: [] });
});

it('a test may use the emulator by await using', async () => {
  let url = '';
  {
    await using emulator = await createEmulator();
    ({ url } = emulator);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  }
  await expect(fetch(url)).rejects.toThrow();
});

it('reports what it does not have with a status that the service never uses', async () => {
  const { url } = await startEmulator();
  const response = await fetch(`${url}/api/2.0/files/@my`);
  expect(response.status).toBe(501);
  expect(await response.text()).toContain('The emulator has no /api/2.0/files/@my. It has /api/2.0/clients');
  const error = await new ClientManagementApi({ baseUrl: `${url}/elsewhere`, apiKey: 'sk-emulator' })
    .getScopes()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
});
