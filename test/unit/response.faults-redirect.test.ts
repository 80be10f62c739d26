import { expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { startServer } from '../support/server.js';
import { DONE } from '../support/steps.js';

useFakeTime();

it.each(
  [301, 302, 303, 307, 308].flatMap((status) =>
    ALL_OPERATIONS.map(({ run, operation }) => ({ status, run, operation })),
  ),
)(
  'UnexpectedResponseError: a $status of $operation is not followed, and shows only its origin',
  async ({ status, run }) => {
    const other = await startServer([DONE]);
    const { api } = await startApi([{ status, headers: { location: `${other.url}/login?token=t0ken` } }]);
    const error = await run(api).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'UnexpectedResponseError', status });
    expect(error).toHaveProperty('message', expect.stringContaining(` to ${other.url};`));
    expect(String(error)).not.toMatch(/login|t0ken/);
    expect(other.connections()).toBe(0);
  },
);

it.each([
  ['without a target', 302, {}],
  ['with an empty target', 302, { location: '' }],
  ['to a broken target', 302, { location: 'http://[' }],
  ['of a 304', 304, {}],
])('UnexpectedResponseError: a redirect shows no origin %s', async (_, status, headers) => {
  const { api } = await startApi([{ status, headers }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toThrow('redirected; check baseUrl');
});

it('UnexpectedResponseError: a relative redirect shows the origin of the portal', async () => {
  const { api, server } = await startApi([{ status: 302, headers: { location: '/login?token=t0ken' } }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toThrow(`redirected to ${server.url};`);
});
