import { describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import { CLIENTS, CREATE, listIn, NOBODY, type Session, startSession, UPDATE, USERS } from './support/session.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const ALIAS = '/api/2.0/oauth2/clients';

const ON_A_CLIENT = [
  { method: 'PUT', suffix: '', body: UPDATE },
  { method: 'PATCH', suffix: '/activation', body: { status: true } },
  { method: 'PATCH', suffix: '/regenerate', body: undefined },
  { method: 'DELETE', suffix: '', body: undefined },
] as const;

const storedIn = ({ service }: Session, clientId: string): object | undefined => service.store.snapshot().get(clientId);

describe.each(ON_A_CLIENT)('$method {clientId}$suffix', ({ method, suffix, body }) => {
  it.each<[ServiceVersion, number, string]>([
    ['3.0', 500, 'application/json'],
    ['3.1', 404, 'application/json'],
    ['3.7', 404, 'application/problem+json'],
  ])('finds no deleted, foreign, unknown or malformed id on %s', (serviceVersion, status, contentType) => {
    const session = startSession({ serviceVersion });
    const { client_id: deleted } = session.create();
    session.call('DELETE', `${CLIENTS}/${deleted}`);
    const { client_id: foreign } = session.create({ as: 'foreigner' });
    const before = storedIn(session, foreign);
    for (const id of [deleted, foreign, NOBODY, 'no-uuid', `${deleted}.json`]) {
      const path = `${CLIENTS}/${id}${suffix}`;
      const received = session.call(method, path, { body });
      expect([id, received.status, received.headers['content-type']]).toEqual([id, status, contentType]);
      expect(received.json).toEqual(
        serviceVersion === '3.7'
          ? {
              type: expect.stringMatching(/^https:/),
              title: 'Not Found',
              status: 404,
              detail: expect.any(String),
              instance: path,
            }
          : { reason: expect.any(String) },
      );
    }
    expect(storedIn(session, foreign)).toBe(before);
  });

  it('is 404 for the client of another user, unless an admin sends it', () => {
    const session = startSession();
    const { client_id } = session.create({ as: 'owner' });
    const path = `${CLIENTS}/${client_id}${suffix}`;
    const statuses = (['user', 'foreigner', 'owner'] as const).map(
      (as) => session.call(method, path, { as, body }).status,
    );
    expect(statuses).toEqual([404, 404, 200]);
    const { client_id: another } = session.create({ as: 'owner' });
    expect(session.call(method, `${CLIENTS}/${another}${suffix}`, { as: 'admin', body }).status).toBe(200);
  });

  it.each<[ServiceVersion, number]>([
    ['3.0', 500],
    ['3.6', 404],
    ['3.7', 200],
  ])('on %s, is %i below the second prefix', (serviceVersion, status) => {
    const session = startSession({ serviceVersion });
    const { client_id } = session.create();
    expect(session.call(method, `${ALIAS}/${client_id}${suffix}`, { body }).status).toBe(status);
  });

  it('takes an id in capitals', () => {
    const session = startSession();
    const { client_id } = session.create();
    expect(session.call(method, `${CLIENTS}/${client_id.toUpperCase()}${suffix}`, { body }).status).toBe(200);
  });
});

describe('createClient', () => {
  it('returns the whole client with an id and a secret, and stores it', () => {
    const session = startSession();
    const { status, json } = session.call('POST', CLIENTS, { as: 'owner', body: { ...CREATE, allow_pkce: true } });
    expect(status).toBe(201);
    const { logout_redirect_uri, allow_pkce, ...asSent } = CREATE;
    expect(json).toEqual({
      ...asSent,
      tenant: 1,
      enabled: true,
      client_id: expect.stringMatching(UUID),
      client_secret: expect.stringMatching(/^[A-Za-z\d]{36}$/),
      authentication_methods: ['client_secret_post', 'none'],
      logout_redirect_uris: [logout_redirect_uri],
      created_on: expect.stringMatching(/^2026-01-01T00:00:00\.\d{7,9}Z$/),
      created_by: USERS.owner.id,
      modified_on: json?.created_on,
      modified_by: USERS.owner.id,
      is_public: true,
    });
    expect(storedIn(session, String(json?.client_id))).toMatchObject({ name: CREATE.name, created_by: USERS.owner.id });
  });

  it('gives every client its own id and secret', () => {
    const session = startSession();
    const [one, other] = [session.create(), session.create()];
    expect(one.client_id).not.toBe(other.client_id);
    expect(one.client_secret).not.toBe(other.client_secret);
    expect(session.service.store.snapshot().size).toBe(2);
  });

  it('takes a missing description for null and repeated values for one', () => {
    const { description, ...body } = CREATE;
    const client = startSession().create({ body: { ...body, scopes: ['openid', 'openid'] } });
    expect(client).toMatchObject({
      description: null,
      scopes: ['openid'],
      authentication_methods: ['client_secret_post'],
    });
  });

  it.each([true, false])('ignores is_public: %j', (is_public) => {
    expect(startSession().create({ body: { ...CREATE, is_public } }).is_public).toBe(true);
  });

  it.each<[ServiceVersion, RegExp, string[]]>([
    ['3.0', UUID, ['invalidated', 'public']],
    ['3.1', UUID, ['public']],
    ['3.6', /^[A-Za-z\d]{36}$/, ['public']],
    ['3.7', /^[A-Za-z\d]{36}$/, []],
  ])('on %s, has the secret and the fields of the version', (serviceVersion, secret, fields) => {
    const client = startSession({ serviceVersion }).create();
    expect(client.client_secret).toMatch(secret);
    expect(
      Object.keys(client)
        .filter((name) => ['invalidated', 'public'].includes(name))
        .sort(),
    ).toEqual(fields);
    expect(client.created_by).toBe(serviceVersion === '3.0' ? `${USERS.admin.id}@example.com` : USERS.admin.id);
  });

  it('creates below the second prefix on 3.7', () => {
    const { call, service } = startSession();
    expect(call('POST', ALIAS, { body: CREATE }).status).toBe(201);
    expect(service.store.snapshot().size).toBe(1);
  });
});

describe('updateClient', () => {
  it('replaces what is sent, takes omitted booleans for false and keeps the rest', () => {
    const session = startSession();
    const before = session.create({ body: { ...CREATE, allow_pkce: true } });
    const path = `${CLIENTS}/${before.client_id}`;
    session.call('PUT', path, { body: { ...UPDATE, allow_pkce: true, description: 'Changed' } });
    expect(storedIn(session, before.client_id)).toMatchObject({
      description: 'Changed',
      authentication_methods: ['client_secret_post', 'none'],
    });
    expect(session.call('PUT', path, { body: UPDATE })).toMatchObject({ status: 200, text: '' });
    const { scopes, redirect_uris, ...changed } = UPDATE;
    expect(storedIn(session, before.client_id)).toEqual({
      ...before,
      ...changed,
      description: 'Changed',
      authentication_methods: ['client_secret_post'],
      created_on: expect.any(String),
      modified_on: expect.any(String),
    });
    session.call('PUT', path, { body: { ...UPDATE, description: '' } });
    expect(storedIn(session, before.client_id)).toMatchObject({ description: '' });
  });

  it.each<[ServiceVersion, readonly string[]]>([
    ['3.0', CREATE.scopes],
    ['3.7', CREATE.scopes],
    ['next', UPDATE.scopes],
  ])('on %s, leaves scopes as %j', (serviceVersion, scopes) => {
    const session = startSession({ serviceVersion });
    const { client_id } = session.create();
    session.call('PUT', `${CLIENTS}/${client_id}`, { body: UPDATE });
    expect(storedIn(session, client_id)).toMatchObject({
      scopes,
      redirect_uris: serviceVersion === 'next' ? UPDATE.redirect_uris : CREATE.redirect_uris,
    });
  });
});

it('changeActivation switches a client off and on', () => {
  const session = startSession();
  const { client_id } = session.create();
  for (const status of [false, true]) {
    expect(session.call('PATCH', `${CLIENTS}/${client_id}/activation`, { body: { status } })).toMatchObject({
      status: 200,
      text: '',
    });
    expect(storedIn(session, client_id)).toMatchObject({ enabled: status });
  }
});

it('regenerateSecret replaces the secret and returns the new one', () => {
  const session = startSession();
  const before = session.create();
  const { status, json } = session.call('PATCH', `${CLIENTS}/${before.client_id}/regenerate`);
  expect({ status, fields: Object.keys(json ?? {}) }).toEqual({ status: 200, fields: ['client_secret'] });
  expect(json?.client_secret).not.toBe(before.client_secret);
  expect(storedIn(session, before.client_id)).toMatchObject({ client_secret: json?.client_secret });
});

describe('deleteClient', () => {
  it('deletes one client alone', () => {
    const session = startSession();
    const [one, other] = [session.create(), session.create()];
    expect(session.call('DELETE', `${CLIENTS}/${one.client_id}`)).toMatchObject({ status: 200, text: '' });
    expect([...session.service.store.snapshot().keys()]).toEqual([other.client_id]);
  });

  it('deletes nothing by an id in capitals on 3.0', () => {
    const session = startSession({ serviceVersion: '3.0' });
    const { client_id } = session.create();
    expect(session.call('DELETE', `${CLIENTS}/${client_id.toUpperCase()}`)).toMatchObject({ status: 200, text: '' });
    expect(storedIn(session, client_id)).toBeDefined();
  });
});

describe('revokeUserClient', () => {
  it('is 200 for any id and leaves the client as it is', () => {
    const session = startSession();
    const { client_id } = session.create();
    const before = storedIn(session, client_id);
    for (const id of [client_id, NOBODY, 'no-uuid', 'a'.repeat(300)]) {
      expect(session.call('DELETE', `${CLIENTS}/${id}/revoke`)).toMatchObject({ status: 200, text: '' });
    }
    expect(storedIn(session, client_id)).toBe(before);
  });

  it('is 500 on 3.0 for an id that is no UUID', () => {
    const { call } = startSession({ serviceVersion: '3.0' });
    expect([NOBODY, 'no-uuid'].map((id) => call('DELETE', `${CLIENTS}/${id}/revoke`).status)).toEqual([200, 500]);
  });
});

describe('deleteOwnClients and deleteClientsOfPortal', () => {
  it.each([CLIENTS, ALIAS])('DELETE %s removes every client of the caller', (path) => {
    const session = startSession();
    session.create({ as: 'owner' });
    session.create({ as: 'owner' });
    const others = [session.create({ as: 'user' }), session.create({ as: 'foreigner' })];
    expect(session.call('DELETE', path, { as: 'owner' })).toMatchObject({ status: 200, text: '' });
    expect([...session.service.store.snapshot().keys()]).toEqual(others.map(({ client_id }) => client_id));
    expect(session.call('DELETE', path, { as: 'owner' }).status).toBe(200);
  });

  it.each([`${CLIENTS}/tenant`, `${CLIENTS}/%74enant`, `${ALIAS}/tenant`])(
    'DELETE %s removes every client of the portal, for its admin alone',
    (path) => {
      const session = startSession();
      session.create({ as: 'owner' });
      session.create({ as: 'user' });
      const { client_id } = session.create({ as: 'foreigner' });
      expect(session.call('DELETE', path, { as: 'owner' }).status).toBe(403);
      expect(session.service.store.snapshot().size).toBe(3);
      expect(session.call('DELETE', path)).toMatchObject({ status: 200, text: '' });
      expect([...session.service.store.snapshot().keys()]).toEqual([client_id]);
    },
  );

  it.each([CLIENTS, `${CLIENTS}/tenant`])('DELETE %s removes nothing on 3.0', (path) => {
    const session = startSession({ serviceVersion: '3.0' });
    session.create();
    expect(session.call('DELETE', path).status).toBe(500);
    expect(session.service.store.snapshot().size).toBe(1);
  });

  it.each([`${CLIENTS}/`, `${CLIENTS}/.`, `${CLIENTS}/x/..`, `${CLIENTS}/..`])('DELETE %s removes nothing', (path) => {
    const session = startSession();
    session.create();
    expect(session.call('DELETE', path).status).toBe(403);
    expect(session.service.store.snapshot().size).toBe(1);
  });

  it('count in the bucket of DELETE', () => {
    const { call } = startSession({ limits: { DELETE: 2 } });
    expect([CLIENTS, `${CLIENTS}/tenant`, CLIENTS].map((path) => call('DELETE', path).status)).toEqual([200, 200, 429]);
  });
});

describe('getClient', () => {
  it('returns the secret', () => {
    const { create, call } = startSession();
    const { client_id, client_secret } = create();
    expect(call('GET', `${CLIENTS}/${client_id}`).json).toMatchObject({ client_id, client_secret });
  });

  it('shows times in microseconds, in the zone of the portal on 3.0', () => {
    const timeOn = (serviceVersion: ServiceVersion): unknown => {
      const { create, call } = startSession({ serviceVersion });
      return call('GET', `${CLIENTS}/${create().client_id}`).json?.created_on;
    };
    expect(timeOn('3.0')).toMatch(/^2026-01-01T03:00:00(\.\d{1,6})?\+03:00$/);
    expect(timeOn('3.6')).toMatch(/^2026-01-01T00:00:00(\.\d{1,6})?Z$/);
  });

  it.each([
    ['unknown', NOBODY, 404],
    ['malformed', 'no-uuid', 500],
  ])('is, on 3.0, for an %s id: %s', (_, id, status) => {
    expect(startSession({ serviceVersion: '3.0' }).call('GET', `${CLIENTS}/${id}`).status).toBe(status);
  });

  it('is 500 on 3.0 for a deleted client, whose info is 404', () => {
    const { create, call } = startSession({ serviceVersion: '3.0' });
    const { client_id } = create();
    call('DELETE', `${CLIENTS}/${client_id}`);
    expect(
      ['', '/info', '/public/info'].map((suffix) => call('GET', `${CLIENTS}/${client_id}${suffix}`).status),
    ).toEqual([500, 404, 404]);
  });
});

describe('getClientInfo and getPublicInfo', () => {
  it('show no secret and no addresses of redirects', () => {
    const { create, call } = startSession();
    const { client_id } = create();
    const info = call('GET', `${CLIENTS}/${client_id}/info`).json;
    expect(Object.keys(info ?? {}).sort()).toEqual(
      [
        'authentication_methods',
        'client_id',
        'created_by',
        'created_on',
        'description',
        'is_public',
        'logo',
        'modified_by',
        'modified_on',
        'name',
        'policy_url',
        'public',
        'scopes',
        'terms_url',
        'website_url',
      ].sort(),
    );
    expect(call('GET', `${CLIENTS}/${client_id}/public/info`, { as: null }).json).toEqual(info);
  });

  it('are for the owner and for everybody', () => {
    const { create, call } = startSession();
    const { client_id } = create({ as: 'owner' });
    const statuses = (as: 'user' | 'foreigner' | 'guest'): number[] =>
      ['/info', '/public/info'].map((suffix) => call('GET', `${CLIENTS}/${client_id}${suffix}`, { as }).status);
    expect([statuses('user'), statuses('foreigner'), statuses('guest')]).toEqual([
      [404, 200],
      [404, 200],
      [403, 200],
    ]);
  });

  it('are for admins of all portals on 3.0', () => {
    const { create, call } = startSession({ serviceVersion: '3.0' });
    const { client_id } = create();
    expect(call('GET', `${CLIENTS}/${client_id}/info`, { as: 'foreigner' }).status).toBe(200);
    expect(call('GET', `${CLIENTS}/${client_id}`, { as: 'foreigner' }).status).toBe(404);
  });
});

describe('listClients and listInfos', () => {
  const namesIn = (json: Readonly<Record<string, unknown>> | null): unknown[] =>
    listIn(json, 'data').map(({ name }) => name);

  it('list the clients of the caller, or of the portal for its admin, the newest first', () => {
    const { create, call } = startSession();
    create({ as: 'owner', body: { ...CREATE, name: 'first' } });
    create({ as: 'user', body: { ...CREATE, name: 'second' } });
    create({ as: 'foreigner', body: { ...CREATE, name: 'third' } });
    for (const path of [`${CLIENTS}?limit=10`, `${CLIENTS}/info?limit=10`]) {
      expect(namesIn(call('GET', path, { as: 'owner' }).json)).toEqual(['first']);
      expect(namesIn(call('GET', path).json)).toEqual(['second', 'first']);
    }
  });

  it('encrypt secrets from 3.1 on', () => {
    const secretOn = (serviceVersion: ServiceVersion): unknown => {
      const { create, call } = startSession({ serviceVersion });
      create();
      return listIn(call('GET', `${CLIENTS}?limit=10&page=0`).json, 'data')[0]?.client_secret;
    };
    expect(secretOn('3.0')).toMatch(UUID);
    expect(secretOn('3.1')).toMatch(/^[\w+/]{107}=$/);
  });

  it('show who created a client on 3.0', () => {
    const users = { admin: { ...USERS.admin, displayName: 'Ada', avatar: '/ada.png' } };
    const { create, call } = startSession({ serviceVersion: '3.0', users });
    create();
    expect(call('GET', `${CLIENTS}?limit=10&page=0`).json?.data).toMatchObject([
      { creator_display_name: 'Ada', creator_avatar: '/ada.png', invalidated: false },
    ]);
  });
});

describe('listConsents', () => {
  const consentsOf = (session: Session, query = 'limit=10&page=0'): Readonly<Record<string, unknown>> | null =>
    session.call('GET', `${CLIENTS}/consents?${query}`, { as: 'user' }).json;

  function startWithConsents(serviceVersion: ServiceVersion): { session: Session; first: string; second: string } {
    const session = startSession({ serviceVersion });
    const [first, second] = [session.create().client_id, session.create().client_id];
    const { store, users } = session.service;
    store.consents.add({ user: USERS.user.id, client_id: first, scopes: ['files:read', 'openid'] }, users);
    store.consents.add({ user: USERS.user.id, client_id: second, scopes: ['files:read', 'openid'] }, users);
    store.consents.add({ user: USERS.guest.id, client_id: second, scopes: ['openid'] }, users);
    return { session, first, second };
  }

  it.each<ServiceVersion>(['3.1', '3.7'])('pages through the consents of the caller on %s', (serviceVersion) => {
    const { session, first, second } = startWithConsents(serviceVersion);
    const page = consentsOf(session, 'limit=1');
    expect(page).toEqual({
      data: [
        {
          registered_client_id: second,
          scopes: 'files:read openid',
          modified_at: page?.last_modified_on,
          client: expect.objectContaining({ client_id: second, public: true }),
        },
      ],
      limit: 1,
      last_modified_on: expect.stringMatching(/Z$/),
    });
    const rest = consentsOf(session, `limit=1&last_modified_on=${page?.last_modified_on}`);
    expect(rest).toMatchObject({ data: [{ registered_client_id: first }], last_modified_on: null });
  });

  it('has a form of its own on 3.0', () => {
    const { session, second } = startWithConsents('3.0');
    expect(consentsOf(session, 'limit=1&page=0')).toEqual({
      data: [
        {
          registered_client_id: second,
          scopes: 'files:read,openid',
          invalidated: false,
          principal_name: USERS.user.id,
          modified_at: expect.stringMatching(/\+03:00$/),
          client: expect.objectContaining({ client_id: second }),
        },
      ],
      page: 0,
      limit: 1,
      next: 1,
      previous: null,
    });
  });

  const idsIn = (session: Session): unknown[] =>
    listIn(consentsOf(session), 'data').map(({ registered_client_id }) => registered_client_id);

  it('shows a revoked consent no longer', () => {
    const { session, first, second } = startWithConsents('3.7');
    session.call('DELETE', `${CLIENTS}/${second}/revoke`, { as: 'user' });
    expect(idsIn(session)).toEqual([first]);
    session.call('DELETE', `${CLIENTS}/${first}/revoke`);
    expect(idsIn(session)).toEqual([first]);
  });

  it('shows that of a deleted client for some seconds, without the client', () => {
    const { session, first, second } = startWithConsents('3.7');
    session.call('DELETE', `${CLIENTS}/${second}`);
    expect(consentsOf(session)?.data).toMatchObject([{ client: null }, { client: { client_id: first } }]);
    session.pass(10_000);
    expect(idsIn(session)).toEqual([first]);
  });

  it('shows that of a client that is off, but not on 3.0', () => {
    for (const serviceVersion of ['3.0', '3.1'] as const) {
      const { session, first, second } = startWithConsents(serviceVersion);
      session.call('PATCH', `${CLIENTS}/${second}/activation`, { body: { status: false } });
      expect(idsIn(session)).toEqual(serviceVersion === '3.0' ? [first] : [second, first]);
    }
  });

  it('is emptied by deleteOwnClients', () => {
    const { session } = startWithConsents('3.7');
    session.call('DELETE', CLIENTS, { as: 'user' });
    expect(idsIn(session)).toEqual([]);
  });
});

it('listScopes returns the catalogue, openid last', () => {
  const { text } = startSession().call('GET', '/api/2.0/scopes', { as: 'guest' });
  const scopes: { name: string; group: string; type: string }[] = JSON.parse(text);
  expect(scopes).toHaveLength(9);
  expect(scopes[0]).toEqual({ name: 'accounts.self:read', group: 'profiles', type: 'read' });
  expect(scopes.at(-1)).toEqual({ name: 'openid', group: 'openid', type: 'openid' });
});
