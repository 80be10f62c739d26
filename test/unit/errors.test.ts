import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as sdk from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT_ID, json } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { type Step, startServer } from '../support/server.js';
import { reset } from '../support/steps.js';

useFakeTime();

type Api = sdk.ClientManagementApi;

const timeout: Step = () => {
  setImmediate(() => vi.advanceTimersByTime(30_000));
};

const status = (code: number): readonly Step[] => [{ status: code }];
const call = (api: Api): Promise<unknown> => api.regenerateSecret(CLIENT_ID);

/** Each class: its code, its base class, and how a call comes to it. */
const CLASSES: readonly [string, string, string, readonly Step[], (api: Api) => Promise<unknown>][] = [
  [
    'ConfigurationError',
    'CONFIGURATION',
    'DocSpaceError',
    [],
    (api) => api.regenerateSecret(CLIENT_ID, { timeout: 0 }),
  ],
  ['InvalidRequestError', 'INVALID_REQUEST', 'DocSpaceError', [], (api) => api.regenerateSecret('no id')],
  ['ApiError', 'API', 'DocSpaceError', status(405), call],
  ['BadRequestError', 'BAD_REQUEST', 'ApiError', status(400), call],
  ['AuthenticationError', 'AUTHENTICATION', 'ApiError', status(401), call],
  ['PermissionDeniedError', 'PERMISSION_DENIED', 'ApiError', status(403), call],
  ['NotFoundError', 'NOT_FOUND', 'ApiError', status(404), call],
  ['RateLimitError', 'RATE_LIMIT', 'ApiError', status(429), call],
  ['ServiceUnavailableError', 'SERVICE_UNAVAILABLE', 'ApiError', status(503), call],
  ['InternalServerError', 'INTERNAL_SERVER', 'ApiError', status(500), call],
  ['UnexpectedResponseError', 'UNEXPECTED_RESPONSE', 'DocSpaceError', status(302), call],
  [
    'ResponseValidationError',
    'RESPONSE_VALIDATION',
    'UnexpectedResponseError',
    [json(200, { client_secret: 5 })],
    call,
  ],
  ['ConnectionError', 'CONNECTION', 'DocSpaceError', [reset], call],
  ['TimeoutError', 'TIMEOUT', 'DocSpaceError', [timeout], call],
];

async function errorOf(script: readonly Step[], run: (api: Api) => Promise<unknown>): Promise<Error> {
  const { api } = await startApi(script, { retry: false, validate: { response: true } });
  return run(api).then(
    () => expect.fail('the call succeeded'),
    (error) => error,
  );
}

function classOf(name: string, exports: object = sdk): abstract new () => Error {
  return Reflect.get(exports, name);
}

describe('DocSpaceError: each class has a name and a code', () => {
  it.each(CLASSES)('%s: %s, a %s', async (name, code, base, script, run) => {
    const error = await errorOf(script, run);
    expect(error).toMatchObject({ name, code, operation: 'regenerateSecret' });
    expect(Object.getPrototypeOf(error)).toBe(classOf(name).prototype);
    expect(Object.getPrototypeOf(classOf(name))).toBe(classOf(base));
    expect(error).toBeInstanceOf(classOf('DocSpaceError'));
    expect(String(error)).toMatch(new RegExp(`^${name}: regenerateSecret`));
    expect(error.stack).toMatch(new RegExp(`^${name}: `));
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code, operation: 'regenerateSecret' });
  });

  it('no class is missing here', () => {
    const names = Object.keys(sdk).filter((name) => /^[A-Z].*Error$/.test(name) && name !== 'DocSpaceError');
    expect(CLASSES.map(([name]) => name).sort()).toEqual(names.sort());
  });
});

describe('isDocSpaceError() with a second copy of the package', () => {
  let copy: typeof sdk;

  beforeEach(async () => {
    vi.resetModules();
    copy = await import('../../src/index.js');
    expect(copy.DocSpaceError).not.toBe(sdk.DocSpaceError);
  });

  it.each(CLASSES)('is true for a %s of either copy', async (name, code, _, script, run) => {
    const ours = await errorOf(script, run);
    const { url } = await startServer(script);
    const api = new copy.ClientManagementApi({
      baseUrl: url,
      apiKey: 'key',
      retry: false,
      validate: { response: true },
    });
    const theirs: unknown = await run(api as Api).catch((error: unknown) => error);
    expect(theirs).toBeInstanceOf(classOf(name, copy));
    expect(theirs).not.toBeInstanceOf(sdk.DocSpaceError);
    expect([sdk.isDocSpaceError(theirs), copy.isDocSpaceError(ours)]).toEqual([true, true]);
    expect([sdk.isDocSpaceError(ours), copy.isDocSpaceError(theirs)]).toEqual([true, true]);
    expect(theirs).toMatchObject({ name, code });
  });

  it('is true for a subclass of a program', () => {
    class OwnError extends copy.TimeoutError {}
    expect(sdk.isDocSpaceError(new OwnError('too late'))).toBe(true);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'ConnectionError'],
    ['an Error', new Error('no')],
    ['an Error of that name', Object.assign(new Error('no'), { name: 'ConnectionError', code: 'CONNECTION' })],
    ['an Error with all its fields', errorLikeOurs()],
    ['a DOMException', new DOMException('no', 'TimeoutError')],
    ['a plain object', { name: 'TimeoutError', code: 'TIMEOUT', operation: 'deleteClient', attempts: 1 }],
    ['an Error with ours as its cause', new Error('no', { cause: new sdk.TimeoutError('too late') })],
    ['a class', sdk.TimeoutError],
    ['an object without a prototype', Object.create(null)],
  ])('is false for %s', (_, thrown) => {
    expect([sdk.isDocSpaceError(thrown), copy.isDocSpaceError(thrown)]).toEqual([false, false]);
  });
});

function errorLikeOurs(): Error {
  return Object.assign(new Error('no'), {
    name: 'NotFoundError',
    code: 'NOT_FOUND',
    operation: 'deleteClient',
    attempts: 1,
    mayHaveRun: false,
    status: 404,
  });
}
