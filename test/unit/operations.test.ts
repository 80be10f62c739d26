import { describe, expect, it } from 'vitest';
import { createApi, startApi } from '../support/api.js';
import { ALL_OPERATIONS, CREATING, REPEATABLE } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { cutOff, rateLimited, reset } from '../support/steps.js';
import { unusedUrl } from '../support/unused-url.js';

useFakeTime();

const LOST = [
  ['reset before the response', reset],
  ['cut off within the response', cutOff],
] as const;

describe.each(REPEATABLE)('idempotent: $operation', ({ run, success }) => {
  it.each(LOST)('is retried after a connection that was %s', async (_, lost) => {
    const { api, server, waits } = await startApi([lost, lost, success]);
    await expect(run(api).withResponse()).resolves.toMatchObject({ attempts: 3 });
    expect(waits).toHaveLength(2);
    expect(waits[0]?.delay).within(250, 500);
    expect(waits[1]?.delay).within(500, 1000);
    expect(server.requests).toHaveLength(3);
  });
});

describe.each(ALL_OPERATIONS)('ECONNREFUSED: $operation', ({ run }) => {
  it('is retried twice if nobody listens', async () => {
    const { waits, onWait } = skipWaits();
    const api = createApi({ baseUrl: await unusedUrl(), apiKey: 'key', onWait });
    await expect(run(api)).rejects.toMatchObject({ name: 'ConnectionError', attempts: 3, mayHaveRun: false });
    expect(waits).toHaveLength(2);
  });
});

describe.each(CREATING)('not idempotent: $operation', ({ operation, run }) => {
  it.each(LOST)('is not retried after a connection that was %s', async (_, lost) => {
    const { api, server, waits } = await startApi([lost]);
    await expect(run(api)).rejects.toMatchObject({
      name: 'ConnectionError',
      operation,
      attempts: 1,
      cause: expect.any(Error),
    });
    expect(waits).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('is not retried after a connection that was lost in a retry', async () => {
    const { api, server } = await startApi([rateLimited(), reset]);
    await expect(run(api)).rejects.toMatchObject({ name: 'ConnectionError', attempts: 2 });
    expect(server.requests).toHaveLength(2);
  });
});
