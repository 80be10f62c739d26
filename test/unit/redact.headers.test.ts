import { expect, it } from 'vitest';
import type { ApiError } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import type { CannedResponse } from '../support/server.js';

useFakeTime();

async function headersOf(headers: CannedResponse['headers'] = {}): Promise<Readonly<Record<string, string>>> {
  const { api } = await startApi([{ status: 500, headers }], { apiKey: 'key-1234' });
  const error: ApiError = await api.deleteClient(CLIENT_ID).then(
    () => expect.fail('the call succeeded'),
    (thrown) => thrown,
  );
  return error.response.headers;
}

it('response.headers: may be a thousand', async () => {
  const names = Array.from({ length: 500 }, (_, index) => [`x-${index}`, `x-ratelimit-${index}`]).flat();
  const headers = await headersOf(Object.fromEntries(names.map((name) => [name, '1'])));
  expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual(
    names.filter((name) => name.startsWith('x-ratelimit-')).sort(),
  );
});

it('response.headers: may be long', async () => {
  const headers = await headersOf({ 'x-request-id': 'x'.repeat(15_000) });
  expect(headers['x-request-id']).toHaveLength(15_000);
});

it('response.headers: have no cookie, and no echo of the key', async () => {
  const headers = await headersOf({ 'set-cookie': 'asc_auth_key=fresh', 'x-echo': 'fresh', server: 'was key-1234' });
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('x-echo');
  expect(headers.server).toBe('was [redacted]');
});
