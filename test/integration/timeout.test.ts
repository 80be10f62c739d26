import { describe, expect, it, vi } from 'vitest';
import { createApi } from '../support/api.js';
import { ALL_OPERATIONS } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { startRawServer } from '../support/raw-server.js';
import { watchTraces } from '../support/traces.js';
import { STALLED } from '../support/transport-faults.js';

useFakeTime();

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await letSocketsWork();
}

describe.each(STALLED)('timeout with $name', ({ steps }) => {
  it.each(ALL_OPERATIONS)('ends $operation when it is over, without a retry', async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const server = await startRawServer(() => steps);
    const onWait = vi.fn();
    const api = createApi({ baseUrl: server.url, apiKey: 'key', timeout: 3000, onWait });
    const settled = vi.fn();
    const call = run(api);
    call.then(settled, settled);
    await server.received(1);
    await letSocketsWork();
    await pass(1000);
    await pass(1000);
    await pass(999);
    expect(settled).not.toHaveBeenCalled();
    await pass(1);
    expect(settled).toHaveBeenCalled();
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError', operation, attempts: 1 });
    await expect(call).rejects.not.toHaveProperty('cause');
    expect(onWait).not.toHaveBeenCalled();
    expect(server.requests()).toBe(1);
    await expectNoTraces(server);
  });
});
