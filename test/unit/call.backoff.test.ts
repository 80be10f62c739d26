import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, rateLimited, repeat, reset, unavailable } from '../support/steps.js';

useFakeTime();

it('doubles the wait up to maxDelay until the call succeeds', async () => {
  const { api, waits } = await startApi([...repeat(4, rateLimited()), ...repeat(4, unavailable()), DONE], {
    retry: { maxRetries: 8 },
  });
  const { attempts } = await api.deleteClient(CLIENT_ID).withResponse();
  expect(attempts).toBe(9);
  const ceilings = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
  expect(waits).toHaveLength(ceilings.length);
  for (const [index, ceiling] of ceilings.entries()) {
    expect(waits[index]?.delay).within(ceiling / 2, ceiling);
  }
});

it('randomizes the wait of each call', async () => {
  const { api, waits } = await startApi([rateLimited(), DONE, rateLimited(), DONE]);
  await api.deleteClient(CLIENT_ID);
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).not.toBe(waits[1]?.delay);
});

it('initialDelay and maxDelay bound the waits', async () => {
  const { api, waits } = await startApi([...repeat(3, rateLimited()), DONE], {
    retry: { initialDelay: 10_000, maxDelay: 15_000 },
  });
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).within(5000, 10_000);
  expect(waits[1]?.delay).within(7500, 15_000);
  expect(waits[2]?.delay).within(7500, 15_000);
});

it('maxRetries: the error of the last response is thrown after five retries by default', async () => {
  const { api, server, waits } = await startApi([
    ...repeat(5, rateLimited()),
    { status: 503, body: '{"reason":"maintenance"}' },
  ]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    reason: 'maintenance',
    attempts: 6,
    operation: 'deleteClient',
  });
  expect(waits).toHaveLength(5);
  expect(server.requests).toHaveLength(6);
});

it('RateLimitError.retryAfter is not set without a stated wait', async () => {
  const { api } = await startApi([rateLimited()], { retry: false });
  await expect(api.deleteClient(CLIENT_ID)).rejects.not.toHaveProperty('retryAfter');
});

it('stops at a response that is not retried', async () => {
  const { api, server } = await startApi([rateLimited(), unavailable(), { status: 404 }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'NotFoundError', attempts: 3 });
  expect(server.requests).toHaveLength(3);
});

it('maxRetries counts lost connections, 429 and 503 together', async () => {
  const { api, server } = await startApi([rateLimited(), reset, unavailable()], { retry: { maxRetries: 2 } });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ServiceUnavailableError', attempts: 3 });
  expect(server.requests).toHaveLength(3);
});
