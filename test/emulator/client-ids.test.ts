import { describe, expect, it } from 'vitest';
import { CLIENTS, NOBODY, startSession, UPDATE } from './support/session.js';

const ON_A_CLIENT = [
  { method: 'PUT', suffix: '', body: UPDATE },
  { method: 'PATCH', suffix: '/activation', body: { status: true } },
  { method: 'PATCH', suffix: '/regenerate', body: undefined },
  { method: 'DELETE', suffix: '/revoke', body: undefined },
  { method: 'DELETE', suffix: '', body: undefined },
] as const;

describe.each(ON_A_CLIENT)('$method {clientId}$suffix', ({ method, suffix, body }) => {
  it('knows no deleted, foreign, unknown or malformed id on new services', async () => {
    const { call, create, clients } = await startSession({ apiKeys: ['one', 'other'] });
    const { client_id: deleted } = await create();
    await call('DELETE', `${CLIENTS}/${deleted}`);
    const { client_id: foreign } = await create({ key: 'other' });
    const before = clients().get(foreign);
    for (const id of [deleted, foreign, NOBODY, 'no-uuid', 'a%2Fb', '%zz']) {
      const path = `${CLIENTS}/${id}${suffix}`;
      const { status, text, headers } = await call(method, path, { body });
      expect({ id, status, type: headers.get('content-type') }).toEqual({
        id,
        status: 404,
        type: 'application/problem+json',
      });
      expect(JSON.parse(text)).toEqual({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: expect.any(String),
        instance: path,
      });
    }
    expect(clients().get(foreign)).toBe(before);
  });

  it('takes a bad id for a bad request on old services, without a word on DELETE', async () => {
    const { call, create } = await startSession({ generation: 'old' });
    const { client_id: deleted } = await create();
    await call('DELETE', `${CLIENTS}/${deleted}`);
    for (const id of [deleted, NOBODY, 'no-uuid']) {
      const { status, text } = await call(method, `${CLIENTS}/${id}${suffix}`, { body });
      expect(status).toBe(400);
      expect(text === '' ? '' : JSON.parse(text)).toEqual(method === 'DELETE' ? '' : { reason: expect.any(String) });
    }
  });

  it('is served under the second prefix by new services alone', async () => {
    for (const generation of ['new', 'old'] as const) {
      const { call, create, stats } = await startSession({ generation });
      const { client_id } = await create();
      const { status } = await call(method, `/api/2.0/oauth2/clients/${client_id}${suffix}`, { body });
      expect({ status, accepted: stats().accepted }).toEqual(
        generation === 'new' ? { status: 200, accepted: 2 } : { status: 404, accepted: 1 },
      );
    }
  });

  it('takes an id in capitals', async () => {
    const { call, create } = await startSession();
    const { client_id } = await create();
    expect((await call(method, `${CLIENTS}/${client_id.toUpperCase()}${suffix}`, { body })).status).toBe(200);
  });
});
