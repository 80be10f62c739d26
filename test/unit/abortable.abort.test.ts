import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { DONE, refused, silent, stalled } from '../support/steps.js';

useFakeTime();

const REASON = new Error('the user left');

it.each([
  ['as it begins', (abort: () => void) => abort()],
  ['once it has begun', (abort: () => void) => setImmediate(abort)],
])('ends a wait at once, %s', async (_, when) => {
  const controller = new AbortController();
  const { api, server } = await startApi([refused({ 'retry-after': '60' })], {
    onWait: () => when(() => controller.abort(REASON)),
  });
  const call = api.deleteClient(CLIENT_ID, { signal: controller.signal });
  await expect(call).rejects.toBe(REASON);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  await letSocketsWork();
  expect(server.requests).toHaveLength(1);
});

it('ends a request whose answer does not come', async () => {
  const controller = new AbortController();
  const { api, server } = await startApi([silent]);
  const ended = expect(api.deleteClient(CLIENT_ID, { signal: controller.signal })).rejects.toBe(REASON);
  await server.received(1);
  controller.abort(REASON);
  await ended;
  await letSocketsWork();
  expect(server.requests).toHaveLength(1);
});

it.each([200, 404, 429, 503])('ends a body of a %i that stalls, and drops its connection', async (status) => {
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

it('sends nothing with a signal that has aborted before', async () => {
  const apiKey = vi.fn(() => 'key');
  const { api, server } = await startApi([DONE], { apiKey });
  await expect(api.deleteClient(CLIENT_ID, { signal: AbortSignal.abort(REASON) })).rejects.toBe(REASON);
  await letSocketsWork();
  expect(apiKey).not.toHaveBeenCalled();
  expect(server.connections()).toBe(0);
});

it.each([
  ['the fetch of the platform', undefined],
  ['a fetch that heeds no signal', (input: unknown) => fetch((input as Request).url, { method: 'DELETE' })],
])('ends a credential function, and sends nothing by %s once it gives a key', async (_, ownFetch) => {
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
  ['an answer', () => new Promise<Response>(() => {})],
  ['a body', async () => new Response(new ReadableStream())],
])('waits no longer for %s of a fetch that heeds no signal', async (_, answer) => {
  const controller = new AbortController();
  const { api } = await startApi([], {
    fetch: () => {
      setImmediate(() => controller.abort(REASON));
      return answer();
    },
  });
  await expect(api.deleteClient(CLIENT_ID, { signal: controller.signal })).rejects.toBe(REASON);
  expect(vi.getTimerCount()).toBe(0);
});

it('leaves nothing on the signal of a call that is over', async () => {
  const { signal } = new AbortController();
  const { api } = await startApi([refused(), DONE, { status: 404 }]);
  await api.deleteClient(CLIENT_ID, { signal });
  await expect(api.deleteClient(CLIENT_ID, { signal })).rejects.toThrow();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
