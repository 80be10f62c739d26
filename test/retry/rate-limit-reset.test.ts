import { expect, it, vi } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { startServer } from '../support/server.js';
import { DONE, refused } from '../support/steps.js';

useFakeTime();

it.each([
  ['nanoseconds', '6000000000', 6000, 7000],
  ['seconds', '7', 7000, 8000],
  ['nanoseconds, however few', '512345', 1, 10],
])('waits for an X-Ratelimit-Reset in %s', async (_, value, least, most) => {
  const { api, server, waits } = await startApi([refused({ 'x-ratelimit-reset': value }), DONE], { pacing: false });
  await expect(api.deleteClient(CLIENT_ID).withResponse()).resolves.toMatchObject({ attempts: 2 });
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(least, most);
  expect(server.requests).toHaveLength(2);
});

it.each(['0', '-1', '1.5', 'soon', ''])('backs off where X-Ratelimit-Reset is "%s"', async (value) => {
  const { api, waits } = await startApi([refused({ 'x-ratelimit-reset': value }), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(250, 500);
});

it('sends nothing before the wait is over', async () => {
  const server = await startServer([refused({ 'x-ratelimit-reset': '6000000000' }), DONE]);
  const began = defer<number>();
  const api = new ClientManagementApi({
    baseUrl: server.url,
    apiKey: 'key',
    pacing: false,
    onWait: ({ delay }) => began.resolve(delay),
  });
  const call = api.deleteClient(CLIENT_ID);

  const delay = Math.floor(await began.promise);
  expect(delay).within(6000, 7000);
  await letSocketsWork();
  await vi.advanceTimersByTimeAsync(delay - 1);
  await letSocketsWork();
  expect(server.requests).toHaveLength(1);

  await vi.advanceTimersByTimeAsync(1);
  await server.received(2);
  await call;
});
