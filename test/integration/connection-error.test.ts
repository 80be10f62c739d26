import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { CREATING, REPEATABLE } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { startRawServer } from '../support/raw-server.js';
import { watchTraces } from '../support/traces.js';
import { LOST } from '../support/transport-faults.js';

useFakeTime();

describe.each(LOST)('ConnectionError after $name', ({ steps, cause }) => {
  it.each(REPEATABLE)('ends $operation once maxRetries are used up', async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const server = await startRawServer(() => steps);
    const { waits, onWait } = skipWaits();
    const api = new ClientManagementApi({ baseUrl: server.url, apiKey: 'key', onWait });
    const error = await run(api, { retry: { maxRetries: 2 } }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ConnectionError', operation, attempts: 3, cause: expect.any(Error) });
    expect(inspect(error)).toMatch(cause);
    expect(waits).toHaveLength(2);
    expect(server.requests()).toBe(3);
    expect(server.connections()).toBe(3);
    await expectNoTraces(server);
  });

  it.each(CREATING)('ends $operation at once', async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const server = await startRawServer(() => steps);
    const { waits, onWait } = skipWaits();
    const api = new ClientManagementApi({ baseUrl: server.url, apiKey: 'key', onWait });
    const error = await run(api).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ConnectionError', operation, attempts: 1, cause: expect.any(Error) });
    expect(inspect(error)).toMatch(cause);
    expect(waits).toEqual([]);
    expect(server.requests()).toBe(1);
    expect(server.connections()).toBe(1);
    await expectNoTraces(server);
  });
});
