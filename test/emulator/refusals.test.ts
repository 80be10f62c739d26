import { describe, expect, it } from 'vitest';
import { CLIENTS, CREATE, NOBODY, startSession, UPDATE } from './support/session.js';

const COUNTED_AS_RECEIVED_ALONE = { received: 1, accepted: 0, refused: 0, unavailable: 0 };

describe('the credential', () => {
  it.each([
    ['none', null, {}],
    ['a bad one', 'nobody', {}],
    ['an empty one', '', {}],
    ['one in another cookie', null, { Cookie: 'other=emulator-key; xasc_auth_key=emulator-key' }],
    ['one in a header', null, { Authorization: 'emulator-key' }],
  ])('is refused with nothing but a 403: %s', async (_, key, headers) => {
    const { call, stats } = await startSession();
    const answer = await call('POST', CLIENTS, { key, headers, body: CREATE });
    expect(answer).toMatchObject({ status: 403, text: '' });
    expect([...answer.headers.keys()].sort()).toEqual(['connection', 'date', 'transfer-encoding']);
    expect(stats()).toEqual(COUNTED_AS_RECEIVED_ALONE);
  });

  it('is found among other cookies', async () => {
    const { call } = await startSession({ apiKeys: ['a=b'] });
    const headers = { Cookie: 'xasc_auth_key=c; theme=dark; asc_auth_key=a=b; lang=en' };
    expect((await call('POST', CLIENTS, { key: null, headers, body: CREATE })).status).toBe(201);
  });

  it('comes before the route and before any bucket', async () => {
    const { call } = await startSession({ limits: { POST: 1 } });
    expect((await call('GET', '/nowhere', { key: null })).status).toBe(403);
    await call('POST', CLIENTS, { key: 'nobody', body: CREATE });
    expect((await call('POST', CLIENTS, { body: CREATE })).status).toBe(201);
  });
});

describe.each(['new', 'old'] as const)('%s services', (generation) => {
  const failure = (status: number, title: string, instance: string): object =>
    generation === 'new'
      ? { type: 'about:blank', title, status, detail: expect.any(String), instance }
      : { reason: expect.any(String) };

  it.each(['/', '/api/2.0/clientsx', '/api/2.0/clients/a/b', '/api/2.0/clients/a/revoke/c'])(
    'know no route %s',
    async (path) => {
      const { call, stats } = await startSession({ generation });
      const { status, text } = await call('DELETE', path);
      expect(status).toBe(404);
      expect(JSON.parse(text)).toEqual(failure(404, 'Not Found', path));
      expect(stats()).toEqual(COUNTED_AS_RECEIVED_ALONE);
    },
  );

  it.each([
    ['GET', CLIENTS, 'POST, DELETE'],
    ['PATCH', `${CLIENTS}/${NOBODY}`, 'PUT, DELETE'],
    ['POST', `${CLIENTS}/${NOBODY}/activation`, 'PATCH'],
    ['PUT', `${CLIENTS}/${NOBODY}/revoke`, 'DELETE'],
  ])('support no %s %s', async (method, path, allow) => {
    const { call } = await startSession({ generation });
    const { status, text, headers } = await call(method, path);
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow });
    expect(JSON.parse(text)).toEqual(failure(405, 'Method Not Allowed', path));
  });

  it.each(['', '{"name":', 'null', '[]', '"text"'])('refuse the body %j', async (body) => {
    const { call, create, clients } = await startSession({ generation });
    const { client_id } = await create();
    const before = clients().get(client_id);
    const path = `${CLIENTS}/${client_id}`;
    for (const [method, at] of [
      ['POST', CLIENTS],
      ['PUT', path],
      ['PATCH', `${path}/activation`],
    ] as const) {
      const { status, text } = await call(method, at, { body });
      expect(status).toBe(400);
      expect(JSON.parse(text)).toEqual(failure(400, 'Bad Request', at));
    }
    expect([...clients().values()]).toEqual([before]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'refuse a body of type %s',
    async (type) => {
      const { call, create, clients } = await startSession({ generation });
      const { client_id } = await create();
      const path = `${CLIENTS}/${client_id}`;
      const { status, text } = await call('PUT', path, { body: UPDATE, headers: { 'Content-Type': type } });
      expect(status).toBe(generation === 'new' ? 415 : 400);
      expect(JSON.parse(text)).toEqual(failure(415, 'Unsupported Media Type', path));
      expect(clients().get(client_id)?.name).toBe(CREATE.name);
    },
  );

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/merge-patch+json'])(
    'take a body of type %s',
    async (type) => {
      const { create } = await startSession({ generation });
      await create({ headers: { 'Content-Type': type } });
    },
  );

  it('answer 500 when something breaks inside', async () => {
    const unavailable = (): boolean => {
      throw new Error('broken');
    };
    const { call } = await startSession({ generation, gateway: { unavailable } });
    const { status, text } = await call('POST', CLIENTS, { body: CREATE });
    expect(status).toBe(500);
    expect(JSON.parse(text)).toEqual(failure(500, 'Internal Server Error', CLIENTS));
  });
});
