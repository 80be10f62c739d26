import { expect, it, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID, REPEATABLE } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { DONE, rateLimited, silent, stalled } from '../support/steps.js';

useFakeTime();

it.each([
  ['the headers', silent],
  ['the body of a 200', stalled(200)],
  ['the body of a 404', stalled(404)],
  ['the body of a 429', stalled(429)],
])('ends an attempt that waits for %s, without a retry', async (_, step) => {
  const { api, server, waits } = await startApi([step]);
  const settled = vi.fn();
  const call = api.deleteClient(CLIENT_ID);
  call.then(settled, settled);
  await server.received(1);
  await letSocketsWork();

  await vi.advanceTimersByTimeAsync(29_999);
  await letSocketsWork();
  expect(settled).not.toHaveBeenCalled();

  await vi.advanceTimersByTimeAsync(1);
  await expect(call).rejects.toMatchObject({ name: 'TimeoutError', operation: 'deleteClient', attempts: 1 });
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

it.each(REPEATABLE)('is not retried: $operation', async ({ run }) => {
  const { api, server } = await startApi([silent], { timeout: 1000 });
  const ended = expect(run(api)).rejects.toMatchObject({ name: 'TimeoutError', attempts: 1 });
  await server.received(1);
  await vi.advanceTimersByTimeAsync(1000);
  await ended;
  await letSocketsWork();
  expect(server.requests).toHaveLength(1);
});

it('of a call overrides that of the API object', async () => {
  const { api, server } = await startApi([silent], { timeout: 1000 });
  const call = api.deleteClient(CLIENT_ID, { timeout: 50 });
  const ended = expect(call).rejects.toThrow('within 50 ms');
  await server.received(1);
  await vi.advanceTimersByTimeAsync(50);
  await ended;
});

it('applies to each attempt anew, and does not include waits', async () => {
  const { api, server, waits } = await startApi([rateLimited({ 'retry-after': '7' }), DONE, rateLimited(), silent], {
    timeout: 1000,
  });
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).toBeGreaterThan(1000);

  const ended = expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'TimeoutError', attempts: 2 });
  await server.received(4);
  await vi.advanceTimersByTimeAsync(1000);
  await ended;
});

it('ends an apiKey function that takes too long', async () => {
  const asked = defer();
  const { api, server } = await startApi([], {
    timeout: 1000,
    apiKey: () => {
      asked.resolve();
      return new Promise(() => {});
    },
  });
  const ended = expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'TimeoutError' });
  await asked.promise;
  await vi.advanceTimersByTimeAsync(1000);
  await ended;
  expect(server.connections()).toBe(0);
});
