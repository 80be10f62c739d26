import { describe, expect, it, vi } from 'vitest';
import type { EmulatorOptions, PortalState, ServiceVersion } from '../../../emulator/index.js';
import { SERVICE_VERSIONS } from '../../../emulator/versions.js';
import { startEmulator } from './support/server.js';
import { CLIENTS, CREATE, type Received, type Session, startSession, USERS } from './support/session.js';

const TOKEN = '/api/2.0/security/oauth2/token';
const API_KEY = 'sk-0123456789abcdef0123456789abcdef';
const LIMITED_KEY = 'sk-fedcba9876543210fedcba9876543210';
const PORTAL_USERS = {
  ...USERS,
  [API_KEY]: { ...USERS.owner, email: 'owner@example.com', password: 'pass:word' },
  [LIMITED_KEY]: { ...USERS.owner, scopes: ['files:read'] },
  'sk-unlimited': { ...USERS.owner, scopes: ['*'] },
};

const start = (options: EmulatorOptions = {}): Session => startSession({ users: PORTAL_USERS, ...options });
const request = ({ call }: Session, headers: Record<string, string>, method = 'GET'): Received =>
  call(method, TOKEN, { as: null, headers });
const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });
const basic = (text: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

/** The claims of the signature in a response. */
function claimsOf({ json }: Received): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(json?.response).split('.')[1] ?? '', 'base64url').toString());
}

/** The status of a list of clients that is requested with the signature in a response. */
function listWith({ call }: Session, { json }: Received): number {
  const headers = { 'x-signature': String(json?.response) };
  return call('GET', `${CLIENTS}?limit=50`, { as: null, headers }).status;
}

describe('the token endpoint', () => {
  it('returns a signature in the envelope of the portal', () => {
    const response = request(start(), { ...bearer(API_KEY), host: 'portal.example.com' });
    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
    expect(JSON.parse(response.text)).toEqual({
      response: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      count: 1,
      links: [{ href: `http://portal.example.com${TOKEN}`, action: 'GET' }],
      status: 0,
      statusCode: 200,
    });
  });

  it.each(SERVICE_VERSIONS.slice(1))('issues what the service accepts, for five minutes, on %s', (serviceVersion) => {
    const session = start({ serviceVersion });
    const response = parsed(request(session, bearer(API_KEY)));
    const { iat, exp, user_id } = claimsOf(response);
    expect([iat, exp, user_id]).toEqual([session.now() / 1000, session.now() / 1000 + 300, USERS.owner.id]);
    expect(listWith(session, response)).toBe(200);
    session.pass(359_000);
    expect(listWith(session, response)).toBe(200);
    session.pass(1_000);
    expect(listWith(session, response)).toBe(403);
  });

  it('carries the user of the key', () => {
    const session = start();
    const create = (key: string): Record<string, unknown> | null => {
      const { json } = parsed(request(session, bearer(key)));
      const headers = { 'x-signature': String(json?.response) };
      return session.call('POST', CLIENTS, { as: null, body: CREATE, headers }).json;
    };
    expect(create(API_KEY)).toMatchObject({ created_by: USERS.owner.id, tenant: 1 });
    expect(create('foreigner')).toMatchObject({ created_by: USERS.foreigner.id, tenant: 2 });
    // A guest has no right to create.
    expect(create('guest')).toMatchObject({ status: 403 });
  });

  it.each<[string, Record<string, string>, string]>([
    ['an API key', bearer(API_KEY), 'owner'],
    ['an API key limited to everything', bearer('sk-unlimited'), 'owner'],
    ['a session or an OAuth token', bearer('user'), 'user'],
    ['a session in the cookie', { cookie: 'a=b; asc_auth_key=user' }, 'user'],
    ['the cookie before the header', { cookie: 'asc_auth_key=user', ...bearer(API_KEY) }, 'user'],
    ['the e-mail address and password', basic('owner@example.com:pass:word'), 'owner'],
  ])('takes %s', (_, headers, user) => {
    const response = parsed(request(start(), headers));
    expect([response.status, claimsOf(response).user_id]).toEqual([200, USERS[user as keyof typeof USERS].id]);
  });

  it.each<[string, Record<string, string>]>([
    ['no credential', {}],
    ['an API key without Bearer', { authorization: API_KEY }],
    ['a session without Bearer', { authorization: 'user' }],
    ['an unknown key', bearer('sk-unknown')],
    ['an inherited key', bearer('constructor')],
    ['an API key in the cookie', { cookie: `asc_auth_key=${API_KEY}` }],
    ['a bad cookie before a good header', { cookie: 'asc_auth_key=ended', ...bearer(API_KEY) }],
    ['an empty cookie before a good header', { cookie: 'asc_auth_key=', ...bearer(API_KEY) }],
    ['a wrong password', basic('owner@example.com:password')],
    ['a user without a password', basic(`${USERS.user.id}@example.com:undefined`)],
    ['a signature', { 'x-signature': 'a.b.c' }],
  ])('returns 401 without a body to %s', (_, headers) => {
    expect(request(start(), headers)).toEqual({ status: 401, headers: {}, text: '', json: null });
  });

  it('takes no password if users is a function', () => {
    const users = (key: string) => (key === API_KEY ? PORTAL_USERS[API_KEY] : undefined);
    const session = start({ users });
    expect(request(session, bearer(API_KEY)).status).toBe(200);
    expect(request(session, basic('owner@example.com:pass:word')).status).toBe(401);
  });

  it('returns 403 to an API key that is limited to scopes', () => {
    const { status, text } = request(start(), bearer(LIMITED_KEY));
    expect(status).toBe(403);
    expect(JSON.parse(text)).toEqual({ error: { message: expect.any(String) }, status: 1, statusCode: 403 });
  });

  it.each<[PortalState, number, boolean]>([
    ['unpaid', 402, false],
    ['address not allowed', 403, true],
    ['in transfer', 403, false],
    ['missing', 404, false],
  ])('of a portal that is %s returns %i', (state, status, hasBody) => {
    const session = start();
    const earlier = parsed(request(session, bearer(API_KEY)));
    session.service.portal.state = state;
    const response = request(session, bearer(API_KEY));
    expect([response.status, response.text !== '']).toEqual([status, hasBody]);
    expect(hasBody && JSON.parse(response.text).statusCode).toBe(hasBody && status);
    expect(listWith(session, earlier)).toBe(200);
  });

  it('is not there on 3.0', () => {
    const session = start({ serviceVersion: '3.0' });
    expect(request(session, bearer('admin'))).toEqual({ status: 404, headers: {}, text: '', json: null });
    expect(
      session.call('GET', `${CLIENTS}?limit=50&page=0`, { headers: { cookie: 'asc_auth_key=admin' } }).status,
    ).toBe(200);
  });

  it('takes GET alone', () => {
    expect(request(start(), bearer(API_KEY), 'POST').status).toBe(405);
  });

  it('is not part of the service, which is all there is without a portal', () => {
    expect(request(start({ behindPortal: false }), bearer(API_KEY)).status).toBe(403);
    expect(request(start({ behindPortal: false, serviceVersion: '3.6' }), bearer(API_KEY)).status).toBe(403);
  });

  it('costs nothing of the limits, and no outage or gateway of the service is in its way', () => {
    const session = start({ limits: { GET: 1 }, gateway: { unavailable: () => true } });
    session.service.outages.add('limiter store');
    const statuses = Array.from({ length: 3 }, () => request(session, bearer(API_KEY)).status);
    expect(statuses).toEqual([200, 200, 200]);
    expect(session.service.stats()).toMatchObject({ received: 0, accepted: 0, unavailable: 0, tokenRequests: 3 });
  });

  it('counts requests that it does not serve as well', () => {
    const session = start({ serviceVersion: '3.0' });
    request(session, {});
    expect(session.service.stats().tokenRequests).toBe(1);
  });
});

describe('signatureLife', () => {
  it.each([60_000, 1_500])('of %i ms is that of signatures', (signatureLife) => {
    const session = start({ signatureLife });
    const response = parsed(request(session, bearer(API_KEY)));
    expect(Number(claimsOf(response).exp) - Number(claimsOf(response).iat)).toBe(signatureLife / 1000);
    session.pass(signatureLife + 59_000);
    expect(listWith(session, response)).toBe(200);
    session.pass(1_000);
    expect(listWith(session, response)).toBe(403);
  });
});

describe('API keys', () => {
  it('are no sessions on 3.0', () => {
    const { call } = start({ serviceVersion: '3.0' });
    const headers = { cookie: `asc_auth_key=${API_KEY}` };
    expect(call('GET', `${CLIENTS}?limit=50&page=0`, { as: null, headers }).status).toBe(401);
  });
});

describe('createEmulator', () => {
  /** The headers of a request with a fresh signature. */
  async function sign(url: string): Promise<Record<string, string>> {
    const response = await fetch(url + TOKEN, { headers: bearer('emulator-key') });
    const { response: signature } = (await response.json()) as { response: string };
    return { 'x-signature': signature };
  }

  it('rotates the key of signatures', async () => {
    const emulator = await startEmulator();
    const key = emulator.signatureKey;
    const old = await sign(emulator.url);
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(emulator.url + CLIENTS, { headers })).status;
    expect(await statusOf(old)).toBe(200);
    emulator.rotateSignatureKey();
    expect(emulator.signatureKey).not.toEqual(key);
    expect(await statusOf(old)).toBe(403);
    expect(await statusOf(await sign(emulator.url))).toBe(200);
    expect(emulator.stats().tokenRequests).toBe(2);
  });

  it.each<[string, EmulatorOptions, string]>([
    [
      'users throws',
      {
        users: () => {
          throw new Error('boom');
        },
      },
      'Error: boom',
    ],
    [
      'users returns a promise',
      { users: (async () => USERS.admin) as never },
      'createEmulator: users: the returned user must be an object such as',
    ],
    [
      'users returns an unknown role',
      { users: () => ({ ...USERS.admin, role: 'boss' as never }) },
      'createEmulator: users: the role of the returned user must be one of "admin", "user", "guest", not "boss".',
    ],
    ['users returns null', { users: () => null as never }, 'the returned user must be an object such as'],
    [
      'the clock throws',
      {
        clock: {
          now: () => {
            throw new Error('boom');
          },
        },
      },
      'Error: boom',
    ],
  ])('returns 500 with the reason if %s', async (_, options, reason) => {
    const emulator = await startEmulator(options);
    const response = await fetch(emulator.url + TOKEN, { headers: bearer('sk-secret') });
    const text = await response.text();
    expect([response.status, text]).toEqual([500, expect.stringContaining('The emulator failed: ')]);
    expect(text).toContain(reason);
    expect(text).not.toContain('sk-secret');
    expect(emulator.requests).toMatchObject([{ operation: 'generateJwtToken', status: 500 }]);
  });

  it('says on 3.0 what is wrong with a returned user', async () => {
    const users = (): never => ({ ...USERS.admin, tenant: '1' }) as never;
    const { url } = await startEmulator({ serviceVersion: '3.0', users });
    const response = await fetch(`${url}/api/2.0/scopes`, { headers: { cookie: 'asc_auth_key=key' } });
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringContaining('users: the tenant of the returned user must be a whole number above 0'),
    ]);
  });

  it('seeds without a call of users', async () => {
    const users = vi.fn(() => USERS.admin);
    await startEmulator({ users, clients: [{ name: 'Reporting' }] });
    expect(users).not.toHaveBeenCalled();
  });

  it('leaves out what the service adds to its responses', async () => {
    const { url } = await startEmulator();
    const added = async (path: string): Promise<string | null> =>
      (await fetch(url + path, { headers: await sign(url) })).headers.get('x-frame-options');
    expect([await added(CLIENTS), await added(TOKEN)]).toEqual(['DENY', null]);
  });

  it('closes and opens the portal', async () => {
    const emulator = await startEmulator();
    const status = async (): Promise<number> =>
      (await fetch(emulator.url + TOKEN, { headers: bearer('emulator-key') })).status;
    emulator.setPortal('unpaid');
    expect(await status()).toBe(402);
    emulator.setPortal('open');
    expect(await status()).toBe(200);
  });

  it.each<ServiceVersion>(['3.1', '3.7'])('knows the default key on %s', async (serviceVersion) => {
    const emulator = await startEmulator({ serviceVersion });
    const response = await fetch(`${emulator.url}${CLIENTS}?limit=10`, { headers: await sign(emulator.url) });
    expect(response.status).toBe(200);
  });

  it('injects no fault into token requests', async () => {
    const { url } = await startEmulator({ faults: true });
    expect((await fetch(`${url}/faults/limited${TOKEN}`, { headers: bearer('emulator-key') })).status).toBe(200);
    expect((await fetch(`${url}/faults/limited${CLIENTS}`)).status).toBe(429);
  });
});

// The media type names a charset, so the body was not parsed.
function parsed(received: Received): Received {
  return { ...received, json: received.text === '' ? null : JSON.parse(received.text) };
}
