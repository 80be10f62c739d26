import { describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import { CLIENTS, CREATE, type Extras, NOBODY, startSession, type UserName } from './support/session.js';

const CLIENT = `${CLIENTS}/${NOBODY}`;

describe('the rights of a user', () => {
  // Columns: create, delete, revoke, scopes, consents, delete all of the portal.
  const statuses = (serviceVersion: ServiceVersion, as: UserName): number[] => {
    const { call } = startSession({ serviceVersion });
    return [
      call('POST', CLIENTS, { as, body: CREATE }),
      call('DELETE', CLIENT, { as }),
      call('DELETE', `${CLIENT}/revoke`, { as }),
      call('GET', '/api/2.0/scopes', { as }),
      call('GET', `${CLIENTS}/consents?limit=1&page=0`, { as }),
      call('DELETE', `${CLIENTS}/tenant`, { as }),
    ].map(({ status }) => status);
  };

  it.each<[ServiceVersion, UserName, number[]]>([
    ['3.7', 'admin', [201, 404, 200, 200, 200, 200]],
    ['3.7', 'user', [201, 404, 200, 200, 200, 403]],
    ['3.7', 'guest', [403, 403, 200, 200, 200, 403]],
    ['3.1', 'guest', [403, 403, 200, 200, 200, 403]],
    ['3.0', 'admin', [201, 500, 200, 200, 200, 500]],
    ['3.0', 'user', [403, 403, 403, 200, 200, 403]],
    ['3.0', 'guest', [403, 403, 403, 200, 200, 403]],
  ])('on %s, %s', (serviceVersion, as, expected) => {
    expect(statuses(serviceVersion, as)).toEqual(expected);
  });

  it('has a body if it is missing, but not on 3.0', () => {
    const bodyOn = (serviceVersion: ServiceVersion): unknown =>
      startSession({ serviceVersion }).call('POST', CLIENTS, { as: 'guest', body: CREATE }).json;
    expect([bodyOn('3.0'), bodyOn('3.6'), bodyOn('3.7')]).toEqual([
      null,
      { reason: expect.any(String) },
      expect.objectContaining({ status: 403, title: 'Forbidden' }),
    ]);
  });

  it('is checked after the body', () => {
    const statusOf = (body: unknown): number => startSession().call('POST', CLIENTS, { as: 'guest', body }).status;
    expect([statusOf('{'), statusOf({}), statusOf(CREATE)]).toEqual([500, 400, 403]);
  });
});

describe('a request without a credential', () => {
  it.each(['/nowhere', CLIENTS, '/api/2.0/scopes', `${CLIENT}/info`])('is 403 at %s, before its route', (path) => {
    expect(startSession().call('GET', path, { as: null })).toEqual({ status: 403, headers: {}, text: '', json: null });
  });

  it('reaches public info, health and docs', () => {
    const { call, create } = startSession();
    const { client_id } = create();
    const paths = [`${CLIENTS}/${client_id}/public/info`, '/health', '/docs'];
    expect(paths.map((path) => call('GET', path, { as: null }).status)).toEqual([200, 200, 200]);
  });

  it('reaches public info below the second prefix from 3.7 on', () => {
    const statusOn = (serviceVersion: ServiceVersion): number => {
      const { call, create } = startSession({ serviceVersion });
      return call('GET', `/api/2.0/oauth2/clients/${create().client_id}/public/info`, { as: null }).status;
    };
    expect([statusOn('3.6'), statusOn('3.7')]).toEqual([403, 200]);
  });
});

describe('User-Agent', () => {
  const statusOf = (extras: Extras): number => startSession().call('POST', CLIENTS, extras).status;

  it('has to be there for writes, but may be empty', () => {
    expect(statusOf({ body: CREATE, headers: { 'user-agent': null } })).toBe(500);
    expect(statusOf({ body: CREATE, headers: { 'user-agent': '' } })).toBe(201);
    expect(statusOf({ body: {}, headers: { 'user-agent': null } })).toBe(400);
  });

  it('is not needed to read, and nothing is done without it', () => {
    const { call, create, service } = startSession();
    const { client_id } = create();
    const headers = { 'user-agent': null };
    expect(call('DELETE', `${CLIENTS}/${client_id}`, { headers }).status).toBe(500);
    expect(call('GET', `${CLIENTS}/${client_id}`, { headers }).status).toBe(200);
    expect(service.store.snapshot().size).toBe(1);
  });
});

it('Vary is sent with all JSON on 3.0', () => {
  const varyOn = (serviceVersion: ServiceVersion, path: string): string | undefined =>
    startSession({ serviceVersion }).call('GET', path).headers.vary;
  expect(varyOn('3.0', '/api/2.0/scopes')).toBe('accept-encoding');
  expect(varyOn('3.0', '/nowhere')).toBe(
    'origin,access-control-request-method,access-control-request-headers,accept-encoding',
  );
  expect(varyOn('3.1', '/api/2.0/scopes')).toBeUndefined();
});

describe('stats()', () => {
  it('does not change while it is held, and takes no changes', () => {
    const { create, service } = startSession();
    create();
    const held = service.stats();
    create();
    expect(Reflect.set(held, 'received', 99)).toBe(false);
    expect(held).toEqual({ received: 1, accepted: 1, rateLimited: 0, unavailable: 0, tokenRequests: 0 });
    expect(service.stats().received).toBe(2);
  });
});

describe('outages', () => {
  const statusesWithout = (dependency: 'authorization service' | 'message broker' | 'limiter store' | 'database') => {
    const { call, create, service } = startSession();
    const { client_id } = create();
    service.outages.add(dependency);
    const path = `${CLIENTS}/${client_id}`;
    const received = {
      revoke: call('DELETE', `${path}/revoke`),
      consents: call('GET', `${CLIENTS}/consents?limit=1`),
      create: call('POST', CLIENTS, { body: CREATE }),
      get: call('GET', path),
      health: call('GET', '/health'),
      delete: call('DELETE', path),
    };
    expect(service.store.snapshot().has(client_id)).toBe(received.delete.status !== 200);
    return Object.entries(received)
      .filter(([, { status }]) => status >= 400)
      .map(([name, { status, text, headers }]) =>
        [name, status, ...(text ? [] : ['empty']), ...('x-ratelimit-remaining' in headers ? [] : ['not counted'])].join(
          ' ',
        ),
      );
  };

  it('without the authorization service, revoke and consents are 503', () => {
    expect(statusesWithout('authorization service')).toEqual(['revoke 503 empty', 'consents 503']);
  });

  it('without the message broker, delete is 500 and undone', () => {
    expect(statusesWithout('message broker')).toEqual(['health 503', 'delete 500']);
  });

  it('without the store of the limiter, everything is 403 without rate limit headers', () => {
    expect(statusesWithout('limiter store')).toEqual(
      ['revoke', 'consents', 'create', 'get', 'health', 'delete'].map((name) => `${name} 403 empty not counted`),
    );
  });

  it('without the database, only a cached client is served', () => {
    expect(statusesWithout('database')).toEqual(['create 500', 'delete 500']);
  });

  it('the broker is not needed for a delete on 3.0', () => {
    const { call, create, service } = startSession({ serviceVersion: '3.0' });
    const { client_id } = create();
    service.outages.add('message broker');
    expect(call('DELETE', `${CLIENTS}/${client_id}`).status).toBe(200);
    service.outages.clear();
  });
});

it('a bug inside is a 500', () => {
  const unavailable = (): boolean => {
    throw new Error('broken');
  };
  const { status, json } = startSession({ gateway: { unavailable } }).call('POST', CLIENTS, { body: CREATE });
  expect([status, json]).toEqual([500, expect.objectContaining({ status: 500, title: 'Internal Server Error' })]);
});
