import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, rateLimited, repeat } from '../support/steps.js';

useFakeTime();

const STATED = rateLimited({ 'x-ratelimit-reset': '6000000000' });

function total(waits: readonly { delay: number }[]): number {
  return waits.reduce((sum, { delay }) => sum + delay, 0);
}

it('maxWait: allows more retries than maxRetries if each 429 states its wait', async () => {
  const { api, waits } = await startApi([...repeat(12, STATED), DONE], { pacing: false, retry: { maxRetries: 1 } });
  const { attempts } = await api.deleteClient(CLIENT_ID).withResponse();
  expect(attempts).toBe(13);
  for (const { delay } of waits) {
    expect(delay).within(6000, 12_000);
  }
});

it('maxRetries: counts only retries without a stated wait', async () => {
  const { api, server } = await startApi([STATED, rateLimited(), STATED, rateLimited()], { retry: { maxRetries: 1 } });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError', attempts: 4 });
  expect(server.requests).toHaveLength(4);
});

it('maxWait: no wait starts that exceeds it', async () => {
  const { api, server, waits } = await startApi(repeat(9, STATED), { pacing: false, maxWait: 20_000 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'RateLimitError',
    status: 429,
    retryAfter: 6000,
    attempts: 4,
  });
  expect(total(waits)).within(18_000, 20_000);
  expect(server.requests).toHaveLength(4);
});

it('maxWait: bounds backoff too', async () => {
  const { api, waits } = await startApi(repeat(9, rateLimited()), { maxWait: 1000, retry: { maxRetries: 100 } });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError' });
  expect(waits.length).within(1, 2);
  expect(total(waits)).toBeLessThanOrEqual(1000);
});

it('maxWait: may be used up by one wait that the service states', async () => {
  const { api, waits } = await startApi([STATED, DONE], { maxWait: 6000 });
  await api.deleteClient(CLIENT_ID);
  expect(waits.map(({ delay }) => delay)).toEqual([6000]);
});

it('maxWait: each call has its own', async () => {
  const { api, waits } = await startApi([STATED, DONE, STATED, DONE], { maxWait: 7000 });
  await api.deleteClient(CLIENT_ID);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(2);
});

it.each([
  ['with a stated wait', STATED],
  ['without one', rateLimited()],
])('maxWait: 0 never waits, %s', async (_, response) => {
  const { api, server, waits } = await startApi([response], { maxWait: 0 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError', attempts: 1 });
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});
