import { expect, it, vi } from 'vitest';
import type { ClientManagementApi } from '../../src/index.js';
import { startApi, type TestApi } from '../support/api.js';
import { CLIENT_ID, REPEATABLE } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import type { Step } from '../support/server.js';
import { rateLimited, silent } from '../support/steps.js';

useFakeTime();

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

const RESET = { 'x-ratelimit-reset': '6000000000' };

it.each([1000, 3000, 5500])(
  'TimeoutError.retryAfter: is set after a maxWait of %i ms in the queue',
  async (maxWait) => {
    const { api, server } = await startLimited(RESET);
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
  const { api, server } = await startLimited(RESET, { status: 200 });
  const { retryAfter } = Object(await timeoutError(api, 1000));
  expect(retryAfter).toEqual(expect.any(Number));
  await vi.advanceTimersByTimeAsync(retryAfter);
  await api.deleteClient(CLIENT_ID, { maxWait: 0 });
  expect(server.requests).toHaveLength(2);
});

it('TimeoutError.retryAfter: is no sooner for calls further back in the queue', async () => {
  const { api } = await startLimited(RESET);
  const deletes = REPEATABLE.filter(({ method }) => method === 'DELETE');
  const errors = Promise.allSettled(deletes.map(({ run }) => run(api, { maxWait: 1000 })));
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
