import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, refused, repeat, reset, unavailable } from '../support/steps.js';

useFakeTime();

it('doubles the wait up to its limit until the call succeeds', async () => {
  const { api, waits } = await startApi([...repeat(4, refused()), ...repeat(4, unavailable()), DONE], {
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

it('does not wait equally long in every call', async () => {
  const { api, waits } = await startApi([refused(), DONE, refused(), DONE]);
  await api.deleteClient(CLIENT_ID);
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).not.toBe(waits[1]?.delay);
});

it('waits as the options say', async () => {
  const { api, waits } = await startApi([...repeat(3, refused()), DONE], {
    retry: { initialDelay: 10_000, maxDelay: 15_000 },
  });
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).within(5000, 10_000);
  expect(waits[1]?.delay).within(7500, 15_000);
  expect(waits[2]?.delay).within(7500, 15_000);
});

it('gives up after five retries with the last answer', async () => {
  const { api, server, waits } = await startApi([
    ...repeat(5, refused()),
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

it('leaves retryAfter out where nobody told', async () => {
  const { api } = await startApi([refused()], { retry: false });
  await expect(api.deleteClient(CLIENT_ID)).rejects.not.toHaveProperty('retryAfter');
});

it('stops at an answer that is not worth a retry', async () => {
  const { api, server } = await startApi([refused(), unavailable(), { status: 404 }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'NotFoundError', attempts: 3 });
  expect(server.requests).toHaveLength(3);
});

it('counts lost connections and refusals together', async () => {
  const { api, server } = await startApi([refused(), reset, unavailable()], { retry: { maxRetries: 2 } });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ServiceUnavailableError', attempts: 3 });
  expect(server.requests).toHaveLength(3);
});
