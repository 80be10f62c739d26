import { describe, expect, it } from 'vitest';
import { CLIENTS, startSession } from './support/session.js';

const PREFIXES = [CLIENTS, '/api/2.0/oauth2/clients'];

describe.each(PREFIXES)('the routes beside, under %s', (prefix) => {
  it.each([prefix, `${prefix}/`, `${prefix}/.`, `${prefix}/x/..`])(
    'DELETE %s removes every client of the user',
    async (path) => {
      const { call, clients, create } = await startSession({ apiKeys: ['one', 'other'] });
      await create();
      await create();
      const { client_id } = await create({ key: 'other' });
      expect(await call('DELETE', path)).toMatchObject({ status: 200, text: '' });
      expect([...clients().keys()]).toEqual([client_id]);
    },
  );

  it.each([`${prefix}/tenant`, `${prefix}/%74enant`])('DELETE %s removes every client of the portal', async (path) => {
    const { call, clients, create } = await startSession({ apiKeys: ['one', 'other'] });
    await create();
    await create({ key: 'other' });
    expect(await call('DELETE', path)).toMatchObject({ status: 200, text: '' });
    expect(clients().size).toBe(0);
  });

  it('DELETE one level up removes nothing', async () => {
    const { call, clients, create } = await startSession();
    await create();
    expect((await call('DELETE', `${prefix}/..`)).status).toBe(404);
    expect(clients().size).toBe(1);
  });

  it('counts them in the bucket for DELETE', async () => {
    const { call } = await startSession({ limits: { DELETE: 2 } });
    expect((await call('DELETE', prefix)).headers.get('x-ratelimit-remaining')).toBe('1');
    expect((await call('DELETE', `${prefix}/tenant`)).headers.get('x-ratelimit-remaining')).toBe('0');
    expect((await call('DELETE', prefix)).status).toBe(429);
  });
});
