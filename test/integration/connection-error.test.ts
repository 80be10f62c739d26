import dns from 'node:dns';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApi } from '../support/api.js';
import { ALL_OPERATIONS, CREATING, REPEATABLE } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { startRawServer } from '../support/raw-server.js';
import { watchTraces } from '../support/traces.js';
import { LOST, UNREACHABLE } from '../support/transport-faults.js';

useFakeTime();

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(LOST)('ConnectionError after $name', ({ steps, cause }) => {
  it.each(REPEATABLE)('ends $operation once maxRetries are used up', async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const server = await startRawServer(() => steps);
    const { waits, onWait } = skipWaits();
    const api = createApi({ baseUrl: server.url, apiKey: 'key', onWait });
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
    const api = createApi({ baseUrl: server.url, apiKey: 'key', onWait });
    const error = await run(api).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ConnectionError', operation, attempts: 1, cause: expect.any(Error) });
    expect(inspect(error)).toMatch(cause);
    expect(waits).toEqual([]);
    expect(server.requests()).toBe(1);
    expect(server.connections()).toBe(1);
    await expectNoTraces(server);
  });
});

type LookupDone = (error: Error | null, address: string | dns.LookupAddress[], family: number) => void;

// The machine's own resolver would ask a network.
function stubResolver(): void {
  const { lookup } = dns;
  vi.spyOn(dns, 'lookup').mockImplementation(((host: string, options: dns.LookupOptions, done: LookupDone) => {
    if (host === 'localhost') {
      lookup(host, options, done);
    } else {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' });
      setImmediate(() => done(error, '', 0));
    }
  }) as typeof dns.lookup);
}

describe.each(UNREACHABLE)('ConnectionError at $name', ({ find, cause, attempts }) => {
  it.each(ALL_OPERATIONS)(`ends $operation after attempt ${attempts}`, async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const { waits, onWait } = skipWaits();
    const baseUrl = await find();
    stubResolver();
    const api = createApi({
      baseUrl,
      allowInsecureConnection: true,
      apiKey: 'key',
      onWait,
    });
    const error = await run(api).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'ConnectionError',
      operation,
      attempts,
      mayHaveRun: false,
      cause: expect.any(Error),
    });
    expect(inspect(error)).toMatch(cause);
    expect(waits).toHaveLength(attempts - 1);
    await expectNoTraces();
  });
});
