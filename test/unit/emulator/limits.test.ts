import { describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import { CLIENTS, CREATE, type Extras, NOBODY, type Session, startSession } from './support/session.js';

const CLIENT = `${CLIENTS}/${NOBODY}`;
const REGENERATE = `${CLIENT}/regenerate`;

/** The status and the rate limit headers of a response; null for a header that is missing. */
function limitsOf(session: Session, method: string, path: string, extras?: Extras): (number | null)[] {
  const { status, headers } = session.call(method, path, extras);
  const numberOf = (name: string): number | null => (name in headers ? Number(headers[name]) : null);
  return [status, numberOf('x-ratelimit-remaining'), numberOf('x-ratelimit-reset')];
}

describe('limits: real', () => {
  it.each([
    ['POST', CLIENTS, 10, 6e9],
    ['PUT', CLIENT, 15, 4e9],
    ['PATCH', REGENERATE, 15, 4e9],
    ['DELETE', CLIENT, 15, 4e9],
    ['GET', CLIENT, 200, 0.3e9],
    ['HEAD', CLIENT, 200, 0.3e9],
    ['OPTIONS', CLIENT, 200, 0.3e9],
  ])('grants what packages ship with for %s', (method, path, capacity, interval) => {
    const { service, call } = startSession({ limits: 'real', serviceLimit: false });
    for (let left = capacity - 1; left >= 0; left--) {
      const { headers, status } = call(method, path);
      expect(status).not.toBe(429);
      expect(headers).toMatchObject({ 'x-ratelimit-remaining': `${left}`, 'x-ratelimit-reset': '0' });
    }
    const { status, text, headers } = call(method, path);
    expect({ status, text }).toEqual({ status: 429, text: '' });
    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': `${interval}`,
    });
    expect(service.stats()).toEqual({
      received: capacity + 1,
      accepted: capacity,
      rateLimited: 1,
      unavailable: 0,
      tokenRequests: 0,
    });
  });

  it('grants 100 for every method of the community edition', () => {
    const session = startSession({ limits: 'real', edition: 'community' });
    for (const [method, path] of [
      ['POST', CLIENTS],
      ['PUT', CLIENT],
      ['PATCH', REGENERATE],
      ['DELETE', CLIENT],
      ['GET', CLIENT],
    ] as const) {
      expect(limitsOf(session, method, path)[1]).toBe(99);
    }
  });
});

describe('limits: raised', () => {
  it('stops nothing, and sends the headers all the same', () => {
    const session = startSession({ limits: 'raised' });
    for (let count = 0; count < 300; count++) {
      const [status, remaining, reset] = limitsOf(session, 'POST', CLIENTS, { body: {} });
      expect([status, reset]).toEqual([400, 0]);
      expect(remaining).toBeGreaterThan(999_000);
    }
  });
});

describe('limits: { … }', () => {
  it('replaces the real ones that it names', () => {
    const session = startSession({ limits: { POST: 1 } });
    expect(limitsOf(session, 'POST', CLIENTS, { body: CREATE })).toEqual([201, 0, 0]);
    expect(limitsOf(session, 'POST', CLIENTS, { body: CREATE })).toEqual([429, 0, 60e9]);
    expect(limitsOf(session, 'PATCH', REGENERATE)).toEqual([404, 14, 0]);
  });

  it('stops a request before its operation runs', () => {
    const { create, call, service } = startSession({ limits: { POST: 1 } });
    create();
    expect(call('POST', CLIENTS, { body: CREATE }).status).toBe(429);
    expect(call('POST', CLIENTS, { body: '{broken' }).status).toBe(429);
    expect(service.store.snapshot().size).toBe(1);
  });

  it('is refilled steadily and holds no more than its capacity', () => {
    const session = startSession({ limits: { PATCH: 3 } });
    const next = (): (number | null)[] => limitsOf(session, 'PATCH', REGENERATE);
    expect([next(), next(), next()]).toEqual([
      [404, 2, 0],
      [404, 1, 0],
      [404, 0, 0],
    ]);
    expect(next()).toEqual([429, 0, 20e9]);
    session.pass(12_345.5);
    expect(next()).toEqual([429, 0, 7_654_500_000]);
    session.pass(7654);
    expect(next()).toEqual([429, 0, 500_000]);
    session.pass(0.5);
    expect(next()).toEqual([404, 0, 0]);
    expect(next()).toEqual([429, 0, 20e9]);
    session.pass(1e9);
    expect(next()).toEqual([404, 2, 0]);
  });

  it('costs a token for every request with a good credential, whatever becomes of it', () => {
    const session = startSession({ serviceVersion: '3.6', limits: { PUT: 15 } });
    const outcomes: [extras: Extras, path?: string][] = [
      [{ body: {} }],
      [{ body: '{' }],
      [{ body: CREATE, headers: { 'content-type': 'text/plain' } }],
      [{ body: CREATE, headers: { accept: 'application/xml' } }],
      [{ body: CREATE }, '/api/2.0/unheard'],
      [{ body: CREATE }, CLIENTS],
    ];
    expect(outcomes.map(([extras, path = CLIENT]) => limitsOf(session, 'PUT', path, extras))).toEqual([
      [400, 14, 0],
      [500, 13, 0],
      [415, 12, 0],
      [403, 11, 0],
      [404, 10, 0],
      [405, 9, 0],
    ]);
    expect(limitsOf(session, 'PUT', CLIENT, { as: null, headers: { 'x-signature': 'abc' } })).toEqual([
      403,
      null,
      null,
    ]);
    expect(limitsOf(session, 'PUT', CLIENT, { body: {} })).toEqual([400, 8, 0]);
  });

  it('stops requests without a credential as well', () => {
    const session = startSession({ serviceVersion: '3.1', limits: { PUT: 1 } });
    expect(limitsOf(session, 'PUT', CLIENT, { as: null })).toEqual([403, 0, 0]);
    expect(limitsOf(session, 'PUT', CLIENT, { as: null })).toEqual([429, 0, 60e9]);
    expect(session.service.stats()).toEqual({
      received: 2,
      accepted: 0,
      rateLimited: 1,
      unavailable: 0,
      tokenRequests: 0,
    });
  });
});

describe('X-Ratelimit-Reset', () => {
  it.each<[ServiceVersion, number[]]>([
    ['3.0', [30e9, 60e9, 60e9, 50e9]],
    ['3.1', [0, 0, 60e9, 50e9]],
    ['3.2', [0, 0, 30e9, 20e9]],
    ['3.7', [0, 0, 30e9, 20e9]],
  ])('on %s, for two accepted requests and two limited ones', (serviceVersion, expected) => {
    const session = startSession({ serviceVersion, limits: { PATCH: 2 } });
    const next = (): number | null => limitsOf(session, 'PATCH', REGENERATE)[2] ?? null;
    const resets = [next(), next(), next()];
    session.pass(10_000);
    expect([...resets, next()]).toEqual(expected);
  });

  it('of a limited request has a media type from 3.1 on', () => {
    const typeOf = (serviceVersion: ServiceVersion): string | undefined => {
      const { call } = startSession({ serviceVersion, limits: { PATCH: 1 } });
      call('PATCH', REGENERATE);
      return call('PATCH', REGENERATE).headers['content-type'];
    };
    expect([typeOf('3.0'), typeOf('3.1')]).toEqual([undefined, 'application/json']);
  });
});

describe('the owner of a bucket', () => {
  const [one, other] = ['203.0.113.1', '203.0.113.2'];

  /** What remains after each request, with buckets of ten. */
  function remaining(session: Session, requests: readonly Extras[]): (number | null | undefined)[] {
    return requests.map((extras) => limitsOf(session, 'POST', CLIENTS, { body: CREATE, ...extras })[1]);
  }

  const requests: readonly Extras[] = [
    { as: 'admin', headers: { 'x-forwarded-for': one } },
    { as: 'admin', headers: { 'x-forwarded-for': other } },
    { as: 'foreigner', headers: { 'x-forwarded-for': one } },
    { as: 'admin', headers: { 'x-real-ip': one } },
    { as: 'admin', headers: { 'x-forwarded-for': other, 'x-real-ip': one } },
    { as: 'admin', headers: { 'x-forwarded-for': `${one}, 10.0.0.1` } },
    { as: 'admin' },
    { as: 'admin', headers: { 'x-forwarded-for': '10.1.2.3' } },
    { as: 'admin', headers: { 'x-forwarded-for': 'unknown' } },
  ];

  it.each<ServiceVersion>(['3.0', '3.1'])('is the address that was forwarded, or the peer, on %s', (serviceVersion) => {
    const session = startSession({ serviceVersion, limits: { POST: 10 } });
    expect(remaining(session, requests)).toEqual([9, 9, 8, 9, 8, 7, 8, 9, 9]);
  });

  it.each<ServiceVersion>(['3.2', '3.7'])('is the user on %s', (serviceVersion) => {
    const session = startSession({ serviceVersion, limits: { POST: 10 } });
    expect(remaining(session, requests)).toEqual([9, 8, 9, 7, 6, 5, 4, 3, 2]);
  });

  it('is a public address before it is the user, in the community edition', () => {
    const session = startSession({ edition: 'community', limits: { POST: 10 } });
    expect(remaining(session, requests)).toEqual([9, 9, 8, 7, 6, 5, 9, 8, 7]);
  });

  it('has a bucket for each method', () => {
    const session = startSession({ limits: { DELETE: 1, PATCH: 1 } });
    expect(limitsOf(session, 'DELETE', CLIENT)[0]).toBe(404);
    expect(limitsOf(session, 'DELETE', `${CLIENT}/revoke`)[0]).toBe(429);
    expect(limitsOf(session, 'PATCH', REGENERATE)[0]).toBe(404);
  });
});

describe('timeScale', () => {
  it('refills faster, with headers to match', () => {
    const session = startSession({ limits: 'real', timeScale: 60 });
    for (let count = 0; count < 10; count++) {
      session.create();
    }
    expect(limitsOf(session, 'POST', CLIENTS)).toEqual([429, 0, 100_000_000]);
    session.pass(99.5);
    expect(limitsOf(session, 'POST', CLIENTS)).toEqual([429, 0, 500_000]);
    session.pass(0.5);
    expect(limitsOf(session, 'POST', CLIENTS, { body: CREATE })[0]).toBe(201);
  });

  it('keeps to the rate, and the wait in Reset is long enough', () => {
    const session = startSession({ limits: { PATCH: 7 }, timeScale: 13 });
    let elapsed = 0;
    for (let round = 0; round < 20; round++) {
      let reset = 0;
      while (reset === 0) {
        reset = limitsOf(session, 'PATCH', REGENERATE)[2] ?? 0;
      }
      const wait = Math.ceil(reset / 1e6);
      session.pass(wait);
      elapsed += wait;
      expect(limitsOf(session, 'PATCH', REGENERATE)[0]).toBe(404);
      expect(session.service.stats().accepted).toBeLessThanOrEqual(7 + (elapsed * 13 * 7) / 60_000);
    }
  });
});

describe('serviceLimit', () => {
  it.each([
    ['3.0', 'application/json'],
    ['3.6', 'application/json'],
    ['3.7', 'application/problem+json'],
  ] as const)('leaves the bucket out of it on %s, and has a body', (serviceVersion, contentType) => {
    const { call, pass, service } = startSession({ serviceVersion, serviceLimit: 2, limits: 'real' });
    call('PATCH', REGENERATE);
    call('PATCH', REGENERATE, { as: 'foreigner' });
    const { status, headers, json } = call('PATCH', REGENERATE);
    expect([status, headers['content-type']]).toEqual([429, contentType]);
    expect(Number(headers['x-ratelimit-remaining'])).toBeGreaterThan(0);
    expect(headers['x-ratelimit-reset'] === '0').toBe(serviceVersion !== '3.0');
    expect(json).toMatchObject(serviceVersion === '3.7' ? { status: 429 } : { reason: expect.any(String) });
    expect(service.stats()).toEqual({ received: 3, accepted: 2, rateLimited: 1, unavailable: 0, tokenRequests: 0 });
    pass(999);
    expect(call('PATCH', REGENERATE).status).toBe(429);
    pass(1);
    expect(call('PATCH', REGENERATE).status).not.toBe(429);
  });

  it('counts what passed the checks of its body, found or not', () => {
    const { call } = startSession({ serviceLimit: 1 });
    expect(
      [call('POST', CLIENTS, { body: {} }), call('DELETE', CLIENT), call('DELETE', CLIENT)].map(({ status }) => status),
    ).toEqual([400, 404, 429]);
  });

  it('is 125 a second, 25 for public info, faster by timeScale, and none if false or if limits are raised', () => {
    const limited = (options: object, path = CLIENT, count = 126): number => {
      const { call } = startSession({ limits: 'real', ...options });
      return Array.from({ length: count }, () => call('GET', path).status).filter((status) => status === 429).length;
    };
    expect(limited({})).toBe(1);
    expect(limited({}, `${CLIENT}/public/info`, 26)).toBe(1);
    expect(limited({ serviceLimit: false })).toBe(0);
    expect(limited({ limits: 'raised' })).toBe(0);
    const { call, pass } = startSession({ serviceLimit: 1, timeScale: 2 });
    call('GET', CLIENT);
    pass(500);
    expect(call('GET', CLIENT).status).toBe(404);
  });
});
