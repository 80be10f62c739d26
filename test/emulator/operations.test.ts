import { describe, expect, it } from 'vitest';
import { CLIENTS, CREATE, startSession, UPDATE } from './support/session.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe('createClient', () => {
  it('answers the whole client with an id and a secret, and stores it', async () => {
    const { call, clients } = await startSession();
    const { status, text } = await call('POST', CLIENTS, { body: { ...CREATE, allow_pkce: true } });
    expect(status).toBe(201);
    const client = JSON.parse(text);
    const { logout_redirect_uri, ...asSent } = CREATE;
    expect(client).toEqual({
      ...asSent,
      tenant: 1,
      enabled: true,
      client_id: expect.stringMatching(UUID),
      client_secret: expect.stringMatching(UUID),
      authentication_methods: ['client_secret_post', 'none'],
      logout_redirect_uris: [logout_redirect_uri],
      created_on: expect.any(String),
      created_by: expect.any(String),
      modified_on: client.created_on,
      modified_by: client.created_by,
      is_public: false,
    });
    expect(Math.abs(Date.parse(client.created_on) - Date.now())).toBeLessThan(60_000);
    expect(clients().get(client.client_id)).toEqual(client);
  });

  it('gives every client its own id and secret', async () => {
    const { create, clients } = await startSession();
    const [one, other] = [await create(), await create()];
    expect(one.client_id).not.toBe(other.client_id);
    expect(one.client_secret).not.toBe(other.client_secret);
    expect(clients().size).toBe(2);
  });

  it('takes a missing description for none and repeated values for one', async () => {
    const { create } = await startSession();
    const { description, ...body } = CREATE;
    const client = await create({ body: { ...body, scopes: ['openid', 'openid'] } });
    expect(client).toMatchObject({
      description: null,
      scopes: ['openid'],
      authentication_methods: ['client_secret_post'],
    });
  });

  it.each([
    { generation: 'new', stored: false },
    { generation: 'old', stored: true },
  ] as const)('stores is_public as $stored on $generation services', async ({ generation, stored }) => {
    const { create } = await startSession({ generation });
    expect(await create({ body: { ...CREATE, is_public: true } })).toMatchObject({ is_public: stored });
  });
});

describe('updateClient', () => {
  it('replaces what is sent, switches off omitted booleans and keeps the rest', async () => {
    const { call, clients, create } = await startSession();
    const before = await create({ body: { ...CREATE, allow_pkce: true } });
    const path = `${CLIENTS}/${before.client_id}`;
    await call('PUT', path, { body: { ...UPDATE, allow_pkce: true, is_public: true } });
    expect(clients().get(before.client_id)).toMatchObject({
      is_public: true,
      authentication_methods: ['client_secret_post', 'none'],
    });
    const { status, text } = await call('PUT', path, { body: UPDATE });
    expect({ status, text }).toEqual({ status: 200, text: '' });
    expect(clients().get(before.client_id)).toEqual({
      ...before,
      ...UPDATE,
      description: null,
      is_public: false,
      authentication_methods: ['client_secret_post'],
      modified_on: expect.any(String),
    });
  });

  it.each([
    { generation: 'new', stored: ['rooms:read'] },
    { generation: 'old', stored: CREATE.scopes },
  ] as const)('leaves scopes as $stored on $generation services', async ({ generation, stored }) => {
    const { call, clients, create } = await startSession({ generation });
    const { client_id } = await create();
    const redirect_uris = ['https://elsewhere.example.com'];
    await call('PUT', `${CLIENTS}/${client_id}`, { body: { ...UPDATE, scopes: ['rooms:read'], redirect_uris } });
    expect(clients().get(client_id)).toMatchObject({
      scopes: stored,
      redirect_uris: generation === 'new' ? redirect_uris : CREATE.redirect_uris,
    });
  });
});

describe('changeActivation', () => {
  it('switches a client off and on', async () => {
    const { call, clients, create } = await startSession();
    const { client_id } = await create();
    for (const status of [false, true]) {
      const answer = await call('PATCH', `${CLIENTS}/${client_id}/activation`, { body: { status } });
      expect(answer).toMatchObject({ status: 200, text: '' });
      expect(clients().get(client_id)?.enabled).toBe(status);
    }
  });
});

describe('regenerateSecret', () => {
  it('replaces the secret and answers the new one', async () => {
    const { call, clients, create } = await startSession();
    const before = await create();
    const { status, text } = await call('PATCH', `${CLIENTS}/${before.client_id}/regenerate`);
    const { client_secret, ...rest } = JSON.parse(text);
    expect({ status, rest }).toEqual({ status: 200, rest: {} });
    expect(client_secret).toMatch(UUID);
    expect(client_secret).not.toBe(before.client_secret);
    expect(clients().get(before.client_id)?.client_secret).toBe(client_secret);
  });
});

describe('deleteClient and revokeUserClient', () => {
  it('deletes one client alone', async () => {
    const { call, clients, create } = await startSession();
    const [one, other] = [await create(), await create()];
    expect(await call('DELETE', `${CLIENTS}/${one.client_id}`)).toMatchObject({ status: 200, text: '' });
    expect([...clients().keys()]).toEqual([other.client_id]);
  });

  it('revokes without touching the client', async () => {
    const { call, clients, create } = await startSession();
    const client = await create();
    expect(await call('DELETE', `${CLIENTS}/${client.client_id}/revoke`)).toMatchObject({ status: 200, text: '' });
    expect(clients().get(client.client_id)).toEqual(client);
  });
});

it('creates under the second prefix on new services', async () => {
  const { call, clients } = await startSession();
  expect((await call('POST', '/api/2.0/oauth2/clients', { body: CREATE })).status).toBe(201);
  expect(clients().size).toBe(1);
});
