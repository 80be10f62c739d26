import { getEventListeners } from 'node:events';
import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { sleep } from '../../src/abortable.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, clientId } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { POLYFILLED } from '../support/polyfilled-signals.js';
import { DONE, rateLimited, repeat, silent, stalled } from '../support/steps.js';
import { watchTraces } from '../support/traces.js';

useFakeTime();

describe('sleep()', () => {
  const REASON = new Error('enough');

  it('resolves when its time is over, and not before', async () => {
    const { signal } = new AbortController();
    const ended = vi.fn();
    sleep(1000, signal).then(ended);
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalledOnce();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('needs no signal', async () => {
    const slept = sleep(1000, undefined);
    await vi.advanceTimersByTimeAsync(1000);
    await slept;
  });

  it('rejects at once if the signal aborts, and leaves no timer and no listener', async () => {
    const controller = new AbortController();
    const slept = sleep(1000, controller.signal);
    controller.abort(REASON);
    await expect(slept).rejects.toBe(REASON);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('rejects at once if the signal has already aborted', async () => {
    const signal = AbortSignal.abort(REASON);
    await expect(sleep(1000, signal)).rejects.toBe(REASON);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('ignores an abort after its end', async () => {
    const controller = new AbortController();
    const slept = sleep(1000, controller.signal);
    await vi.advanceTimersByTimeAsync(1000);
    controller.abort(REASON);
    await expect(slept).resolves.toBeUndefined();
  });
});

describe('signal', () => {
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
});

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
    const calls = Array.from({ length: 40 }, (_, index) => api.deleteClient(clientId(index), { signal }));
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

describe('signal listeners', () => {
  const REASON = new Error('the user left');
  const CALLS = 40;

  /** A signal that records how many listeners it has whenever one is added. */
  function spySignal(): { controller: AbortController; signal: AbortSignal; counts: number[]; count: () => number } {
    const controller = new AbortController();
    const { signal } = controller;
    const counts: number[] = [];
    const count = (): number => getEventListeners(signal, 'abort').length;
    const add = signal.addEventListener.bind(signal);
    vi.spyOn(signal, 'addEventListener').mockImplementation((...parts: Parameters<typeof add>) => {
      add(...parts);
      counts.push(count());
    });
    return { controller, signal, counts, count };
  }

  /** Returns the names of the warnings that the process has emitted since. */
  function watchWarnings(): () => Promise<string[]> {
    const names: string[] = [];
    const note = ({ name }: Error): void => {
      names.push(name);
    };
    process.on('warning', note);
    onTestFinished(() => {
      process.off('warning', note);
    });
    return async () => {
      await immediate();
      return names;
    };
  }

  describe(`of ${CALLS} calls on one signal`, () => {
    it('are one if all calls are sent at once, without a leak warning', async () => {
      const warnings = watchWarnings();
      const { controller, signal, counts, count } = spySignal();
      const { api, server } = await startApi(silent, { pacing: false });
      const ended = Promise.allSettled(
        repeat(CALLS, 0).map((_, index) => api.deleteClient(clientId(index), { signal })),
      );
      await server.received(CALLS);
      expect(Math.max(...counts)).toBe(1);
      expect(count()).toBe(1);
      controller.abort(REASON);
      expect(await ended).toEqual(repeat(CALLS, { status: 'rejected', reason: REASON }));
      expect(count()).toBe(0);
      expect(await warnings()).toEqual([]);
    });

    it('are one if the calls wait in the queue, without a leak warning', async () => {
      const warnings = watchWarnings();
      const limited = defer();
      const { controller, signal, counts, count } = spySignal();
      const { api, server } = await startApi([rateLimited({ 'x-ratelimit-reset': '6000000000' })], {
        onWait: () => limited.resolve(),
      });
      const ahead = api.deleteClient(CLIENT_ID, { signal });
      const behind = limited.promise.then(() =>
        Promise.allSettled(repeat(CALLS, 0).map((_, index) => api.deleteClient(clientId(index), { signal }))),
      );
      const ended = expect(ahead).rejects.toBe(REASON);
      await limited.promise;
      await letSocketsWork();
      expect(Math.max(...counts)).toBe(1);
      expect(count()).toBe(1);
      controller.abort(REASON);
      await ended;
      expect(await behind).toEqual(repeat(CALLS, { status: 'rejected', reason: REASON }));
      expect(server.requests).toHaveLength(1);
      expect(count()).toBe(0);
      expect(await warnings()).toEqual([]);
    });

    it('are one during a backoff, without a leak warning', async () => {
      const warnings = watchWarnings();
      const { controller, signal, counts, count } = spySignal();
      const all = defer();
      let waiting = 0;
      const { api } = await startApi(repeat(CALLS, rateLimited({ 'retry-after': '60' })), {
        pacing: false,
        onWait: () => {
          if (++waiting === CALLS) {
            all.resolve();
          }
        },
      });
      const ended = Promise.allSettled(
        repeat(CALLS, 0).map((_, index) => api.deleteClient(clientId(index), { signal })),
      );
      await all.promise;
      await letSocketsWork();
      expect(Math.max(...counts)).toBe(1);
      expect(count()).toBe(1);
      controller.abort(REASON);
      expect(await ended).toEqual(repeat(CALLS, { status: 'rejected', reason: REASON }));
      expect(count()).toBe(0);
      expect(await warnings()).toEqual([]);
    });

    it('are one for the calls of several API objects', async () => {
      const { controller, signal, counts, count } = spySignal();
      const ended = await Promise.all(
        repeat(3, silent).map(async (step) => {
          const { api } = await startApi(step);
          return () => Promise.allSettled(ALL_OPERATIONS.slice(0, 2).map(({ run }) => run(api, { signal })));
        }),
      );
      const results = Promise.all(ended.map((start) => start()));
      await letSocketsWork();
      expect(Math.max(...counts)).toBe(1);
      expect(count()).toBe(1);
      controller.abort(REASON);
      expect((await results).flat()).toEqual(repeat(6, { status: 'rejected', reason: REASON }));
      expect(count()).toBe(0);
    });
  });

  it('stay until the last call is over, and return with the next call', async () => {
    const { controller, signal, count } = spySignal();
    const responses = [defer<Response>(), defer<Response>(), defer<Response>()];
    let sent = 0;
    const { api } = await startApi([], {
      pacing: false,
      fetch: () => responses[sent++]?.promise ?? Promise.reject(new Error('one request too many')),
    });
    const [first, second] = [api.deleteClient(CLIENT_ID, { signal }), api.deleteClient(CLIENT_ID, { signal })];
    await letSocketsWork();
    expect(count()).toBe(1);
    responses[0]?.resolve(new Response());
    await first;
    expect(count()).toBe(1);
    responses[1]?.resolve(new Response());
    await second;
    expect(count()).toBe(0);

    const third = api.deleteClient(CLIENT_ID, { signal });
    const ended = expect(third).rejects.toBe(REASON);
    await letSocketsWork();
    expect(count()).toBe(1);
    controller.abort(REASON);
    await ended;
    expect(count()).toBe(0);
  });

  it('end only the calls on their own signal', async () => {
    const [mine, other] = [spySignal(), spySignal()];
    const response = defer<Response>();
    const { api } = await startApi([], { pacing: false, fetch: () => response.promise });
    const ended = expect(api.deleteClient(CLIENT_ID, { signal: mine.signal })).rejects.toBe(REASON);
    const others = [api.deleteClient(CLIENT_ID, { signal: other.signal }), api.deleteClient(CLIENT_ID)];
    await letSocketsWork();
    mine.controller.abort(REASON);
    await ended;
    response.resolve(new Response());
    expect(await Promise.all(others)).toEqual([undefined, undefined]);
    expect([mine.count(), other.count()]).toEqual([0, 0]);
  });

  it('are not added by a call that starts while the signal aborts: it rejects with the reason', async () => {
    const { controller, signal, count } = spySignal();
    const { api, server } = await startApi([silent, DONE]);
    const late = api.deleteClient(CLIENT_ID, { signal }).catch(() => api.deleteClient(CLIENT_ID, { signal }));
    signal.addEventListener('abort', () => api.deleteClient(CLIENT_ID, { signal }).catch(() => {}), { once: true });
    const ended = expect(late).rejects.toBe(REASON);
    await server.received(1);
    controller.abort(REASON);
    await ended;
    await letSocketsWork();
    expect(count()).toBe(0);
    expect(server.requests).toHaveLength(1);
  });
});
