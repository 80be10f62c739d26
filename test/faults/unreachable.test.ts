import dns from 'node:dns';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { CREATING, REPEATABLE } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { watchTraces } from '../support/traces.js';
import { UNREACHABLE } from './transport-faults.js';

useFakeTime();

// The machine's own resolver would ask a network.
function stubResolver(): void {
  const lookup = (host: string, _: unknown, done: (error: Error) => void): void => {
    setImmediate(done, Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }));
  };
  vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(UNREACHABLE)('$name', ({ find, cause }) => {
  it.each([
    ...REPEATABLE.map((item) => ({ ...item, attempts: 6 })),
    ...CREATING.map((item) => ({ ...item, attempts: 1 })),
  ])('fails $operation with attempt $attempts', async ({ operation, run, attempts }) => {
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
    expect(error).toMatchObject({ name: 'ConnectionError', operation, attempts, cause: expect.any(Error) });
    expect(inspect(error)).toMatch(cause);
    expect(waits).toHaveLength(attempts - 1);
    await expectNoTraces();
  });
});
