import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID, json } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { COOKIE, expectToHide, KEY } from '../support/secrets.js';
import type { CannedResponse } from '../support/server.js';
import { DONE } from '../support/steps.js';

useFakeTime();

const VISIBLE: Readonly<Record<string, string>> = {
  'content-type': 'application/json; charset=utf-8',
  'retry-after': '7',
  'x-ratelimit-limit': '10',
  'x-ratelimit-remaining': '3',
  'x-ratelimit-reset': '6000000000',
  allow: 'GET, POST',
  server: 'openresty',
  'x-request-id': 'a1b2c3',
  'cf-ray': '7d1f-AMS',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

const HIDDEN: Readonly<Record<string, string>> = {
  'set-cookie': `asc_auth_key=${COOKIE}; HttpOnly`,
  'x-auth-token': COOKIE,
  'x-signature': COOKIE,
  authorization: `Bearer ${COOKIE}`,
  'www-authenticate': `Bearer realm="${COOKIE}"`,
  'x-api-key': COOKIE,
  'x-new-session': COOKIE,
  link: `<https://example.com/?token=${COOKIE}>`,
  'x-unknown': COOKIE,
  etag: COOKIE,
};

const ALLOWED =
  /^(content-type|content-length|date|retry-after|x-ratelimit-.+|allow|server|location|x-request-id|cf-ray|traceparent)$/;

function expectVisible(headers: unknown): void {
  expect([Object.prototype, null]).toContain(Object.getPrototypeOf(headers));
  expect(Object.isFrozen(headers)).toBe(true);
  expect(headers).toMatchObject(VISIBLE);
  for (const [name, value] of Object.entries(Object(headers))) {
    expect(name).toMatch(ALLOWED);
    expect(value).toEqual(expect.any(String));
  }
}

async function errorFor(response: CannedResponse, headers?: Readonly<Record<string, string>>): Promise<unknown> {
  const { api } = await startApi([response], { apiKey: KEY, retry: false, ...(headers && { headers }) });
  return api.deleteClient(CLIENT_ID).then(
    () => expect.fail('the call succeeded'),
    (error) => error,
  );
}

describe.each([400, 401, 403, 404, 405, 429, 500, 503])('response.headers of the error of a %i', (status) => {
  const response = { ...json(status, { title: 'Bad' }), headers: { ...HIDDEN, ...VISIBLE } };

  it('are a frozen record of headers that are safe to show', async () => {
    const error = await errorFor(response);
    expect(error).toMatchObject({ status, response: { status } });
    expectVisible(Object(error).response.headers);
  });

  it('have no other header', async () => {
    const error = await errorFor(response);
    expect(error).toHaveProperty('response.headers');
    expectToHide(error);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/x-auth-token|set-cookie|x-unknown/i);
  });

  it('are not in error.headers, which Koa would send to its own client', async () => {
    const error = await errorFor(response);
    expect('headers' in Object(error)).toBe(false);
  });
});

describe('response.headers.location', () => {
  it.each([
    ['https://login.example.com/start?token=t0ken#t0ken', 'https://login.example.com'],
    ['https://user:t0ken@login.example.com/', 'https://login.example.com'],
    ['https://login.example.com', 'https://login.example.com'],
  ])('is the origin of %s', async (location, origin) => {
    const error = await errorFor({ status: 400, headers: { location } });
    expect(error).toHaveProperty('response.headers.location', origin);
    expect(inspect(error)).not.toContain('t0ken');
  });

  it.each(['/login?token=t0ken', 'http://[t0ken', 't0ken', ''])('shows nothing of %j', async (location) => {
    const error = await errorFor({ status: 400, headers: { location } });
    expect(error).toHaveProperty('response.headers');
    expect(inspect(error)).not.toContain('t0ken');
  });
});

describe('withResponse()', () => {
  it('has response.headers, a frozen record of headers that are safe to show', async () => {
    const { api } = await startApi([{ ...DONE, headers: { ...HIDDEN, ...VISIBLE } }], { apiKey: KEY });
    const result = await api.deleteClient(CLIENT_ID).withResponse();
    expect(result).toMatchObject({ data: undefined, attempts: 1, response: { status: 200 } });
    expectVisible(result.response.headers);
    expectToHide(result);
  });
});

describe('redactText(): an echo of the request header', () => {
  it.each([
    'x-api-key',
    'X-API-Key',
    'api-key',
    'apikey',
    'X-Auth-Token',
    'x-access-token',
    'Ocp-Apim-Subscription-Key',
    'CF-Access-Client-Secret',
    'x-forwarded-access-token',
    'x-session-id',
    'x-amz-security-token',
    'x-user-password',
    'cf-access-jwt-assertion',
  ])('%s is redacted in body, reason and message', async (name) => {
    const echo = `wrong headers: ${name}: ${COOKIE}, accept: application/json`;
    for (const body of [
      { reason: echo },
      { title: 'Bad', detail: echo, errors: [{ field: name, code: 'x', message: echo }] },
    ]) {
      const error = await errorFor(json(400, body), { [name]: COOKIE });
      expect(error).toMatchObject({ name: 'BadRequestError', message: expect.stringContaining('wrong headers') });
      expectToHide(error);
    }
  });

  it.each(['accept-language', 'user-agent', 'x-request-id'])('%s stays readable', async (name) => {
    const error = await errorFor(json(400, { reason: 'no text in en-GB-oxendict' }), { [name]: 'en-GB-oxendict' });
    expect(error).toMatchObject({ message: expect.stringContaining('no text in en-GB-oxendict') });
  });
});
