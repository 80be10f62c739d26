import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createApi, startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT, CREATING } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { HOSTILE, LIMIT } from '../support/hostile-responses.js';
import { startRawServer } from '../support/raw-server.js';
import { watchTraces } from '../support/traces.js';
import { MISTAKEN } from '../support/transport-faults.js';

useFakeTime();

const SECRET = /key-1234|s3cret|fresh-cookie|8cfbc2d3/;

describe.each(HOSTILE)('response: $name', ({ response, nothing, json }) => {
  it.each(ALL_OPERATIONS)('ends $operation after one attempt', async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const { api, server } = await startApi([response], { apiKey: 'key-1234', maxResponseBytes: LIMIT });
    const creates = CREATING.some((creating) => creating.operation === operation);
    const ending = creates ? json : nothing;
    if (ending === 'success') {
      await expect(run(api)).resolves.toEqual(creates ? expect.any(Object) : undefined);
    } else {
      const error = await run(api).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: ending, operation, attempts: 1 });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(SECRET);
      expect(JSON.stringify(error)).not.toMatch(SECRET);
    }
    expect(server.requests).toHaveLength(1);
    await expectNoTraces(server);
  });
});

describe.each(MISTAKEN)('response: $name', ({ steps, nothing, json }) => {
  it.each(ALL_OPERATIONS)('ends $operation after one attempt', async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const server = await startRawServer(() => steps);
    const api = createApi({ baseUrl: server.url, apiKey: 'key', maxResponseBytes: 1_000_000 });
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
