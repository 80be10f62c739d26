import { expect, it } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { createApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { skipWaits, useFakeClock } from '../support/fake-time.js';

useFakeClock();

const GATEWAY = 'check the gateway in front of the portal';
const RIGHTS = 'check the rights of the user';
const CHALLENGE = 'a bot check stopped the request: let this program pass at the gateway';
const AFTERMATH = 'the client may have been created: look for it before you call again';
const PAGE = '\n<!DOCTYPE html><html><title>Just a moment...</title></html>';

type Case = [status: number, name: string, advice: string | undefined, mayHaveRun?: boolean];

// With a page of HTML, as gateways return it.
const CASES: Case[] = [
  [400, 'BadRequestError', GATEWAY],
  [401, 'AuthenticationError', GATEWAY],
  [403, 'PermissionDeniedError', GATEWAY],
  [404, 'NotFoundError', 'check baseUrl and the client id'],
  [408, 'ApiError', undefined],
  [413, 'ApiError', 'too large for a gateway: use a smaller logo'],
  [414, 'ApiError', 'too large for a gateway: check baseUrl'],
  [421, 'ApiError', 'check baseUrl'],
  [425, 'ApiError', 'call again'],
  [431, 'ApiError', 'too large for a gateway: check headers'],
  [460, 'ApiError', GATEWAY, true],
  [500, 'InternalServerError', undefined, true],
  [502, 'InternalServerError', GATEWAY, true],
  [504, 'InternalServerError', GATEWAY, true],
  [511, 'InternalServerError', 'sign in to the network'],
  ...[520, 522, 524, 527, 530].map((status): Case => [status, 'InternalServerError', GATEWAY, true]),
  ...[521, 523, 525, 526].map((status): Case => [status, 'InternalServerError', GATEWAY]),
  [561, 'InternalServerError', GATEWAY],
];

/** A fetch that returns one response again and again, and how often it did. */
function gateway(status: number, headers: Record<string, string> = {}): { fetch: typeof fetch; requests: string[] } {
  const requests: string[] = [];
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    requests.push(new Request(input).url);
    return new Response(PAGE, { status, headers: { 'content-type': 'text/html', ...headers } });
  };
  return { fetch, requests };
}

it.each(CASES)('a page with status %i is a %s that advises: %s', async (status, name, advice, mayHaveRun = false) => {
  const { fetch, requests } = gateway(status);
  const call = createApi({ apiKey: 'key', fetch }).createClient(CREATE_REQUEST);
  const message = `createClient "Reporting": the portal returned ${status}`;
  await expect(call).rejects.toMatchObject({
    name,
    status,
    mayHaveRun,
    attempts: 1,
    message: [message, advice, mayHaveRun ? AFTERMATH : undefined].filter(Boolean).join('; '),
  });
  expect(requests).toHaveLength(1);
});

it.each([429, 503])('a page with status %i is retried, for it says that nothing ran', async (status) => {
  const { fetch, requests } = gateway(status);
  const { waits, onWait } = skipWaits();
  const retry = { maxRetries: 2 };
  const call = createApi({ apiKey: 'key', fetch, onWait, retry }).createClient(CREATE_REQUEST);
  await expect(call).rejects.toMatchObject({ status, mayHaveRun: false, attempts: 3 });
  expect(requests).toHaveLength(3);
  expect(waits).toHaveLength(2);
});

it('a challenge of Cloudflare is a PermissionDeniedError that names it, and renews no signature', async () => {
  const { fetch, requests } = gateway(403, { 'cf-mitigated': 'challenge' });
  await expect(createApi({ apiKey: 'key', fetch }).deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'PermissionDeniedError',
    message: `deleteClient ${CLIENT_ID}: the portal returned 403; ${CHALLENGE}`,
  });
  expect(requests).toHaveLength(1);
});

it.each([
  ['a challenge', 403, { 'cf-mitigated': 'challenge' }, CHALLENGE],
  ['a page with 403', 403, {}, GATEWAY],
  ['a page with 502', 502, {}, GATEWAY],
])(
  '%s in place of a signature gets the same advice, and the operation did not run',
  async (_, status, headers, advice) => {
    const { fetch, requests } = gateway(status, headers as Record<string, string>);
    const call = new ClientManagementApi({ apiKey: 'key', fetch }).createClient(CREATE_REQUEST);
    await expect(call).rejects.toMatchObject({
      mayHaveRun: false,
      attempts: 0,
      message: `createClient "Reporting": the portal returned ${status}; ${advice}`,
    });
    expect(requests).toEqual([expect.stringMatching(/\/oauth2\/token$/)]);
  },
);

it('a 403 with JSON is about the rights of the user', async () => {
  const fetch = async (): Promise<Response> => Response.json({ reason: 'no admin' }, { status: 403 });
  await expect(createApi({ apiKey: 'key', fetch }).deleteClient(CLIENT_ID)).rejects.toThrow(RIGHTS);
});
