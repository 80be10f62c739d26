import { expect, it } from 'vitest';
import type { RetryOptions } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, rateLimited, repeat, reset, unavailable } from '../support/steps.js';

useFakeTime();

const OFF: [string, RetryOptions | false][] = [
  ['retry: false', false],
  ['maxRetries: 0', { maxRetries: 0 }],
];
const FAILURES = [
  rateLimited(),
  rateLimited({ 'x-ratelimit-reset': '6000000000' }),
  unavailable(),
  unavailable({ 'retry-after': '7' }),
  reset,
];

it.each(OFF)('retry: never happens with %s on the API object', async (_, retry) => {
  const { api, server, waits } = await startApi(FAILURES, { retry, pacing: false });
  for (const _ of FAILURES) {
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ attempts: 1 });
  }
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(FAILURES.length);
});

it.each(OFF)('retry: never happens with %s on a call', async (_, retry) => {
  const { api, server, waits } = await startApi([...FAILURES, rateLimited(), DONE], { pacing: false });
  for (const _ of FAILURES) {
    await expect(api.deleteClient(CLIENT_ID, { retry })).rejects.toMatchObject({ attempts: 1 });
  }
  expect(waits).toEqual([]);
  await api.deleteClient(CLIENT_ID);
  expect(server.requests).toHaveLength(FAILURES.length + 2);
});

it.each(OFF)('retry: a call may set it although the API object has %s', async (_, retry) => {
  const { api } = await startApi([rateLimited(), DONE], { retry });
  const { attempts } = await api.deleteClient(CLIENT_ID, { retry: { maxRetries: 1 } }).withResponse();
  expect(attempts).toBe(2);
});

it('retry: members that a call does not set are those of the API object', async () => {
  const { api, waits } = await startApi(repeat(3, rateLimited()), { retry: { maxRetries: 2, initialDelay: 10_000 } });
  const call = api.deleteClient(CLIENT_ID, { retry: { maxDelay: 12_000 } });
  await expect(call).rejects.toMatchObject({ attempts: 3 });
  expect(waits[0]?.delay).within(5000, 10_000);
  expect(waits[1]?.delay).within(6000, 12_000);
});

it('maxWait: that of a call overrides that of the API object', async () => {
  const limited = rateLimited({ 'x-ratelimit-reset': '6000000000' });
  const { api, server } = await startApi([limited, limited, DONE], { maxWait: 1000 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ attempts: 1 });
  await api.deleteClient(CLIENT_ID, { maxWait: 7000 });
  expect(server.requests).toHaveLength(3);
});

it('headers: those of the API object and of the call are sent with each attempt', async () => {
  const { api, server } = await startApi([rateLimited(), DONE], { headers: { 'x-one': 'object', 'x-two': 'object' } });
  await api.deleteClient(CLIENT_ID, { headers: { 'x-two': 'call' } });
  for (const { headers } of server.requests) {
    expect(headers).toMatchObject({ 'x-one': 'object', 'x-two': 'call' });
  }
});

it('maxWait: a wrong value on a call rejects before any request', async () => {
  const { api, server } = await startApi([DONE]);
  await expect(api.deleteClient(CLIENT_ID, { maxWait: -1 })).rejects.toMatchObject({
    name: 'ConfigurationError',
    operation: 'deleteClient',
    attempts: 0,
  });
  expect(server.requests).toEqual([]);
});
