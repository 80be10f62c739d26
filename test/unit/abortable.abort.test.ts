import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { DONE, rateLimited, silent, stalled } from '../support/steps.js';

useFakeTime();

const REASON = new Error('the user left');

it.each([
  ['as it begins', (abort: () => void) => abort()],
  ['once it has begun', (abort: () => void) => setImmediate(abort)],
])('ends a backoff at once, %s', async (_, when) => {
  const controller = new AbortController();
  const { api, server } = await startApi([rateLimited({ 'retry-after': '60' })], {
    onWait: () => when(() => controller.abort(REASON)),
  });
  const call = api.deleteClient(CLIENT_ID, { signal: controller.signal });
  await expect(call).rejects.toBe(REASON);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  await letSocketsWork();
  expect(server.requests).toHaveLength(1);
});

it('ends a request whose response does not arrive', async () => {
  const controller = new AbortController();
  const { api, server } = await startApi([silent]);
  const ended = expect(api.deleteClient(CLIENT_ID, { signal: controller.signal })).rejects.toBe(REASON);
  await server.received(1);
  controller.abort(REASON);
  await ended;
  await letSocketsWork();
  expect(server.requests).toHaveLength(1);
});

it.each([200, 404, 429, 503])('ends a body of a %i that stalls, and closes its connection', async (status) => {
  const controller = new AbortController();
  const dropped = defer();
  const { api, server, waits } = await startApi(
    (request, response) => {
      request.socket.on('close', dropped.resolve);
      stalled(status)(request, response);
    },
    {
      fetch: async (input) => {
        const response = await fetch(input);
        setImmediate(() => controller.abort(REASON));
        return response;
      },
    },
  );
  await expect(api.deleteClient(CLIENT_ID, { signal: controller.signal })).rejects.toBe(REASON);
  await dropped.promise;
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

it('sends nothing if it has already aborted', async () => {
  const apiKey = vi.fn(() => 'key');
  const { api, server } = await startApi([DONE], { apiKey });
  await expect(api.deleteClient(CLIENT_ID, { signal: AbortSignal.abort(REASON) })).rejects.toBe(REASON);
  await letSocketsWork();
  expect(apiKey).not.toHaveBeenCalled();
  expect(server.connections()).toBe(0);
});

it.each([
  ['the fetch of the platform', undefined],
  ['a fetch that ignores the signal', (input: unknown) => fetch((input as Request).url, { method: 'DELETE' })],
])('ends a call that waits for the apiKey function, and sends nothing by %s once it returns', async (_, ownFetch) => {
  const controller = new AbortController();
  const key = defer<string>();
  const { api, server } = await startApi([DONE], {
    apiKey: () => {
      setImmediate(() => controller.abort(REASON));
      return key.promise;
    },
    ...(ownFetch && { fetch: ownFetch }),
  });
  await expect(api.deleteClient(CLIENT_ID, { signal: controller.signal })).rejects.toBe(REASON);
  key.resolve('key');
  await letSocketsWork();
  expect(server.requests).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

it.each([
  ['a response', () => new Promise<Response>(() => {})],
  ['a body', async () => new Response(new ReadableStream())],
])('ends the wait for %s of a fetch that ignores it', async (_, respond) => {
  const controller = new AbortController();
  const { api } = await startApi([], {
    fetch: () => {
      setImmediate(() => controller.abort(REASON));
      return respond();
    },
  });
  await expect(api.deleteClient(CLIENT_ID, { signal: controller.signal })).rejects.toBe(REASON);
  expect(vi.getTimerCount()).toBe(0);
});

it('has no listener once a call is over', async () => {
  const { signal } = new AbortController();
  const { api } = await startApi([rateLimited(), DONE, { status: 404 }]);
  await api.deleteClient(CLIENT_ID, { signal });
  await expect(api.deleteClient(CLIENT_ID, { signal })).rejects.toThrow();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
