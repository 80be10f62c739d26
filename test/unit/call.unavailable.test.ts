import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import type { CannedResponse } from '../support/server.js';
import { DONE, unavailable } from '../support/steps.js';

useFakeTime();

const HTML_PAGE: CannedResponse = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: `<html><body><h1>503 Service Temporarily Unavailable</h1>${'nginx '.repeat(500)}</body></html>`,
};

it.each([
  ['an empty body', unavailable()],
  ["a gateway's HTML page", HTML_PAGE],
  ['an X-Ratelimit-Reset, which does not count here', unavailable({ 'x-ratelimit-reset': '6000000000' })],
  ['a Retry-After that cannot be read', unavailable({ 'retry-after': 'soon', 'x-ratelimit-reset': '6000000000' })],
])('backs off with %s', async (_, response) => {
  const { api, server, waits } = await startApi([response, DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(250, 500);
  expect(server.requests).toHaveLength(2);
});

it('waits for its Retry-After', async () => {
  const { api, waits } = await startApi([unavailable({ 'retry-after': '120' }), DONE]);
  await api.deleteClient(CLIENT_ID);
  expect(waits).toHaveLength(1);
  expect(waits[0]?.delay).within(120_000, 121_000);
});

it("ServiceUnavailableError.body is the gateway's page", async () => {
  const { api } = await startApi([HTML_PAGE]);
  await expect(api.deleteClient(CLIENT_ID, { retry: false })).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    status: 503,
    body: HTML_PAGE.body,
    attempts: 1,
  });
});

it('does not happen if its Retry-After exceeds maxWait', async () => {
  const { api, server, waits } = await startApi([unavailable({ 'retry-after': '3600' })]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    retryAfter: 3_600_000,
    attempts: 1,
  });
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});
