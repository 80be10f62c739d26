// What tests pass against an emulator and then fail against a portal, or the other way round.
import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Emulator, ServiceVersion } from '../../../emulator/index.js';
import { ClientManagementApi, NotFoundError, toUpdateRequest } from '../../../src/index.js';
import { CREATE_REQUEST } from '../../support/calls.js';
import { signatureOf } from '../../support/signature.js';
import { startEmulator } from './support/server.js';
import { CLIENTS, NOBODY, USERS } from './support/session.js';

const apiOf = ({ url, signIn }: Emulator, role: 'admin' | 'user' = 'admin'): ClientManagementApi =>
  new ClientManagementApi({ baseUrl: url, apiKey: signIn(role) });

describe('it is not laxer than the service', () => {
  it('rejects an expired signature, one of another key, and a key in the place of a signature', async () => {
    const { url, signatureKey, signIn } = await startEmulator();
    const expired = signatureOf(USERS.admin, signatureKey, { exp: Date.now() / 1000 - 61 });
    const foreign = signatureOf(USERS.admin, new Uint8Array(32));
    const statuses = [expired, foreign, signIn('admin')].map(
      async (signature) => (await fetch(`${url}/api/2.0/scopes`, { headers: { 'x-signature': signature } })).status,
    );
    expect(await Promise.all(statuses)).toEqual([403, 403, 403]);
  });

  it('rejects a good signature of another emulator', async () => {
    const [one, other] = [await startEmulator(), await startEmulator()];
    const headers = { 'x-signature': signatureOf(USERS.admin, one.signatureKey) };
    const statuses = [one, other].map(async ({ url }) => (await fetch(`${url}/api/2.0/scopes`, { headers })).status);
    expect(await Promise.all(statuses)).toEqual([200, 403]);
  });

  it.each<[ServiceVersion, number]>([
    ['3.7', 403],
    ['3.0', 401],
  ])('rejects an API key as a session cookie on %s', async (serviceVersion, status) => {
    const { url, signIn } = await startEmulator({ serviceVersion, users: { 'sk-key': USERS.admin } });
    const keys = ['sk-key', ...(serviceVersion === '3.0' ? [] : [signIn('admin')])];
    for (const key of keys) {
      const response = await fetch(`${url}${CLIENTS}`, { headers: { Cookie: `asc_auth_key=${key}` } });
      expect(response.status).toBe(status);
    }
  });

  it('rejects an unknown key, and a user at the clients of the portal', async () => {
    const emulator = await startEmulator();
    const unknown = new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'sk-emulator-unknown' });
    await expect(unknown.getScopes()).rejects.toMatchObject({ status: 401 });
    const confirm = new URL(emulator.url).host;
    await expect(apiOf(emulator, 'user').deleteTenantClients({ confirm })).rejects.toMatchObject({ status: 403 });
  });

  it('rejects a write without a User-Agent', async () => {
    const { url, signatureKey } = await startEmulator();
    const headers = { 'x-signature': signatureOf(USERS.admin, signatureKey) };
    const sent = request(`${url}${CLIENTS}/${NOBODY}/revoke`, { method: 'DELETE', headers, agent: false }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    expect(response.statusCode).toBe(500);
  });
});

describe('it is not stricter than the service', () => {
  it('ignores a field of a newer version and an unknown query', async () => {
    const { url, signatureKey } = await startEmulator();
    const headers = { 'x-signature': signatureOf(USERS.admin, signatureKey), 'Content-Type': 'application/json' };
    const body = JSON.stringify({ ...CREATE_REQUEST, field_of_the_next_version: true });
    const created = await fetch(`${url}${CLIENTS}?unknown=1`, { method: 'POST', headers, body });
    expect(created.status).toBe(201);
    expect(await created.json()).not.toHaveProperty('field_of_the_next_version');
  });

  it('takes a date with an encoded plus sign, and not with a bare one', async () => {
    const { url, signatureKey } = await startEmulator();
    const headers = { 'x-signature': signatureOf(USERS.admin, signatureKey) };
    const statuses = ['%2B', '+'].map(
      async (plus) =>
        (await fetch(`${url}${CLIENTS}?limit=5&last_created_on=2026-01-02T03:04:05.123456${plus}03:00`, { headers }))
          .status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 500]);
  });
});

describe('its responses have to do with the requests', () => {
  it.each<ServiceVersion>(['3.0', '3.1', '3.7'])(
    'of two users, from create to delete, on %s',
    async (serviceVersion) => {
      const emulator = await startEmulator({ serviceVersion });
      const api = apiOf(emulator);
      const other = apiOf(emulator, serviceVersion === '3.0' ? 'admin' : 'user');
      const { client_id, client_secret } = await api.createClient(CREATE_REQUEST);
      const own = await other.createClient({ ...CREATE_REQUEST, name: 'Of the other' });
      expect(await api.getClient(client_id)).toMatchObject({ name: CREATE_REQUEST.name, client_secret, enabled: true });
      expect((await api.getClients({ page: 0, limit: 9 })).data.map(({ name }) => name)).toEqual([
        'Of the other',
        CREATE_REQUEST.name,
      ]);
      await api.updateClient(client_id, { ...toUpdateRequest(await api.getClient(client_id)), name: 'Renamed' });
      await api.changeActivation(client_id, { status: false });
      const { client_secret: fresh } = await api.regenerateSecret(client_id);
      expect(await api.getClient(client_id)).toMatchObject({ name: 'Renamed', client_secret: fresh, enabled: false });
      expect(fresh).not.toBe(client_secret);
      await api.deleteClient(client_id);
      await expect(api.getClient(client_id)).rejects.toThrow();
      expect([...emulator.clients().keys()]).toEqual([own.client_id]);
      if (serviceVersion !== '3.0') {
        await expect(other.getClient(client_id)).rejects.toThrow(NotFoundError);
      }
    },
  );
});

describe('its pages', () => {
  const SAME_TIME = { created_on: '2026-01-01T00:00:00.123456Z' };

  async function pagesOf(
    serviceVersion: ServiceVersion,
    clients: readonly { name: string; created_on?: string }[],
    limit: number,
  ): Promise<string[][]> {
    const api = apiOf(await startEmulator({ serviceVersion, clients }));
    const pages: string[][] = [];
    for await (const { data } of api.listClients({ limit }).pages()) {
      pages.push(data.map(({ name }) => name));
    }
    return pages;
  }

  const named = (count: number): { name: string }[] =>
    Array.from({ length: count }, (_, index) => ({ name: `C${index}` }));

  it.each<ServiceVersion>(['3.0', '3.7'])('have a second one, and end right at a full page, on %s', async (version) => {
    expect(await pagesOf(version, named(5), 5)).toEqual([['C4', 'C3', 'C2', 'C1', 'C0']]);
    expect(await pagesOf(version, named(10), 5)).toEqual([
      ['C9', 'C8', 'C7', 'C6', 'C5'],
      ['C4', 'C3', 'C2', 'C1', 'C0'],
    ]);
    expect((await pagesOf(version, named(6), 5)).map(({ length }) => length)).toEqual([5, 1]);
  });

  it.each<[ServiceVersion, number, readonly number[]]>([
    ['3.0', 5, [5]],
    ['3.0', 6, [5, 1]],
    ['3.7', 5, [5]],
    ['3.7', 6, [5, 1]],
    ['3.7', 10, [5, 5]],
  ])('of consents and of what others may know end as right, on %s with %i', async (serviceVersion, count, sizes) => {
    const emulator = await startEmulator({ serviceVersion, clients: named(count) });
    const apiKey = emulator.signIn('admin');
    for (const clientId of emulator.clients().keys()) {
      emulator.consent(apiKey, clientId, ['openid']);
    }
    const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey });
    for (const list of [api.listConsents({ limit: 5 }), api.listClientsInfo({ limit: 5 })]) {
      const found: number[] = [];
      for await (const { data } of list.pages()) {
        found.push(data.length);
      }
      expect(found).toEqual(sizes);
    }
  });

  it('skip clients of the same time at an edge from 3.1 on, as those of the service do', async () => {
    const clients = named(6).map((client) => ({ ...client, ...SAME_TIME }));
    expect(await pagesOf('3.7', clients, 4)).toEqual([['C5', 'C4', 'C3', 'C2'], []]);
    expect(await pagesOf('3.0', clients, 4)).toEqual([
      ['C5', 'C4', 'C3', 'C2'],
      ['C1', 'C0'],
    ]);
  });

  it('are in the order of the times, whatever the order of the seed', async () => {
    const clients = [
      { name: 'Middle', created_on: '2026-01-02T00:00:00.5Z' },
      { name: 'Newest', created_on: '2026-01-02T00:00:00.500001Z' },
      { name: 'Oldest', created_on: '2026-01-02T00:00:00Z' },
    ];
    expect(await pagesOf('3.7', clients, 2)).toEqual([['Newest', 'Middle'], ['Oldest']]);
  });
});

it('shares no state with others in the process, each on a port of its own', async () => {
  const emulators = await Promise.all(Array.from({ length: 8 }, () => startEmulator()));
  expect(new Set(emulators.map(({ url }) => url)).size).toBe(8);
  await Promise.all(emulators.slice(1).map((emulator) => apiOf(emulator).createClient(CREATE_REQUEST)));
  expect(emulators.map(({ clients }) => clients().size)).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
  const [one, other] = emulators;
  const api = new ClientManagementApi({ baseUrl: String(one?.url), apiKey: String(other?.signIn('admin')) });
  await expect(api.getScopes()).rejects.toMatchObject({ status: 401 });
});

it('keeps users apart, so that test files may share one if each signs in a user of its own', async () => {
  const emulator = await startEmulator({ limits: { POST: 1 } });
  const files = ['one', 'other'].map((name) => ({ name, api: apiOf(emulator, 'user') }));
  await Promise.all(files.map(({ name, api }) => api.createClient({ ...CREATE_REQUEST, name })));
  expect(emulator.stats()).toMatchObject({ accepted: 2, rateLimited: 0 });
  const lists = await Promise.all(files.map(({ api }) => api.getClients()));
  expect(lists.map(({ data }) => data.map(({ name }) => name))).toEqual([['one'], ['other']]);
});
