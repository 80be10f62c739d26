import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import type { ApiError } from '../../src/index.js';
import * as sdk from '../../src/index.js';
import { redactCause, redactText, redactTruncated, secretsOfHeaders, visibleResponse } from '../../src/redact.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID, json } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { COOKIE, expectToHide, SECRET_JSON, SESSION } from '../support/secrets.js';
import { SENDERS, type Sender, startSender } from '../support/senders.js';
import type { CannedResponse } from '../support/server.js';
import { DONE } from '../support/steps.js';

useFakeTime();

it.each([
  ['{"client_secret":"abc","name":"x"}', '{"client_secret":"[redacted]","name":"x"}'],
  ['{"client_secret" :\n "abc"}', '{"client_secret" :\n "[redacted]"}'],
  ['{"CLIENT_SECRET":"abc"}', '{"CLIENT_SECRET":"[redacted]"}'],
  ['{"client_secret":"a\\"b\\\\"}', '{"client_secret":"[redacted]"}'],
  ['[{"client_secret":"a"},{"client_secret":"b"}]', '[{"client_secret":"[redacted]"},{"client_secret":"[redacted]"}]'],
  ['{"client_secret":"cut o', '{"client_secret":"[redacted]'],
  ['{"client_secret":null}', '{"client_secret":null}'],
  ['{"name":"client_secret"}', '{"name":"client_secret"}'],
  ['', ''],
])('redactText(): masks the values of secret fields in %j', (text, expected) => {
  expect(redactText(text, [])).toBe(expected);
});

it('redactText(): masks a credential wherever it occurs', () => {
  expect(redactText('no rights: k.y$& (k.y$&), kxy', ['k.y$&'])).toBe('no rights: [redacted] ([redacted]), kxy');
});

it('visibleResponse(): has only safe headers, and masks secrets in them', () => {
  const headers = new Headers([
    ['Set-Cookie', 'asc_auth_key=a'],
    ['set-cookie', 'other=b'],
    ['Set-Cookie2', 'asc_auth_key=a'],
    ['X-Signature', 'jwt'],
    ['Authorization', 'key'],
    ['X-Auth-Token', 'fresh'],
    ['X-Echo', 'you sent the-key'],
    ['Server', 'you sent the-key'],
    ['Location', 'https://login.example.com/?token=fresh'],
    ['X-Ratelimit-Remaining', '3'],
    ['Retry-After', '7'],
  ]);
  const visible = visibleResponse({ status: 429, headers, request: { url: 'http://localhost' } }, ['the-key']);
  expect(visible).toEqual({
    status: 429,
    headers: {
      server: 'you sent [redacted]',
      location: 'https://login.example.com',
      'x-ratelimit-remaining': '3',
      'retry-after': '7',
    },
  });
  expect(Object.isFrozen(visible.headers)).toBe(true);
  expect(headers.get('server')).toBe('you sent the-key');
});

it.each(['a/b+c=', 'a\\/b\\u002Bc\\u003d', '%61%2F%62%2b%63%3D', '&#97;&#x2F;b&#43;c&#x3d;', 'A/B+C='])(
  'redactText(): finds the secret in %j',
  (form) => {
    expect(redactText(`you sent ${form}.`, ['a/b+c='])).toBe('you sent [redacted].');
  },
);

it('secretsOfHeaders(): finds what headers carry, but no names and words, and masks the longest first', () => {
  const headers = {
    cookie: 'lang=en; theme=dark; session=abcdef+12',
    Authorization: 'Basic dXNlcjpwYXNz==',
    'x-signature': 'abcdef+12.more',
    accept: 'application/json',
  };
  expect(secretsOfHeaders(headers)).toEqual(['session', 'abcdef+12', 'dXNlcjpwYXNz', 'abcdef+12.more']);
  expect(redactText('abcdef+12.more', secretsOfHeaders(headers))).toBe('[redacted]');
});

it('redactTruncated(): drops the end of a truncated text, where a secret may begin', () => {
  expect(redactTruncated('a text', [])).toBe('a text');
  const text = `${'-'.repeat(100)}the-long-key${'-'.repeat(300)}the-lo`;
  expect(redactTruncated(text, ['the-long-key'])).toMatch(/^-{100}\[redacted\]-{10,290}$/);
});

it('redactCause(): keeps name, code, message and causes', () => {
  const cause = Object.assign(new TypeError('the-long-key', { cause: new Error('beneath') }), {
    code: 'E_the-long-key',
    data: 1,
  });
  const copy = redactCause(cause, ['the-long-key']);
  expect(copy).toMatchObject({ name: 'TypeError', code: 'E_[redacted]', cause: { message: 'beneath' } });
  expect(Object(copy).message).toBe('[redacted]');
  expect(Object(copy).stack).toMatch(/^TypeError: \[redacted\]\n/);
  expect(copy).not.toHaveProperty('data');
  expect(redactCause({ code: { key: 'the-long-key' } }, ['the-long-key'])).not.toHaveProperty('code');
});

it('redactCause(): ends at a cause that is its own cause', () => {
  const cause = new Error('again');
  cause.cause = cause;
  expect(String(redactCause(cause, []))).toBe('Error: again');
});

/** Responds with an echo of all that a sender sent. */
type Respond = (sender: Sender) => Promise<Response>;

function responding(status: number): Respond {
  return async ({ sent, echoes }) => {
    const headers = { 'x-echo': echoes.join(' '), location: `/?${sent[0]}`, server: echoes.join(' ') };
    return new Response(JSON.stringify({ reason: echoes.join(' '), was: JSON.parse(SECRET_JSON) }), {
      status,
      headers,
    });
  };
}

/** For each class of errors what the service or the network does, or how the call is wrong. */
const CLASSES: readonly [string, Respond, unknown?, object?][] = [
  ['BadRequestError', responding(400)],
  ['AuthenticationError', responding(401)],
  ['PermissionDeniedError', responding(403)],
  ['NotFoundError', responding(404)],
  ['ApiError', responding(418)],
  ['RateLimitError', responding(429)],
  ['ServiceUnavailableError', responding(503)],
  ['InternalServerError', responding(500)],
  ['UnexpectedResponseError', responding(302)],
  ['ResponseValidationError', async ({ sent }) => Response.json({ client_secret: [sent[0]], name: SECRET_JSON })],
  ['ConnectionError', ({ sent, options }) => Promise.reject(Object.assign(new Error(sent.join(' ')), options))],
  ['TimeoutError', () => vi.advanceTimersByTimeAsync(60_000).then(() => new Promise<never>(() => {}))],
  ['InvalidRequestError', responding(200), 'no uuid'],
  ['ConfigurationError', responding(200), CLIENT_ID, { timeout: SESSION }],
];

describe.each(SENDERS)('DocSpaceError with %s', (_, sender) => {
  it.each(CLASSES)('%s: shows no secret', async (name, respond, id = CLIENT_ID, options = {}) => {
    const { api } = await startSender(sender, [], {
      validate: { response: true },
      retry: false,
      fetch: () => respond(sender),
    });
    const call = api.regenerateSecret(id as string, { ...sender.call, ...options });
    const error: unknown = await call.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name, operation: 'regenerateSecret' });
    expectToHide(error);
    expectToHide(call);
  });
});

it('DocSpaceError: no class is missing here', () => {
  const classes = Object.keys(sdk).filter((name) => /^[A-Z].*Error$/.test(name) && name !== 'DocSpaceError');
  expect(CLASSES.map(([name]) => name).sort()).toEqual(classes.sort());
});

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
  const { api } = await startApi([response], { apiKey: SESSION, retry: false, ...(headers && { headers }) });
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
    const { api } = await startApi([{ ...DONE, headers: { ...HIDDEN, ...VISIBLE } }], { apiKey: SESSION });
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

async function headersOf(headers: CannedResponse['headers'] = {}): Promise<Readonly<Record<string, string>>> {
  const { api } = await startApi([{ status: 500, headers }], { apiKey: 'key-1234' });
  const error: ApiError = await api.deleteClient(CLIENT_ID).then(
    () => expect.fail('the call succeeded'),
    (thrown) => thrown,
  );
  return error.response.headers;
}

it('response.headers: may be a thousand', async () => {
  const names = Array.from({ length: 500 }, (_, index) => [`x-${index}`, `x-ratelimit-${index}`]).flat();
  const headers = await headersOf(Object.fromEntries(names.map((name) => [name, '1'])));
  expect(Object.keys(headers).filter((name) => name.startsWith('x-'))).toEqual(
    names.filter((name) => name.startsWith('x-ratelimit-')).sort(),
  );
});

it('response.headers: may be long', async () => {
  const headers = await headersOf({ 'x-request-id': 'x'.repeat(15_000) });
  expect(headers['x-request-id']).toHaveLength(15_000);
});

it('response.headers: have no cookie, and no echo of the key', async () => {
  const headers = await headersOf({ 'set-cookie': 'asc_auth_key=fresh', 'x-echo': 'fresh', server: 'was key-1234' });
  expect(headers).not.toHaveProperty('set-cookie');
  expect(headers).not.toHaveProperty('x-echo');
  expect(headers.server).toBe('was [redacted]');
});
