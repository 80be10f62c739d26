import dns from 'node:dns';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { ALL_OPERATIONS } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { watchTraces } from '../support/traces.js';
import { UNREACHABLE } from '../support/transport-faults.js';

useFakeTime();

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

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(UNREACHABLE)('ConnectionError at $name', ({ find, cause, attempts }) => {
  it.each(ALL_OPERATIONS)(`ends $operation after attempt ${attempts}`, async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const { waits, onWait } = skipWaits();
    const baseUrl = await find();
    stubResolver();
    const api = new ClientManagementApi({
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
