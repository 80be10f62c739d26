import { describe, expect, it, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { POLYFILLED } from '../support/polyfilled-signals.js';
import { DONE, rateLimited, silent, stalled } from '../support/steps.js';
import { watchTraces } from '../support/traces.js';

useFakeTime();

/** What a call rejects with if its signal has no reason, or one of its own making. */
const ABORTED = expect.objectContaining({ name: 'AbortError', message: expect.stringMatching(/abort/i) });

describe.each(POLYFILLED)('signal of %s', (_, create) => {
  it('does not disturb a call that it does not abort', async () => {
    const { signal, listeners } = create();
    const { api, server } = await startApi([rateLimited(), DONE]);
    await api.deleteClient(CLIENT_ID, { signal });
    expect(server.requests).toHaveLength(2);
    expect(listeners()).toBe(0);
  });

  it('sends nothing if it has already aborted', async () => {
    const apiKey = vi.fn(() => 'key');
    const { signal, abort } = create();
    abort();
    const { api, server } = await startApi([], { apiKey });
    const call = api.deleteClient(CLIENT_ID, { signal });
    await expect(call).rejects.toEqual(ABORTED);
    await expect(call.withResponse()).rejects.toBeInstanceOf(Error);
    await letSocketsWork();
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.connections()).toBe(0);
  });

  it('ends a call in the queue, which is never sent', async () => {
    const limited = defer();
    const first = new AbortController();
    const { signal, abort, listeners } = create();
    const { api, server } = await startApi([rateLimited({ 'x-ratelimit-reset': '6000000000' })], {
      onWait: () => limited.resolve(),
    });
    const ahead = api.deleteClient(CLIENT_ID, { signal: first.signal }).catch((reason: unknown) => reason);
    await limited.promise;
    const queued = api.deleteClient(CLIENT_ID, { signal });
    const ended = expect(queued).rejects.toEqual(ABORTED);
    await letSocketsWork();
    abort();
    await ended;
    expect(listeners()).toBe(0);
    first.abort('enough');
    expect(await ahead).toBe('enough');
    expect(server.requests).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['as it starts', (abort: () => void) => abort()],
    ['once it has started', (abort: () => void) => setImmediate(abort)],
  ])('ends a backoff, %s', async (_, when) => {
    const { signal, abort, listeners } = create();
    const { api, server } = await startApi([rateLimited({ 'retry-after': '60' })], { onWait: () => when(abort) });
    await expect(api.deleteClient(CLIENT_ID, { signal })).rejects.toEqual(ABORTED);
    await letSocketsWork();
    expect(server.requests).toHaveLength(1);
    expect(listeners()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['the headers', silent],
    ['the body of a 200', stalled(200)],
    ['the body of a 404', stalled(404)],
  ])('ends an attempt that waits for %s, and closes its connection', async (_, step) => {
    const expectNoTraces = watchTraces();
    const { signal, abort, listeners } = create();
    const closed = defer();
    const { api, server } = await startApi((request, response) => {
      request.socket.on('close', closed.resolve);
      step(request, response);
    });
    const call = api.deleteClient(CLIENT_ID, { signal });
    const ended = expect(call).rejects.toEqual(ABORTED);
    // A call that fails before it sends anything must not keep the test waiting.
    await Promise.race([server.received(1), ended]);
    await letSocketsWork();
    abort();
    await ended;
    await closed.promise;
    expect(server.requests).toHaveLength(1);
    expect(listeners()).toBe(0);
    await expectNoTraces(server);
  });

  it('ends an attempt that waits for the apiKey function', async () => {
    const { signal, abort, listeners } = create();
    const { api, server } = await startApi([], {
      apiKey: () => {
        setImmediate(abort);
        return new Promise(() => {});
      },
    });
    await expect(api.deleteClient(CLIENT_ID, { signal })).rejects.toEqual(ABORTED);
    expect(server.connections()).toBe(0);
    expect(listeners()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has one listener for all its calls, and ends them together', async () => {
    const { signal, abort, listeners } = create();
    const { api } = await startApi(silent, { pacing: false });
    const calls = Array.from({ length: 40 }, () => api.deleteClient(CLIENT_ID, { signal }));
    const ended = Promise.allSettled(calls);
    await letSocketsWork();
    expect(listeners()).toBe(1);
    abort();
    for (const result of await ended) {
      expect(result).toEqual({ status: 'rejected', reason: ABORTED });
    }
    expect(listeners()).toBe(0);
  });
});

it.each([[null], [undefined], [0], [''], ['a text'], [{ code: 7 }]])(
  'signal: an AbortSignal with the reason %j rejects with that reason',
  async (reason) => {
    const controller = new AbortController();
    controller.abort(reason);
    const { api } = await startApi([]);
    const thrown = await api.deleteClient(CLIENT_ID, { signal: controller.signal }).then(
      () => expect.fail('the call succeeded'),
      (thrown: unknown) => ({ thrown }),
    );
    expect(thrown).toEqual({ thrown: controller.signal.reason });
  },
);
