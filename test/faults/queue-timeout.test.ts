import { expect, it, vi } from 'vitest';
import type { ClientManagementApi } from '../../src/index.js';
import { startApi, type TestApi } from '../support/api.js';
import { CLIENT_ID, REPEATABLE } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import type { Step } from '../support/server.js';
import { refused, silent } from '../support/steps.js';

useFakeTime();

/** An API object whose queue for DELETE stands still for six seconds, as a call that is over by now has learned. */
async function startLimited(headers: Readonly<Record<string, string>>, ...later: readonly Step[]): Promise<TestApi> {
  const limited = defer();
  const controller = new AbortController();
  const test = await startApi([refused(headers), ...later], { onWait: () => limited.resolve() });
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

it.each([1000, 3000, 5500])('TimeoutError has retryAfter after a maxWait of %i ms in the queue', async (maxWait) => {
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
});

it('TimeoutError has a retryAfter after which the next call is sent', async () => {
  const { api, server } = await startLimited(PAUSE, { status: 200 });
  const { retryAfter } = Object(await timeoutError(api, 1000));
  expect(retryAfter).toEqual(expect.any(Number));
  await vi.advanceTimersByTimeAsync(retryAfter);
  await api.deleteClient(CLIENT_ID, { maxWait: 0 });
  expect(server.requests).toHaveLength(2);
});

it('TimeoutError of calls behind others has a retryAfter that is no sooner', async () => {
  const { api } = await startLimited(PAUSE);
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

it('TimeoutError of an attempt has no retryAfter', async () => {
  const { api, server } = await startApi([silent], { timeout: 1000 });
  const ended = api.deleteClient(CLIENT_ID).catch((error: unknown) => error);
  await server.received(1);
  await vi.advanceTimersByTimeAsync(1000);
  const error = await ended;
  expect(error).toMatchObject({ name: 'TimeoutError', attempts: 1 });
  expect(error).not.toHaveProperty('retryAfter', expect.anything());
});
