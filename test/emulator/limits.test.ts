import { describe, expect, it } from 'vitest';
import { CLIENTS, CREATE, NOBODY, startSession } from './support/session.js';

const REGENERATE = `${CLIENTS}/${NOBODY}/regenerate`;

const DEFAULTS = [
  { method: 'POST', path: CLIENTS, capacity: 10, wait: '6000000000' },
  { method: 'PUT', path: `${CLIENTS}/${NOBODY}`, capacity: 15, wait: '4000000000' },
  { method: 'PATCH', path: REGENERATE, capacity: 15, wait: '4000000000' },
  { method: 'DELETE', path: `${CLIENTS}/${NOBODY}`, capacity: 15, wait: '4000000000' },
] as const;

describe('the buckets', () => {
  it.each(DEFAULTS)('let $capacity $method through and refuse the next', async ({ method, path, capacity, wait }) => {
    const { call, stats } = await startSession();
    for (let left = capacity - 1; left >= 0; left--) {
      const { headers, status } = await call(method, path);
      expect(status).not.toBe(429);
      expect(headers.get('x-ratelimit-remaining')).toBe(`${left}`);
      expect(headers.get('x-ratelimit-reset')).toBe('0');
    }
    const { status, text, headers } = await call(method, path);
    expect({ status, text }).toEqual({ status: 429, text: '' });
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
    expect(headers.get('x-ratelimit-reset')).toBe(wait);
    expect(headers.has('retry-after')).toBe(false);
    expect(stats()).toEqual({ received: capacity + 1, accepted: capacity, refused: 1, unavailable: 0 });
  });

  it('refuse before the operation runs', async () => {
    const { call, clients } = await startSession({ limits: { POST: 1 } });
    for (const body of [CREATE, CREATE, '{broken']) {
      await call('POST', CLIENTS, { body });
    }
    expect((await call('POST', CLIENTS, { body: '{broken' })).status).toBe(429);
    expect(clients().size).toBe(1);
  });

  it('are told on every answer of an operation, and on no other', async () => {
    const { call } = await startSession({ limits: { POST: 5 } });
    const told = async (path: string, body: unknown, headers = {}): Promise<(number | string | null)[]> => {
      const answer = await call('POST', path, { body, headers });
      return [answer.status, answer.headers.get('x-ratelimit-remaining'), answer.headers.get('x-ratelimit-reset')];
    };
    expect(await told(CLIENTS, CREATE)).toEqual([201, '4', '0']);
    expect(await told(CLIENTS, {})).toEqual([400, '3', '0']);
    expect(await told(CLIENTS, '{broken')).toEqual([400, '2', '0']);
    expect(await told(CLIENTS, CREATE, { 'Content-Type': 'text/plain' })).toEqual([415, '1', '0']);
    expect(await told('/nowhere', CREATE)).toEqual([404, null, null]);
    expect(await told(REGENERATE, CREATE)).toEqual([405, null, null]);
    expect(await told(CLIENTS, CREATE)).toEqual([201, '0', '0']);
  });

  it('belong to a user and a method', async () => {
    const { call } = await startSession({ apiKeys: ['one', 'other'], limits: { DELETE: 1, PATCH: 1 } });
    const path = `${CLIENTS}/${NOBODY}`;
    expect((await call('DELETE', path)).status).toBe(404);
    expect((await call('DELETE', `${path}/revoke`)).status).toBe(429);
    expect((await call('DELETE', path, { key: 'other' })).status).toBe(404);
    expect((await call('PATCH', REGENERATE)).status).toBe(404);
  });

  it('refill steadily and hold no more than their capacity', async () => {
    const { call, pass } = await startSession({ limits: { PATCH: 3 } });
    const next = async (): Promise<(string | null)[]> => {
      const { headers } = await call('PATCH', REGENERATE);
      return [headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-reset')];
    };
    expect([await next(), await next(), await next()]).toEqual([
      ['2', '0'],
      ['1', '0'],
      ['0', '0'],
    ]);
    expect(await next()).toEqual(['0', '20000000000']);
    pass(12_345.5);
    expect(await next()).toEqual(['0', '7654500000']);
    pass(7654);
    expect(await next()).toEqual(['0', '500000']);
    pass(0.5);
    expect(await next()).toEqual(['0', '0']);
    expect(await next()).toEqual(['0', '20000000000']);
    pass(1e9);
    expect(await next()).toEqual(['2', '0']);
  });

  it('run faster by the time scale, and tell the wait to match', async () => {
    const { call, pass } = await startSession({ timeScale: 60 });
    for (let count = 0; count < 10; count++) {
      await call('POST', CLIENTS, { body: CREATE });
    }
    expect((await call('POST', CLIENTS)).headers.get('x-ratelimit-reset')).toBe('100000000');
    pass(99.9);
    expect((await call('POST', CLIENTS)).headers.get('x-ratelimit-reset')).toBe('100000');
    pass(0.1);
    expect((await call('POST', CLIENTS)).status).not.toBe(429);
  });

  it('can be left out, headers and all', async () => {
    const { call, stats } = await startSession({ limits: false });
    for (let count = 0; count < 20; count++) {
      const { headers } = await call('POST', CLIENTS, { body: CREATE });
      expect([...headers.keys()].filter((name) => name.startsWith('x-'))).toEqual([]);
    }
    expect(stats()).toEqual({ received: 20, accepted: 20, refused: 0, unavailable: 0 });
  });

  it('keep to the rate on the wire, and a wait that was told is long enough', async () => {
    const { call, pass, stats } = await startSession({ limits: { PATCH: 7 }, timeScale: 13 });
    let elapsed = 0;
    for (let round = 0; round < 20; round++) {
      let hint = '0';
      while (hint === '0') {
        hint = (await call('PATCH', REGENERATE)).headers.get('x-ratelimit-reset') ?? '';
      }
      const wait = Number(hint) / 1e6 + 1e-6;
      pass(wait);
      elapsed += wait;
      expect((await call('PATCH', REGENERATE)).status).toBe(404);
      expect(stats().accepted).toBeLessThanOrEqual(7 + (elapsed * 13 * 7) / 60_000);
    }
  });
});
