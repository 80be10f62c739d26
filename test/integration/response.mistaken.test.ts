import { describe, expect, it } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { ALL_OPERATIONS, CLIENT, CREATING } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { startRawServer } from '../support/raw-server.js';
import { watchTraces } from '../support/traces.js';
import { MISTAKEN } from '../support/transport-faults.js';

useFakeTime();

describe.each(MISTAKEN)('response: $name', ({ steps, nothing, json }) => {
  it.each(ALL_OPERATIONS)('ends $operation after one attempt', async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const server = await startRawServer(() => steps);
    const api = new ClientManagementApi({ baseUrl: server.url, apiKey: 'key', maxResponseBytes: 1_000_000 });
    const creates = CREATING.some((creating) => creating.operation === operation);
    const ending = creates ? json : nothing;
    if (ending === 'success') {
      await expect(run(api)).resolves.toEqual(creates ? CLIENT : undefined);
    } else {
      await expect(run(api)).rejects.toMatchObject({ name: ending, operation, attempts: 1, status: 200 });
    }
    expect(server.requests()).toBe(1);
    await expectNoTraces(server);
  });
});
