import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, refused, repeat } from '../support/steps.js';

useFakeTime();

const HINTED = refused({ 'x-ratelimit-reset': '6000000000' });

function total(waits: readonly { delay: number }[]): number {
  return waits.reduce((sum, { delay }) => sum + delay, 0);
}

it('waits out more refusals that name their time than maxRetries', async () => {
  const { api, waits } = await startApi([...repeat(12, HINTED), DONE], { pacing: false, retry: { maxRetries: 1 } });
  const { attempts } = await api.deleteClient(CLIENT_ID).withResponse();
  expect(attempts).toBe(13);
  for (const { delay } of waits) {
    expect(delay).within(6000, 12_000);
  }
});

it('counts refusals without a time apart from those with one', async () => {
  const { api, server } = await startApi([HINTED, refused(), HINTED, refused()], { retry: { maxRetries: 1 } });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError', attempts: 4 });
  expect(server.requests).toHaveLength(4);
});

it('begins no wait that goes beyond maxWait', async () => {
  const { api, server, waits } = await startApi(repeat(9, HINTED), { pacing: false, maxWait: 20_000 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'RateLimitError',
    status: 429,
    retryAfter: 6000,
    attempts: 4,
  });
  expect(total(waits)).within(18_000, 20_000);
  expect(server.requests).toHaveLength(4);
});

it('bounds the waits where nobody tells how long, too', async () => {
  const { api, waits } = await startApi(repeat(9, refused()), { maxWait: 1000, retry: { maxRetries: 100 } });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError' });
  expect(waits.length).within(1, 2);
  expect(total(waits)).toBeLessThanOrEqual(1000);
});

it('waits the whole of maxWait where that is what the service asks', async () => {
  const { api, waits } = await startApi([HINTED, DONE], { pacing: false, maxWait: 6000 });
  await api.deleteClient(CLIENT_ID);
  expect(waits.map(({ delay }) => delay)).toEqual([6000]);
});

it('gives every call a maxWait of its own', async () => {
  const { api, waits } = await startApi([HINTED, DONE, HINTED, DONE], { maxWait: 7000 });
  await api.deleteClient(CLIENT_ID);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(2);
});

it.each([
  ['with a hint', HINTED],
  ['without one', refused()],
])('never waits where maxWait is 0, %s', async (_, answer) => {
  const { api, server, waits } = await startApi([answer], { maxWait: 0 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'RateLimitError', attempts: 1 });
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});
