import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as sdk from '../../src/index.js';
import {
  ApiError,
  type BadRequestError,
  type CallOptions,
  ClientManagementApi,
  isDocSpaceError,
  TimeoutError,
  UnexpectedResponseError,
} from '../../src/index.js';
import { createApi, startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST, CREATING, json } from '../support/calls.js';
import { ERROR_RUNS, failAs } from '../support/error-cases.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { expectToHide } from '../support/secrets.js';
import { SENDERS, startSender } from '../support/senders.js';
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

describe('isDocSpaceError() and instanceof with a second copy of the package', () => {
  let copy: typeof sdk;

  beforeEach(async () => {
    vi.resetModules();
    copy = await import('../../src/index.js');
    expect(copy.DocSpaceError).not.toBe(sdk.DocSpaceError);
  });

  it.each(CLASSES)('are true for a %s of either copy', async (name, code, _, script, run) => {
    const ours = await errorOf(script, run);
    const { url } = await startServer(script);
    const api = new copy.ClientManagementApi({
      baseUrl: url,
      apiKey: 'key',
      securityScheme: 'asc_auth_key',
      retry: false,
      validate: { response: true },
    });
    const theirs: unknown = await run(api as Api).catch((error: unknown) => error);
    expect(theirs).toBeInstanceOf(classOf(name, copy));
    for (const [other] of CLASSES) {
      const isOne = Object.prototype.isPrototypeOf.call(classOf(other).prototype, ours);
      expect([ours instanceof classOf(other), Object(theirs) instanceof classOf(other)]).toEqual([isOne, isOne]);
    }
    expect([sdk.isDocSpaceError(theirs), copy.isDocSpaceError(ours)]).toEqual([true, true]);
    expect([sdk.isDocSpaceError(ours), copy.isDocSpaceError(theirs)]).toEqual([true, true]);
    expect(theirs).toMatchObject({ name, code });
  });

  it('are true for a subclass of a program, which has instances of its own', () => {
    class OwnError extends copy.TimeoutError {}
    const error = new OwnError('too late');
    expect(sdk.isDocSpaceError(error)).toBe(true);
    expect(error).toBeInstanceOf(sdk.TimeoutError);
    expect(error).toBeInstanceOf(OwnError);
    expect(new copy.TimeoutError('too late')).not.toBeInstanceOf(OwnError);
  });

  it('are true for a subclass of a program with a name and symbols of its own, which keeps its code', () => {
    class OwnError extends copy.TimeoutError {
      get [Symbol.toStringTag](): string {
        return 'OwnError';
      }
    }
    Object.defineProperty(OwnError.prototype, 'name', { value: 'Own2' });
    const error = new OwnError('too late');
    expect(error).toBeInstanceOf(OwnError);
    expect(error).toBeInstanceOf(sdk.TimeoutError);
    expect(error.code).toBe('TIMEOUT');
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
  ])('are false for %s', (_, thrown) => {
    expect([sdk.isDocSpaceError(thrown), copy.isDocSpaceError(thrown)]).toEqual([false, false]);
    expect(CLASSES.filter(([name]) => Object(thrown) instanceof classOf(name))).toEqual([]);
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

const FAILURE = { response: { status: 418, headers: {} }, body: '' };

it.each([
  ['API', new ApiError('message', FAILURE)],
  ['UNEXPECTED_RESPONSE', new UnexpectedResponseError('message', 302)],
  ['TIMEOUT', new TimeoutError('message')],
])('isDocSpaceError(): is true for an error with the code %s', (code, error) => {
  expect(isDocSpaceError(error) && error.code).toBe(code);
});

it.each([[undefined], [null], ['TIMEOUT'], [{ code: 'TIMEOUT' }], [new DOMException('message', 'TimeoutError')]])(
  'isDocSpaceError(): is false for %s',
  (thrown) => {
    expect(isDocSpaceError(thrown)).toBe(false);
  },
);

describe('DocSpaceError.request has the method and the URL', () => {
  it.each(ERROR_RUNS)('after %s', async (_, run) => {
    const { error, baseUrl } = await failAs(run);
    const { method, url } = run.operation;
    expect(error).toMatchObject({ name: run.item.name, request: { method, url: `${baseUrl}${url}` } });
    expect(Object.keys(Object(error).request).sort()).toEqual(['method', 'url']);
  });

  it.each(ALL_OPERATIONS)('with the path of baseUrl: $operation', async ({ run, method, url }) => {
    const server = await startServer([{ status: 404 }]);
    const { onWait } = skipWaits();
    const api = createApi({ baseUrl: `${server.url}/behind/a/proxy/`, apiKey: 'key', onWait });
    await expect(run(api)).rejects.toMatchObject({ request: { method, url: `${server.url}/behind/a/proxy${url}` } });
  });

  describe.each(SENDERS)('and no secret with %s', (_, sender) => {
    it.each(ALL_OPERATIONS)('$operation', async ({ run, url }) => {
      const { api, server } = await startSender(sender, [{ status: 404 }]);
      const error: unknown = await run(api, sender.call).catch((thrown: unknown) => thrown);
      expect(error).toHaveProperty('request.url', `${server.url}${url}`);
      expectToHide(error);
    });
  });
});

const IN_WORDS = /may (exist|have been)/;
const CREATING_RUNS = ERROR_RUNS.filter(([, { operation }]) => CREATING.includes(operation));

describe('DocSpaceError.mayHaveRun and attempts', () => {
  it.each(ERROR_RUNS)('after %s', async (_, run) => {
    const { error } = await failAs(run);
    const { name, attempts, mayHaveRun } = run.item;
    expect(error).toMatchObject({ name, operation: run.operation.operation, attempts, mayHaveRun });
  });

  it.each<[string, (api: ClientManagementApi) => Promise<unknown>, string]>([
    ['a client id that is no UUID', (api) => api.deleteClient('no id'), 'InvalidRequestError'],
    [
      'a body that breaks the contract',
      (api) => api.createClient({ ...CREATE_REQUEST, name: '' }),
      'InvalidRequestError',
    ],
    ['an option with a wrong value', (api) => api.deleteClient(CLIENT_ID, { timeout: -1 }), 'ConfigurationError'],
    ['an unknown option', (api) => api.deleteClient(CLIENT_ID, { zzz: 1 } as CallOptions), 'ConfigurationError'],
  ])('after %s', async (_, run, name) => {
    const { api } = await startApi([]);
    await expect(run(api)).rejects.toMatchObject({ name, attempts: 0, mayHaveRun: false });
  });

  it('after a wrong option of the constructor', () => {
    expect(() => new ClientManagementApi({ apiKey: '' })).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', attempts: 0, mayHaveRun: false }),
    );
  });
});

describe('DocSpaceError.mayHaveRun: the message says so', () => {
  it.each(CREATING_RUNS.filter(([, { item }]) => item.mayHaveRun))('after %s', async (_, run) => {
    const { error } = await failAs(run);
    expect(String(error)).toMatch(IN_WORDS);
  });
});

describe('DocSpaceError.mayHaveRun: the message does not say so if it is false', () => {
  it.each(CREATING_RUNS.filter(([, { item }]) => !item.mayHaveRun))('after %s', async (_, run) => {
    const { error } = await failAs(run);
    expect(error).toMatchObject({ mayHaveRun: false });
    expect(String(error)).not.toMatch(IN_WORDS);
  });
});

async function badRequest(body: unknown): Promise<BadRequestError> {
  const { api } = await startApi([json(400, body)]);
  return api.createClient(CREATE_REQUEST).then(
    () => expect.fail('the call succeeded'),
    (error) => error,
  );
}

const FIELD = { field: 'name', code: 'ErrorName', message: 'is blank' };

it.each([
  ['a string', 'x', []],
  ['null', null, []],
  ['an object', { field: 'name' }, []],
  ['entries that are none', [null, 5, 'x', [], {}], []],
  ['entries with parts missing', [{ field: 'name' }, { ...FIELD, message: undefined }], []],
  [
    'entries with parts of wrong types',
    [
      { ...FIELD, code: 5 },
      { ...FIELD, field: null },
    ],
    [],
  ],
  ['an entry among others', [null, { ...FIELD, rejected: 1 }, 5], [{ ...FIELD, rejected: 1 }]],
])('BadRequestError.fieldErrors: has only well-formed entries if errors is %s', async (_, errors, expected) => {
  const error = await badRequest({ title: 'Bad Request', errors });
  expect(error.fieldErrors).toEqual(expected);
});

it.each([
  ['no text at all', { title: 5, detail: {}, reason: [] }, 'the portal returned 400'],
  ['a title', { title: 'Bad', detail: 5 }, 'the portal returned 400; Bad'],
  ['a reason that is no string', { reason: 5, detail: 'worse' }, 'the portal returned 400; worse'],
])('BadRequestError.message: is made from a body with %s', async (_, body, message) => {
  const error = await badRequest(body);
  expect(error.message).toBe(`createClient "Reporting": ${message}`);
  expect(error.reason).toBeUndefined();
});
