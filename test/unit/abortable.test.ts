import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { DONE, rateLimited, repeat, silent } from '../support/steps.js';

useFakeTime();

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
    await setImmediate();
    return names;
  };
}

describe(`of ${CALLS} calls on one signal`, () => {
  it('are one if all calls are sent at once, without a leak warning', async () => {
    const warnings = watchWarnings();
    const { controller, signal, counts, count } = spySignal();
    const { api, server } = await startApi(silent, { pacing: false });
    const ended = Promise.allSettled(repeat(CALLS, 0).map(() => api.deleteClient(CLIENT_ID, { signal })));
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
      Promise.allSettled(repeat(CALLS, 0).map(() => api.deleteClient(CLIENT_ID, { signal }))),
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
    const ended = Promise.allSettled(repeat(CALLS, 0).map(() => api.deleteClient(CLIENT_ID, { signal })));
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
