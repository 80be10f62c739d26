import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { ClientManagementApi } from '../../src/index.js';
import { createApi, startApi, type TestApi } from '../support/api.js';
import { anyResponse } from '../support/arbitraries.js';
import { ALL_OPERATIONS, CLIENT_ID, clientId } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import type { Step } from '../support/server.js';
import { expectDocumentedEnd } from '../support/settled.js';
import { DONE, rateLimited, repeat, silent } from '../support/steps.js';

useFakeTime();

const STATED = rateLimited({ 'x-ratelimit-reset': '6000000000' });

function total(waits: readonly { delay: number }[]): number {
  return waits.reduce((sum, { delay }) => sum + delay, 0);
}

it('maxWait: allows more retries than maxRetries if each 429 states its wait', async () => {
  const { api, waits } = await startApi([...repeat(12, STATED), DONE], { pacing: false, retry: { maxRetries: 1 } });
  const { attempts } = await api.deleteClient(CLIENT_ID).withResponse();
  expect(attempts).toBe(13);
  for (const { delay } of waits) {
    expect(delay).within(6000, 12_000);
  }
});

it('maxRetries: counts only retries without a stated wait', async () => {
  const { api, server } = await startApi([STATED, rateLimited(), STATED, rateLimited()], { retry: { maxRetries: 1 } });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError', attempts: 4 });
  expect(server.requests).toHaveLength(4);
});

it('maxWait: no wait starts that exceeds it', async () => {
  const { api, server, waits } = await startApi(repeat(9, STATED), { pacing: false, maxWait: 20_000 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'RateLimitError',
    status: 429,
    retryAfter: 6000,
    attempts: 4,
  });
  expect(total(waits)).within(18_000, 20_000);
  expect(server.requests).toHaveLength(4);
});

it('maxWait: bounds backoff too', async () => {
  const { api, waits } = await startApi(repeat(9, rateLimited()), { maxWait: 1000, retry: { maxRetries: 100 } });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError' });
  expect(waits.length).within(1, 2);
  expect(total(waits)).toBeLessThanOrEqual(1000);
});

it('maxWait: may be used up by one wait that the service states', async () => {
  const { api, waits } = await startApi([STATED, DONE], { pacing: false, maxWait: 6000 });
  await api.deleteClient(CLIENT_ID);
  expect(waits.map(({ delay }) => delay)).toEqual([6000]);
});

it('maxWait: each call has its own', async () => {
  const { api, waits } = await startApi([STATED, DONE, STATED, DONE], { maxWait: 7000 });
  await api.deleteClient(CLIENT_ID);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(2);
});

it.each([
  ['with a stated wait', STATED],
  ['without one', rateLimited()],
])('maxWait: 0 never waits, %s', async (_, response) => {
  const { api, server, waits } = await startApi([response], { maxWait: 0 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError', attempts: 1 });
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

/** An API object whose queue for DELETE is paused for six seconds, by a 429 to a call that is over. */
async function startLimited(headers: Readonly<Record<string, string>>, ...later: readonly Step[]): Promise<TestApi> {
  const limited = defer();
  const controller = new AbortController();
  const test = await startApi([rateLimited(headers), ...later], { onWait: () => limited.resolve() });
  const call = test.api.deleteClient(CLIENT_ID, { signal: controller.signal }).catch((reason: unknown) => reason);
  await limited.promise;
  controller.abort('enough');
  expect(await call).toBe('enough');
  return test;
}

/** What a call rejects with that may wait in the queue for `maxWait`; the time passes. */
async function timeoutError(api: ClientManagementApi, maxWait: number): Promise<unknown> {
  const error = api.revokeUserClient(CLIENT_ID, { maxWait }).then(
    () => expect.fail('the call succeeded'),
    (thrown) => thrown,
  );
  await letSocketsWork();
  await vi.advanceTimersByTimeAsync(maxWait);
  await letSocketsWork();
  return error;
}

const PAUSE = { 'retry-after': '6' };

it.each([1000, 3000, 5500])(
  'TimeoutError.retryAfter: is set after a maxWait of %i ms in the queue',
  async (maxWait) => {
    const { api, server } = await startLimited(PAUSE);
    const error = await timeoutError(api, maxWait);
    expect(error).toMatchObject({
      name: 'TimeoutError',
      code: 'TIMEOUT',
      operation: 'revokeUserClient',
      attempts: 0,
      mayHaveRun: false,
      request: { method: 'DELETE', url: `${server.url}/api/2.0/clients/${CLIENT_ID}/revoke` },
      message: expect.stringMatching(/\bmaxWait\b/),
      retryAfter: expect.any(Number),
    });
    // Six seconds from the 429, less what has passed since; the pacer may add a little.
    const { retryAfter } = Object(error);
    expect(retryAfter).toBeGreaterThanOrEqual(6000 - maxWait - 50);
    expect(retryAfter).toBeLessThanOrEqual(6200);
    expect(server.requests).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  },
);

it('TimeoutError.retryAfter: the next call is sent after it', async () => {
  const { api, server } = await startLimited(PAUSE, { status: 200 });
  const { retryAfter } = Object(await timeoutError(api, 1000));
  expect(retryAfter).toEqual(expect.any(Number));
  await vi.advanceTimersByTimeAsync(retryAfter);
  await api.deleteClient(CLIENT_ID, { maxWait: 0 });
  expect(server.requests).toHaveLength(2);
});

it('TimeoutError.retryAfter: is no sooner for calls further back in the queue', async () => {
  const { api } = await startLimited(PAUSE);
  const errors = Promise.allSettled([1, 2].map((number) => api.deleteClient(clientId(number), { maxWait: 1000 })));
  await letSocketsWork();
  await vi.advanceTimersByTimeAsync(1000);
  for (const result of await errors) {
    expect(result).toMatchObject({
      status: 'rejected',
      reason: { name: 'TimeoutError', retryAfter: expect.any(Number) },
    });
    expect(Object(result).reason.retryAfter).toBeGreaterThanOrEqual(4950);
  }
});

it('TimeoutError.retryAfter: is not set if an attempt timed out', async () => {
  const { api, server } = await startApi([silent], { timeout: 1000 });
  const ended = api.deleteClient(CLIENT_ID).catch((error: unknown) => error);
  await server.received(1);
  await vi.advanceTimersByTimeAsync(1000);
  const error = await ended;
  expect(error).toMatchObject({ name: 'TimeoutError', attempts: 1 });
  expect(error).not.toHaveProperty('retryAfter', expect.anything());
});

const anyEvent = fc.oneof(
  { weight: 4, arbitrary: anyResponse },
  fc.anything().map((thrown) => (): Response => {
    throw thrown;
  }),
);

it('maxWait and maxRetries: a call ends within them, whatever the service returns', async () => {
  const bounds = fc.record({
    maxWait: fc.oneof(fc.integer({ min: 0, max: 700_000 }), fc.constantFrom(1000, 6000, 7000, 13_500)),
    maxRetries: fc.integer({ min: 0, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ALL_OPERATIONS),
      fc.array(anyEvent, { minLength: 1, maxLength: 12 }),
      bounds,
      fc.boolean(),
      fc.boolean(),
      async (called, events, { maxWait, maxRetries }, checked, pacing) => {
        const waits: number[] = [];
        const started = performance.now();
        let attempts = 0;
        const api = createApi({
          apiKey: 'key',
          maxWait,
          retry: { maxRetries },
          validate: { response: checked },
          pacing,
          fetch: async () => {
            const event = events[attempts++ % events.length];
            return event?.() ?? new Response();
          },
          onWait: async ({ delay }) => {
            waits.push(delay);
            await setImmediate();
            await vi.advanceTimersByTimeAsync(delay);
          },
        });
        const [result] = await Promise.allSettled([called.run(api)]);
        expectDocumentedEnd(called, result);
        // The timers of the fake clock are set in whole ms.
        expect(performance.now() - started).toBeLessThanOrEqual(maxWait + waits.length);
        // With pacing an attempt may follow two waits, one of its own and one in the queue, and the last may end with maxWait.
        expect(attempts).within(pacing ? Math.max(1, Math.ceil(waits.length / 2)) : waits.length + 1, waits.length + 1);
        expect(attempts).toBeLessThanOrEqual(maxRetries === 0 ? 1 : maxRetries + maxWait / 100 + 12);
        expect(vi.getTimerCount()).toBe(0);
      },
    ),
    { numRuns: 1000 },
  );
});

it('maxWait: the waits never exceed it in all, however long the stated wait is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10, max: 60_000 }),
      fc.double({ min: 0.1, max: 1.01, noNaN: true }),
      async (maxWait, share) => {
        const waits: number[] = [];
        const reset = String(Math.max(1e6, Math.round(maxWait * share * 1e6)));
        const api = createApi({
          apiKey: 'key',
          maxWait,
          pacing: false,
          fetch: async () => new Response(null, { status: 429, headers: { 'x-ratelimit-reset': reset } }),
          onWait: async ({ delay }) => {
            waits.push(delay);
            await setImmediate();
            await vi.advanceTimersByTimeAsync(delay);
          },
        });
        const error: unknown = await api.deleteClient(CLIENT_ID).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: 'RateLimitError', attempts: waits.length + 1 });
        expect(waits.reduce((sum, delay) => sum + delay, 0)).toBeLessThanOrEqual(maxWait + 1e-6);
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(Number(reset) / 1e6);
      },
    ),
    { numRuns: 300 },
  );
});

it('maxWait: is stated in the message as it was set, also after a wait for another write on the client', async () => {
  const { api } = await startLimited(PAUSE);
  const calls = [api.deleteClient(CLIENT_ID, { maxWait: 1000 }), api.revokeUserClient(CLIENT_ID, { maxWait: 1500 })];
  const results = Promise.allSettled(calls);
  for (let round = 0; round < 3; round++) {
    await letSocketsWork();
    await vi.advanceTimersByTimeAsync(1000);
  }
  const messages = (await results).map((result) => String(Object(result).reason));
  expect(messages[0]).toContain('maxWait (1000 ms)');
  expect(messages[1]).toContain('maxWait (1500 ms)');
});
