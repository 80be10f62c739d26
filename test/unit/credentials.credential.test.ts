import { expect, it, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, rateLimited, unavailable } from '../support/steps.js';

useFakeTime();

it.each([
  ['a function', (key: string) => key],
  ['an async function', async (key: string) => key],
])('apiKey: %s is called for each attempt', async (_, wrap) => {
  let calls = 0;
  const apiKey = vi.fn(() => wrap(`key-${++calls}`));
  const { api, server } = await startApi([rateLimited(), unavailable(), DONE], { apiKey });
  await api.deleteClient(CLIENT_ID);
  expect(apiKey).toHaveBeenCalledTimes(3);
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([
    'asc_auth_key=key-1',
    'asc_auth_key=key-2',
    'asc_auth_key=key-3',
  ]);
});

it('apiKey: a string is sent with each attempt', async () => {
  const { api, server } = await startApi([rateLimited(), DONE], { apiKey: 'the-key' });
  await api.deleteClient(CLIENT_ID);
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([
    'asc_auth_key=the-key',
    'asc_auth_key=the-key',
  ]);
});

it('apiKey: a function that throws ends the call without a retry', async () => {
  const cause = new Error('the vault is closed');
  let calls = 0;
  const { api, server, waits } = await startApi([rateLimited()], {
    apiKey: () => {
      if (++calls === 2) {
        throw cause;
      }
      return 'key';
    },
  });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConfigurationError', cause });
  expect(waits).toHaveLength(1);
  expect(server.requests).toHaveLength(1);
});

it.each(['', 'two words', 'a;b', undefined])(
  'apiKey: %j from the function is rejected, and nothing is sent',
  async (key) => {
    const { api, server } = await startApi([], { apiKey: () => key as string });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConfigurationError' });
    expect(server.connections()).toBe(0);
  },
);
