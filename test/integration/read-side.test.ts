import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions, type ServiceVersion } from '../../emulator/index.js';
import {
  ClientManagementApi,
  type ClientResponse,
  InvalidRequestError,
  NotFoundError,
  toUpdateRequest,
} from '../../src/index.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';

const VERSIONS: readonly ServiceVersion[] = ['3.0', '3.1', '3.2', '3.5', '3.6', '3.7', 'next'];
const USER = { id: '5a1d4c2e-7b3f-4d65-9c08-e1f2a3b4c5d6', role: 'admin', tenant: 1 } as const;

async function start(
  options: EmulatorOptions = {},
): Promise<{ api: ClientManagementApi; emulator: Emulator; requests: string[] }> {
  const emulator = await createEmulator({ limits: 'raised', users: { session: USER }, ...options });
  onTestFinished(() => emulator.close());
  const requests: string[] = [];
  const send: typeof fetch = (input, init) => {
    const { method, url } = input as Request;
    requests.push(`${method} ${url.slice(emulator.url.length)}`);
    return fetch(input, init);
  };
  return {
    api: new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'session', fetch: send }),
    emulator,
    requests,
  };
}

async function create(api: ClientManagementApi, count: number): Promise<ClientResponse[]> {
  const clients: ClientResponse[] = [];
  for (let index = 0; index < count; index++) {
    clients.push(await api.createClient({ ...CREATE_REQUEST, name: `Client ${index}` }));
  }
  return clients;
}

async function collect<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) {
    items.push(item);
  }
  return items;
}

describe.each(VERSIONS)('on DocSpace %s', (serviceVersion) => {
  it('listClients() lists 0, 1, 49, 50, 51 and 120 clients, each once', async () => {
    const { api } = await start({ serviceVersion });
    let created = 0;
    for (const total of [0, 1, 49, 50, 51, 120]) {
      await create(api, total - created);
      created = total;
      const ids = (await collect(api.listClients())).map(({ client_id }) => client_id);
      expect(new Set(ids).size).toBe(total);
      expect(ids).toHaveLength(total);
    }
  });

  it('getClients() returns a page, and the page behind it by its cursors', async () => {
    const { api } = await start({ serviceVersion });
    await create(api, 5);
    const [first, second, ...others] = await collect(api.listClients({ limit: 3 }).pages());
    expect([first?.data.length, second?.data.length, others.length]).toEqual([3, 2, 0]);
    const ids = (await api.getClients({ limit: 3 })).data.map(({ client_id }) => client_id);
    expect(ids).toEqual(first?.data.map(({ client_id }) => client_id));
  });

  it('getClient() returns a client with its secret', async () => {
    const { api } = await start({ serviceVersion });
    const [client] = await create(api, 1);
    const { client_id, client_secret, name } = client ?? expect.fail();
    expect(await api.getClient(client_id)).toMatchObject({ client_id, client_secret, name });
    const { client_secret: renewed } = await api.regenerateSecret(client_id);
    expect((await api.getClient(client_id)).client_secret).toBe(renewed);
  });

  it('getClientInfo(), getClientsInfo() and listClientsInfo() return what anybody may know', async () => {
    const { api } = await start({ serviceVersion });
    const [client] = await create(api, 1);
    const { client_id, name } = client ?? expect.fail();
    const info = await api.getClientInfo(client_id);
    expect(info).toMatchObject({ client_id, name });
    expect(info).not.toHaveProperty('client_secret');
    expect((await api.getClientsInfo()).data).toMatchObject([{ client_id }]);
    expect(await collect(api.listClientsInfo())).toMatchObject([{ client_id }]);
  });

  it('getConsents() and listConsents() return the consents of the user', async () => {
    const { api, emulator } = await start({ serviceVersion });
    const clients = await create(api, 3);
    for (const { client_id } of clients) {
      emulator.consent(USER.id, client_id, ['files:read']);
    }
    const ids = clients.map(({ client_id }) => client_id).sort();
    const { data } = await api.getConsents({ limit: 50 });
    expect(data.map(({ registered_client_id }) => registered_client_id).sort()).toEqual(ids);
    expect(await collect(api.listConsents({ limit: 2 }))).toHaveLength(3);
  });

  it('getScopes() returns the scopes of the portal', async () => {
    const { api } = await start({ serviceVersion });
    expect(await api.getScopes()).toContainEqual(expect.objectContaining({ name: 'files:read' }));
  });

  it('the responses are valid with validate: { response: true }', async () => {
    const { api } = await start({ serviceVersion });
    const [client] = await create(api, 1);
    const checked = api.withOptions({ validate: { response: true } });
    const { client_id } = client ?? expect.fail();
    await checked.getClients();
    await checked.getClient(client_id);
    await checked.getClientInfo(client_id);
    await checked.getClientsInfo();
    await checked.getConsents();
    await checked.getScopes();
    await checked.getPublicClientInfo(client_id);
  });

  it('toUpdateRequest() carries along what an update would lose', async () => {
    const { api } = await start({ serviceVersion });
    const client = await api.createClient({ ...CREATE_REQUEST, allow_pkce: true });
    await api.updateClient(client.client_id, { ...toUpdateRequest(client), name: 'Another' });
    const { modified_on, ...changed } = await api.getClient(client.client_id);
    expect(changed).toMatchObject({ name: 'Another', description: client.description, logo: client.logo });
    expect(changed.authentication_methods.toSorted()).toEqual(client.authentication_methods.toSorted());
  });
});

describe('modifyClient()', () => {
  it('updates what changes, and keeps the rest', async () => {
    const { api, requests } = await start();
    const { client_id } = await api.createClient({ ...CREATE_REQUEST, allow_pkce: true, description: 'text' });
    requests.length = 0;
    expect(await api.modifyClient(client_id, { name: 'Another' })).toBe(true);
    expect(requests.map((request) => request.split(' ')[0])).toEqual(['GET', 'PUT']);
    const client = await api.getClient(client_id);
    expect(client).toMatchObject({ name: 'Another', description: 'text' });
    expect(client.authentication_methods).toContain('none');
  });

  it('sends no update if nothing changes, whatever the order of an array', async () => {
    const { api, requests } = await start();
    const allowed_origins = ['https://a.example.com', 'https://b.example.com'];
    const { client_id } = await api.createClient({ ...CREATE_REQUEST, allowed_origins });
    requests.length = 0;
    const changes = { name: CREATE_REQUEST.name, allowed_origins: allowed_origins.toReversed(), logo: undefined };
    expect(await api.modifyClient(client_id, JSON.parse(JSON.stringify(changes)))).toBe(false);
    expect(requests.map((request) => request.split(' ')[0])).toEqual(['GET']);
  });

  it('runs for one client one after another, so that no change is lost', async () => {
    const { api } = await start();
    const { client_id } = await api.createClient(CREATE_REQUEST);
    const origins = Array.from({ length: 8 }, (_, index) => `https://origin-${index}.example.com`);
    await Promise.all(
      origins.map((origin) =>
        api.modifyClient(client_id, ({ allowed_origins }) => ({ allowed_origins: [...allowed_origins, origin] })),
      ),
    );
    expect((await api.getClient(client_id)).allowed_origins).toEqual(expect.arrayContaining(origins));
  });

  it('begins a retry with the read', async () => {
    const { api, emulator } = await start();
    const { client_id } = await api.createClient(CREATE_REQUEST);
    // Not by the same object: its calls for one client wait for each other.
    const other = new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'session' });
    let puts = 0;
    const flaky = api.withOptions({
      retry: { initialDelay: 1 },
      fetch: async (input, init) => {
        if ((input as Request).method === 'PUT' && ++puts === 1) {
          await other.modifyClient(client_id, { description: 'by somebody else' });
          return new Response(null, { status: 503 });
        }
        return fetch(input, init);
      },
    });
    await flaky.modifyClient(client_id, { name: 'Another' });
    expect(await api.getClient(client_id)).toMatchObject({ name: 'Another', description: 'by somebody else' });
  });

  it('rejects for an unknown client, and goes on for the next call', async () => {
    const { api } = await start();
    const unknown = '00000000-0000-4000-8000-000000000000';
    const calls = [api.modifyClient(unknown, { name: 'Another' }), api.modifyClient(unknown, { name: 'Another' })];
    for (const call of calls) {
      await expect(call).rejects.toBeInstanceOf(NotFoundError);
    }
  });

  it.each([null, undefined, 5, 'x', [], true])('rejects %j in place of changes before a request', async (changes) => {
    const { api, requests } = await start();
    await expect(api.modifyClient(CLIENT_ID, changes as object)).rejects.toMatchObject({
      name: 'InvalidRequestError',
      issues: [{ path: 'changes' }],
    });
    expect(requests).toEqual([]);
  });

  it.each([null, undefined, 5, 'x', []])('rejects a function that returns %j, and sends no update', async (changes) => {
    const { api, requests } = await start();
    const { client_id } = await api.createClient(CREATE_REQUEST);
    await expect(api.modifyClient(client_id, () => changes as object)).rejects.toMatchObject({
      name: 'InvalidRequestError',
      issues: [{ path: 'changes' }],
    });
    expect(requests.filter((request) => request.startsWith('PUT'))).toEqual([]);
  });

  it.each([5n, Symbol('id'), Object.create(null), null])('rejects a client id that is none', async (id) => {
    const { api, requests } = await start();
    await expect(api.modifyClient(id as string, { name: 'Another' })).rejects.toMatchObject({
      name: 'InvalidRequestError',
      issues: [{ path: 'clientId' }],
    });
    expect(requests).toEqual([]);
  });

  it('rejects a change that JSON cannot carry', async () => {
    const { api } = await start();
    const { client_id } = await api.createClient(CREATE_REQUEST);
    await expect(api.modifyClient(client_id, { name: 5n as unknown as string })).rejects.toMatchObject({
      name: 'InvalidRequestError',
      issues: [{ path: 'body' }],
    });
  });

  it('rejects with what the function throws, and sends no update', async () => {
    const { api, requests } = await start();
    const { client_id } = await api.createClient(CREATE_REQUEST);
    const modified = api.modifyClient(client_id, () => {
      throw new RangeError('mine');
    });
    await expect(modified).rejects.toThrow(RangeError);
    expect(requests.filter((request) => request.startsWith('PUT'))).toEqual([]);
  });
});

describe('writes on one client', () => {
  it('changeActivation(): keep their order, retries included', async () => {
    const { api, emulator } = await start();
    const { client_id } = await api.createClient(CREATE_REQUEST);
    let patches = 0;
    const flaky = api.withOptions({
      retry: { initialDelay: 1 },
      fetch: async (input, init) =>
        (input as Request).method === 'PATCH' && ++patches === 1
          ? new Response(null, { status: 503 })
          : fetch(input, init),
    });
    await Promise.all([
      flaky.changeActivation(client_id, { status: false }),
      flaky.changeActivation(client_id, { status: true }),
    ]);
    expect(emulator.clients().get(client_id)?.enabled).toBe(true);
  });
});

describe('deleteUserClients() and deleteTenantClients()', () => {
  it.each(['deleteUserClients', 'deleteTenantClients'] as const)('%s demands the host of the portal', async (name) => {
    const { api, emulator, requests } = await start();
    await create(api, 2);
    requests.length = 0;
    const { host } = new URL(emulator.url);
    for (const confirmation of [{ confirm: 'portal.example.com' }, { confirm: '' }, {}, undefined, host, null]) {
      await expect(api[name](confirmation as { confirm: string })).rejects.toBeInstanceOf(InvalidRequestError);
    }
    expect(requests).toEqual([]);
    expect(emulator.clients().size).toBe(2);
    await api[name]({ confirm: host });
    expect(emulator.clients().size).toBe(0);
  });

  it('are not sent again after a lost connection', async () => {
    const { api, emulator } = await start();
    let sent = 0;
    const broken = api.withOptions({
      fetch: async (input, init) => {
        if ((input as Request).method === 'DELETE') {
          sent++;
          throw new TypeError('fetch failed', { cause: new Error('reset') });
        }
        return fetch(input, init);
      },
    });
    const confirm = new URL(emulator.url).host;
    await expect(broken.deleteTenantClients({ confirm })).rejects.toMatchObject({
      name: 'ConnectionError',
      attempts: 1,
      mayHaveRun: true,
    });
    expect(sent).toBe(1);
  });
});

describe('credentials', () => {
  it("getPublicClientInfo() needs none, with credentials: 'omit'", async () => {
    const { api, emulator } = await start();
    const [client] = await create(api, 1);
    const { client_id, name } = client ?? expect.fail();
    const anonymous = new ClientManagementApi({ baseUrl: emulator.url, credentials: 'omit' });
    expect(await anonymous.getPublicClientInfo(client_id)).toMatchObject({ name });
    await expect(anonymous.getClientInfo(client_id)).rejects.toMatchObject({ name: 'ConfigurationError' });
  });
});

describe('PageQuery', () => {
  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 51 }, 'limit'],
    [{ limit: 1.5 }, 'limit'],
    [{ limit: '5' }, 'limit'],
    [{ page: -1 }, 'page'],
    [{ last_client_id: 5 }, 'last_client_id'],
    [{ sort: 'name' }, 'sort'],
  ])('%j is rejected before a request', async (query, path) => {
    const { api, requests } = await start();
    const error: unknown = await api.getClients(query as object).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'InvalidRequestError', issues: [{ path }] });
    await expect(collect(api.listClients(query as object))).rejects.toMatchObject({ issues: [{ path }] });
    expect(requests).toEqual([]);
  });

  it.each([5, 'x', null, [], true])('%j in place of it is rejected before a request', async (query) => {
    const { api, requests } = await start();
    const rejection = { name: 'InvalidRequestError', issues: [{ path: 'query' }] };
    await expect(api.getClients(query as object)).rejects.toMatchObject(rejection);
    await expect(collect(api.listConsents(query as object))).rejects.toMatchObject(rejection);
    expect(requests).toEqual([]);
  });

  it('cursors are encoded once', async () => {
    const { api, requests } = await start();
    await api.getClients({
      limit: 1,
      last_client_id: 'a+b/c%',
      last_created_on: '2026-01-02T03:04:05.123456789+03:00',
    });
    expect(requests.at(-1)).toBe(
      'GET /api/2.0/clients?limit=1&last_client_id=a%2Bb%2Fc%25&last_created_on=2026-01-02T03%3A04%3A05.123456789%2B03%3A00',
    );
  });
});

it('listClients() reads 30 pages against a bucket of 10 reads', async () => {
  const { api } = await start({ limits: { GET: 10, POST: 1000 }, timeScale: 6000 });
  await create(api, 30);
  const clients = await collect(api.listClients({ limit: 1 }));
  expect(new Set(clients.map(({ client_id }) => client_id)).size).toBe(30);
});
