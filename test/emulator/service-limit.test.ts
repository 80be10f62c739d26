import { describe, expect, it } from 'vitest';
import { CLIENTS, NOBODY, startSession } from './support/session.js';

const REGENERATE = `${CLIENTS}/${NOBODY}/regenerate`;

describe('the limit of the whole service', () => {
  it.each(['new', 'old'] as const)('is told by neither header on %s services', async (generation) => {
    const { call, pass, stats } = await startSession({ generation, serviceLimit: 2, apiKeys: ['one', 'other'] });
    await call('PATCH', REGENERATE);
    await call('PATCH', REGENERATE, { key: 'other' });
    const { status, headers, text } = await call('PATCH', REGENERATE);
    expect(status).toBe(429);
    expect(['x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'].filter((name) => headers.has(name))).toEqual(
      [],
    );
    expect(JSON.parse(text)).toMatchObject(generation === 'new' ? { status: 429 } : { reason: expect.any(String) });
    expect(stats()).toEqual({ received: 3, accepted: 2, refused: 1, unavailable: 0 });
    pass(499);
    expect((await call('PATCH', REGENERATE)).status).toBe(429);
    pass(1);
    expect((await call('PATCH', REGENERATE)).headers.get('x-ratelimit-remaining')).toBe('13');
  });

  it('is 125 a second, faster by the time scale, unless it is left out', async () => {
    const statuses = async (options: object): Promise<number[]> => {
      const { call, pass } = await startSession({ limits: false, ...options });
      const send = async (): Promise<number> => (await call('PATCH', REGENERATE)).status;
      const first = await Promise.all(Array.from({ length: 126 }, send));
      pass(4);
      return [first.filter((status) => status === 429).length, await send(), await send()];
    };
    expect(await statuses({})).toEqual([1, 429, 429]);
    expect(await statuses({ timeScale: 2 })).toEqual([1, 404, 429]);
    expect(await statuses({ serviceLimit: false })).toEqual([0, 404, 404]);
  });
});
