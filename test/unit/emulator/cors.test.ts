import { expect, it } from 'vitest';
import { postClient, startEmulator } from './support/server.js';
import { CLIENTS } from './support/session.js';

const ORIGIN = 'http://app.example.com';

it('corsOrigin lets the pages of an origin send requests', async () => {
  const { url, stats } = await startEmulator({ corsOrigin: ORIGIN });
  const { status, headers } = await fetch(url + CLIENTS, { method: 'OPTIONS' });
  expect(status).toBe(204);
  expect(Object.fromEntries(headers)).toMatchObject({
    'access-control-allow-origin': ORIGIN,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': 'Authorization, Content-Type, X-Signature',
  });
  expect(stats().received).toBe(0);
});

it.each([
  [201, undefined],
  [403, {}],
])('corsOrigin lets them read a response with the status %i', async (status, headers) => {
  const response = await postClient(await startEmulator({ corsOrigin: ORIGIN }), headers && { headers });
  expect(response.status).toBe(status);
  expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(response.headers.get('access-control-expose-headers')).toContain('X-Ratelimit-Reset');
});

it('no page may do that if corsOrigin is not set', async () => {
  const { url } = await startEmulator();
  const { status, headers } = await fetch(url + CLIENTS, { method: 'OPTIONS' });
  expect([status, headers.get('access-control-allow-origin')]).toEqual([403, null]);
});
