import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { DONE, refused } from '../support/steps.js';

useFakeTime();

const SENT = 'Sun, 06 Nov 1994 08:49:30 GMT';

it.each([
  ['seconds', '7'],
  ['an IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT'],
  ['an RFC 850 date', 'Sunday, 06-Nov-94 08:49:37 GMT'],
  ['an asctime date', 'Sun Nov  6 08:49:37 1994'],
])('waits for a Retry-After in %s', async (_, value) => {
  const { api, server, waits } = await startApi([refused({ date: SENT, 'retry-after': value }), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toEqual([{ operation: 'deleteClient', method: 'DELETE', delay: expect.any(Number), queued: 0 }]);
  expect(waits[0]?.delay).within(7000, 7700);
  expect(server.requests).toHaveLength(2);
});

it('prefers Retry-After to X-Ratelimit-Reset', async () => {
  const headers = { 'retry-after': '7', 'x-ratelimit-reset': '60000000000' };
  const { api, waits } = await startApi([refused(headers), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).within(7000, 7700);
});

it('reads a date by its own clock where the answer does not say when it was sent', async () => {
  const retryAfter = new Date(Date.now() + 60_000).toUTCString();
  const { api, waits } = await startApi([
    (_, response) => {
      response.sendDate = false;
      response.writeHead(429, { 'retry-after': retryAfter }).end();
    },
    DONE,
  ]);
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).within(50_000, 61_000);
});

it.each([
  ['a date in the past', 'Sun, 06 Nov 1994 08:49:29 GMT'],
  ['the moment of the answer', SENT],
  ['no seconds', '0'],
  ['a negative number', '-5'],
  ['words', 'soon'],
  ['an ISO date', '1994-11-06T08:49:37Z'],
  ['an impossible date', 'Sun, 99 Foo 1994 08:49:37 GMT'],
  ['nothing', ''],
])('backs off where Retry-After holds %s', async (_, value) => {
  const { api, waits } = await startApi([refused({ date: SENT, 'retry-after': value }), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(250, 500);
});

it.each(['-5', 'soon', ''])('reads X-Ratelimit-Reset where Retry-After is "%s"', async (value) => {
  const headers = { 'retry-after': value, 'x-ratelimit-reset': '6000000000' };
  const { api, waits } = await startApi([refused(headers), DONE], { pacing: false });
  await api.deleteClient(CLIENT_ID);
  expect(waits[0]?.delay).within(6000, 7000);
});

it('fails at once, and tells when to come back, where Retry-After is absurd', async () => {
  const { api, server, waits } = await startApi([refused({ 'retry-after': '99999999999' })]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'RateLimitError',
    status: 429,
    attempts: 1,
    retryAfter: 99_999_999_999_000,
  });
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});
