import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { rateLimited, unavailable } from '../support/steps.js';

useFakeTime();

describe.each(ALL_OPERATIONS)('retry of $operation', ({ operation, method, url, run, success, data }) => {
  it.each([
    ['a 429', rateLimited()],
    ['a 429 with X-Ratelimit-Reset', rateLimited({ 'x-ratelimit-reset': '6000000000' })],
    ['a 503', unavailable()],
  ])('follows %s', async (_, failure) => {
    const { api, server, waits } = await startApi([failure, success]);
    const outcome = await run(api).withResponse();
    expect(outcome).toMatchObject({ data, attempts: 2 });
    expect(outcome.response.status).toBe(success.status);
    expect(waits).toEqual([{ operation, method, delay: expect.any(Number), queued: expect.any(Number) }]);
    expect(server.requests).toHaveLength(2);
    for (const request of server.requests) {
      expect(request).toMatchObject({ method, url });
    }
  });
});

it.each([400, 401, 403, 404, 405, 409, 500, 502, 504])('retry: a %i is not retried', async (status) => {
  const headers = { 'retry-after': '1', 'x-ratelimit-reset': '1000000000' };
  const { api, server, waits } = await startApi([{ status, headers }]);
  const call = api.deleteClient(CLIENT_ID);
  await expect(call).rejects.toMatchObject({ status, attempts: 1 });
  await expect(call).rejects.not.toHaveProperty('retryAfter');
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

it('retry: a redirect is not retried', async () => {
  const { api, server } = await startApi([{ status: 302, headers: { location: '/login', 'retry-after': '1' } }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'UnexpectedResponseError', status: 302 });
  expect(server.requests).toHaveLength(1);
});

it('retry: a success with an unexpected body is not retried', async () => {
  const { api, server } = await startApi([{ status: 200, body: '<html>' }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'UnexpectedResponseError', status: 200 });
  expect(server.requests).toHaveLength(1);
});
