import { expect, it } from 'vitest';
import { CLIENTS, CREATE, startSession } from './support/session.js';

const ORIGIN = 'http://app.example.com';

it('lets the pages of an origin call with their cookie', async () => {
  const { url, stats } = await startSession({ corsOrigin: ORIGIN });
  const { status, headers } = await fetch(url + CLIENTS, { method: 'OPTIONS' });
  expect(status).toBe(204);
  expect(Object.fromEntries(headers)).toMatchObject({
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': 'Content-Type',
  });
  expect(stats().received).toBe(0);
});

it.each([
  [201, {}],
  [403, { key: 'nobody' }],
])('lets them read an answer with the status %i', async (status, extras) => {
  const { call } = await startSession({ corsOrigin: ORIGIN });
  const answer = await call('POST', CLIENTS, { body: CREATE, ...extras });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(answer.headers.get('access-control-expose-headers')).toContain('X-Ratelimit-Reset');
});

it('lets nobody when it is not asked to', async () => {
  const { call } = await startSession();
  const { status, headers } = await call('OPTIONS', CLIENTS);
  expect([status, headers.get('access-control-allow-origin')]).toEqual([405, null]);
});
