import { expect, it, vi } from 'vitest';
import * as sdk from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { CALL_HEADERS, ECHOES, expectToHide, KEY, SECRET_HEADERS, SECRET_JSON } from '../support/secrets.js';

useFakeTime();

function responding(status: number): () => Promise<Response> {
  const headers = { 'x-echo': ECHOES.join(' '), location: `/?${KEY}` };
  return async () =>
    new Response(JSON.stringify({ reason: ECHOES.join(' '), was: JSON.parse(SECRET_JSON) }), { status, headers });
}

/** For each class of errors what the service or the network does, or how the call is wrong. */
const CLASSES: readonly [string, () => Promise<Response>, unknown?, object?][] = [
  ['BadRequestError', responding(400)],
  ['AuthenticationError', responding(401)],
  ['PermissionDeniedError', responding(403)],
  ['NotFoundError', responding(404)],
  ['ApiError', responding(418)],
  ['RateLimitError', responding(429)],
  ['ServiceUnavailableError', responding(503)],
  ['InternalServerError', responding(500)],
  ['UnexpectedResponseError', responding(302)],
  ['ResponseValidationError', async () => Response.json({ client_secret: [KEY], name: SECRET_JSON })],
  ['ConnectionError', () => Promise.reject(Object.assign(new Error(KEY), { headers: SECRET_HEADERS }))],
  ['TimeoutError', () => vi.advanceTimersByTimeAsync(60_000).then(() => new Promise<never>(() => {}))],
  ['InvalidRequestError', responding(200), 'no uuid'],
  ['ConfigurationError', responding(200), CLIENT_ID, { timeout: KEY }],
];

it.each(CLASSES)('%s: shows no secret', async (name, fetch, id = CLIENT_ID, options = {}) => {
  const { api } = await startApi([], {
    apiKey: KEY,
    headers: SECRET_HEADERS,
    validate: { response: true },
    retry: false,
    fetch,
  });
  const call = api.regenerateSecret(id as string, { headers: CALL_HEADERS, ...options });
  const error: unknown = await call.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name, operation: 'regenerateSecret' });
  expectToHide(error);
  expectToHide(call);
});

it('DocSpaceError: no class is missing here', () => {
  const classes = Object.keys(sdk).filter((name) => /^[A-Z].*Error$/.test(name) && name !== 'DocSpaceError');
  expect(CLASSES.map(([name]) => name).sort()).toEqual(classes.sort());
});
