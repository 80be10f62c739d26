import { expect, it } from 'vitest';
import type { ApiError } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import type { CannedAnswer } from '../support/server.js';

useFakeTime();

async function headersOf(headers: CannedAnswer['headers'] = {}): Promise<Headers> {
  const { api } = await startApi([{ status: 500, headers }], { apiKey: 'key-1234' });
  const error: ApiError = await api.deleteClient(CLIENT_ID).then(
    () => expect.fail('the call succeeded'),
    (thrown) => thrown,
  );
  return error.headers;
}

it('gives a thousand headers', async () => {
  const headers = await headersOf(Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x-${index}`, '1'])));
  expect([...headers.keys()].filter((name) => name.startsWith('x-'))).toHaveLength(1000);
});

it('gives a long header', async () => {
  const headers = await headersOf({ 'x-long': 'x'.repeat(15_000) });
  expect(headers.get('x-long')).toHaveLength(15_000);
});

it('gives no cookie, and no echo of the key', async () => {
  const headers = await headersOf({ 'set-cookie': 'asc_auth_key=fresh', 'x-echo': 'was key-1234' });
  expect(headers.has('set-cookie')).toBe(false);
  expect(headers.getSetCookie()).toEqual([]);
  expect(headers.get('x-echo')).toBe('was [redacted]');
});
