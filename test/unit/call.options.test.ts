import { expect, it } from 'vitest';
import type { RetryOptions } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, refused, repeat, reset, unavailable } from '../support/steps.js';

useFakeTime();

const OFF: [string, RetryOptions | false][] = [
  ['retry: false', false],
  ['maxRetries: 0', { maxRetries: 0 }],
];
const FAILURES = [
  refused(),
  refused({ 'x-ratelimit-reset': '6000000000' }),
  unavailable(),
  unavailable({ 'retry-after': '7' }),
  reset,
];

it.each(OFF)('never retries with %s for every call', async (_, retry) => {
  const { api, server, waits } = await startApi(FAILURES, { retry, pacing: false });
  for (const _ of FAILURES) {
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ attempts: 1 });
  }
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(FAILURES.length);
});

it.each(OFF)('never retries with %s for one call', async (_, retry) => {
  const { api, server, waits } = await startApi([...FAILURES, refused(), DONE], { pacing: false });
  for (const _ of FAILURES) {
    await expect(api.deleteClient(CLIENT_ID, { retry })).rejects.toMatchObject({ attempts: 1 });
  }
  expect(waits).toEqual([]);
  await api.deleteClient(CLIENT_ID);
  expect(server.requests).toHaveLength(FAILURES.length + 2);
});

it.each(OFF)('retries a call that asks for it where the object has %s', async (_, retry) => {
  const { api } = await startApi([refused(), DONE], { retry });
  const { attempts } = await api.deleteClient(CLIENT_ID, { retry: { maxRetries: 1 } }).withResponse();
  expect(attempts).toBe(2);
});

it('takes from the object what a call leaves out', async () => {
  const { api, waits } = await startApi(repeat(3, refused()), { retry: { maxRetries: 2, initialDelay: 10_000 } });
  const call = api.deleteClient(CLIENT_ID, { retry: { maxDelay: 12_000 } });
  await expect(call).rejects.toMatchObject({ attempts: 3 });
  expect(waits[0]?.delay).within(5000, 10_000);
  expect(waits[1]?.delay).within(6000, 12_000);
});

it('takes maxWait from the call', async () => {
  const hinted = refused({ 'x-ratelimit-reset': '6000000000' });
  const { api, server } = await startApi([hinted, hinted, DONE], { maxWait: 1000 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ attempts: 1 });
  await api.deleteClient(CLIENT_ID, { maxWait: 7000 });
  expect(server.requests).toHaveLength(3);
});

it('sends the headers of the object and of the call with each attempt', async () => {
  const { api, server } = await startApi([refused(), DONE], { headers: { 'x-one': 'object', 'x-two': 'object' } });
  await api.deleteClient(CLIENT_ID, { headers: { 'x-two': 'call' } });
  for (const { headers } of server.requests) {
    expect(headers).toMatchObject({ 'x-one': 'object', 'x-two': 'call' });
  }
});

it('refuses a wrong option of a call before any request', async () => {
  const { api, server } = await startApi([DONE]);
  await expect(api.deleteClient(CLIENT_ID, { maxWait: -1 })).rejects.toMatchObject({
    name: 'ConfigurationError',
    operation: 'deleteClient',
    attempts: 0,
  });
  expect(server.requests).toEqual([]);
});
