import { expect, it, vi } from 'vitest';
import * as sdk from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { CALL_HEADERS, ECHOES, expectToHide, KEY, SECRET_HEADERS, SECRET_JSON } from '../support/secrets.js';

useFakeTime();

function answer(status: number): () => Promise<Response> {
  const headers = { 'x-echo': ECHOES.join(' '), location: `/?${KEY}` };
  return async () =>
    new Response(JSON.stringify({ reason: ECHOES.join(' '), was: JSON.parse(SECRET_JSON) }), { status, headers });
}

/** For each class of errors what the service or the network does, or how the call is wrong. */
const CLASSES: readonly [string, () => Promise<Response>, unknown?, object?][] = [
  ['BadRequestError', answer(400)],
  ['AuthenticationError', answer(401)],
  ['PermissionDeniedError', answer(403)],
  ['NotFoundError', answer(404)],
  ['ApiError', answer(418)],
  ['RateLimitError', answer(429)],
  ['ServiceUnavailableError', answer(503)],
  ['InternalServerError', answer(500)],
  ['UnexpectedResponseError', answer(302)],
  ['ResponseValidationError', async () => Response.json({ client_secret: [KEY], name: SECRET_JSON })],
  ['ConnectionError', () => Promise.reject(Object.assign(new Error(KEY), { headers: SECRET_HEADERS }))],
  ['TimeoutError', () => vi.advanceTimersByTimeAsync(60_000).then(() => new Promise<never>(() => {}))],
  ['InvalidRequestError', answer(200), 'no uuid'],
  ['ConfigurationError', answer(200), CLIENT_ID, { timeout: KEY }],
];

it.each(CLASSES)('a %s shows no secret', async (name, fetch, id = CLIENT_ID, options = {}) => {
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

it('these are all classes of errors', () => {
  const classes = Object.keys(sdk).filter((name) => /^[A-Z].*Error$/.test(name) && name !== 'DocSpaceError');
  expect(CLASSES.map(([name]) => name).sort()).toEqual(classes.sort());
});
