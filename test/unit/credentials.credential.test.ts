import { expect, it, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, refused, unavailable } from '../support/steps.js';

useFakeTime();

it.each([
  ['a function', (key: string) => key],
  ['an async function', async (key: string) => key],
])('asks %s for the key of each attempt', async (_, give) => {
  let asked = 0;
  const apiKey = vi.fn(() => give(`key-${++asked}`));
  const { api, server } = await startApi([refused(), unavailable(), DONE], { apiKey });
  await api.deleteClient(CLIENT_ID);
  expect(apiKey).toHaveBeenCalledTimes(3);
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([
    'asc_auth_key=key-1',
    'asc_auth_key=key-2',
    'asc_auth_key=key-3',
  ]);
});

it('sends a key that is a string with each attempt', async () => {
  const { api, server } = await startApi([refused(), DONE], { apiKey: 'the-key' });
  await api.deleteClient(CLIENT_ID);
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([
    'asc_auth_key=the-key',
    'asc_auth_key=the-key',
  ]);
});

it('fails without a retry where the function fails', async () => {
  const cause = new Error('the vault is closed');
  let asked = 0;
  const { api, server, waits } = await startApi([refused()], {
    apiKey: () => {
      if (++asked === 2) {
        throw cause;
      }
      return 'key';
    },
  });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConfigurationError', cause });
  expect(waits).toHaveLength(1);
  expect(server.requests).toHaveLength(1);
});

it.each(['', 'two words', 'a;b', undefined])('refuses %j from the function, and sends nothing', async (key) => {
  const { api, server } = await startApi([], { apiKey: () => key as string });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConfigurationError' });
  expect(server.connections()).toBe(0);
});
