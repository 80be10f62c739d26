import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runInThisContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Sdk from '../../src/index.js';
import { ALL_OPERATIONS, CLIENT_ID, json, type OperationCase } from '../support/calls.js';
import { letSocketsWork, skipWaits, useFakeTime } from '../support/fake-time.js';
import { jwt } from '../support/jwt.js';
import { startServer } from '../support/server.js';
import { DONE, rateLimited, repeat, reset, silent, stalled } from '../support/steps.js';
import { unusedUrl } from '../support/unused-url.js';
import { hideYoungerApis } from '../support/younger-apis.js';

// As in Jest 29 with jsdom, where a program sets the `fetch` option, or polyfills what a call needs later on.

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('index.ts on Node 20.19, Chrome 100 and Safari 16.4', () => {
  // The package runs on Node 20.19, Chrome 100 and Safari 16.4, and in Jest 29 with jsdom, whose URL has no canParse.

  useFakeTime();

  let sdk: typeof Sdk;

  beforeEach(async () => {
    hideYoungerApis();
    vi.resetModules();
    sdk = await import('../../src/index.js');
  });

  function connect(
    baseUrl: string,
    options: Sdk.ClientManagementOptions = {},
  ): { api: Sdk.ClientManagementApi; waits: readonly Sdk.WaitInfo[] } {
    const { waits, onWait } = skipWaits();
    const securityScheme = 'asc_auth_key';
    return { api: new sdk.ClientManagementApi({ baseUrl, apiKey: 'key', securityScheme, onWait, ...options }), waits };
  }

  describe('without younger APIs of the platform', () => {
    it('hides them from the sources only', () => {
      const filename = fileURLToPath(new URL('../../src/index.ts', import.meta.url));
      const read = runInThisContext('() => [URL.canParse, AbortSignal.any, Response.json]', { filename });
      expect(read()).toEqual([undefined, undefined, undefined]);
      expect([URL.canParse, AbortSignal.any, Response.json]).toEqual(repeat(3, expect.any(Function)));
    });

    it.each(ALL_OPERATIONS)('$operation succeeds', async ({ run, success, data }: OperationCase) => {
      const server = await startServer([success]);
      const { api } = connect(server.url, { headers: { 'x-name': 'value' }, validate: { response: true } });
      const result = await run(api, { headers: { 'X-Other': 'value' } }).withResponse();
      expect(result).toMatchObject({ data, attempts: 1, response: { status: success.status } });
      expect(server.requests[0]?.headers).toMatchObject({ 'x-name': 'value', 'x-other': 'value' });
    });

    it.each(ALL_OPERATIONS)('$operation succeeds with a signature', async ({ run, success, data }: OperationCase) => {
      const token = jwt({ iat: 0, exp: 300 });
      const server = await startServer([json(200, { response: token }), success, success]);
      const { api } = connect(server.url, { securityScheme: undefined });
      expect(await run(api)).toEqual(data);
      expect(await run(api.withOptions({ timeout: 1000 }))).toEqual(data);
      expect(server.requests.map(({ headers }) => headers['x-signature'])).toEqual([undefined, token, token]);
    });

    it.each(ALL_OPERATIONS)('$operation is retried after a 429', async ({ run, success, data }: OperationCase) => {
      const server = await startServer([rateLimited({ 'x-ratelimit-reset': '6000000000' }), rateLimited(), success]);
      const { api, waits } = connect(server.url);
      expect(await run(api)).toEqual(data);
      expect(waits.length).toBeGreaterThan(0);
      expect(server.requests).toHaveLength(3);
    });

    it('a reset connection is retried', async () => {
      const server = await startServer([reset, DONE]);
      const { api } = connect(server.url);
      expect(await api.deleteClient(CLIENT_ID).withResponse()).toMatchObject({ attempts: 2 });
    });

    it.each([
      ['the headers', silent],
      ['the body', stalled(200)],
    ])('signal: an abort ends an attempt that waits for %s', async (_, step) => {
      const reason = new Error('the user left');
      const controller = new AbortController();
      const server = await startServer([step]);
      const { api } = connect(server.url);
      const ended = expect(api.deleteClient(CLIENT_ID, { signal: controller.signal })).rejects.toBe(reason);
      await server.received(1);
      await letSocketsWork();
      controller.abort(reason);
      await ended;
    });

    it('timeout: ends an attempt', async () => {
      const server = await startServer([silent]);
      const { api } = connect(server.url, { timeout: 1000 });
      const ended = expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'TimeoutError' });
      await server.received(1);
      await vi.advanceTimersByTimeAsync(1000);
      await ended;
    });

    it.each([
      ['another origin', 'https://login.example.com/start?token=t0ken', 'https://login.example.com'],
      ['a path', '/login', undefined],
      ['no URL', 'http://[', undefined],
    ])('UnexpectedResponseError: a redirect to %s', async (_, location, origin) => {
      const server = await startServer([{ status: 302, headers: { location } }]);
      const { api } = connect(server.url);
      const error: unknown = await api.deleteClient(CLIENT_ID).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(sdk.UnexpectedResponseError);
      expect(String(error)).toContain(origin ?? 'redirect');
      expect(String(error)).not.toContain('t0ken');
    });

    it.each([
      [400, 'BadRequestError'],
      [404, 'NotFoundError'],
      [500, 'InternalServerError'],
    ])('a %i is a %s', async (status, name) => {
      const body = JSON.stringify({
        title: 'Bad',
        errors: [{ field: 'name', code: 'ErrorName', message: 'is blank' }],
      });
      const server = await startServer([
        { status, headers: { 'set-cookie': 'a=b', 'content-type': 'application/json' }, body },
      ]);
      const { api } = connect(server.url);
      await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name, status });
    });

    it('ConnectionError: a refused connection', async () => {
      const { api } = connect(await unusedUrl(), { retry: false });
      const error: unknown = await api.deleteClient(CLIENT_ID).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(sdk.ConnectionError);
      expect(String(error)).toContain('ECONNREFUSED');
    });

    it.each(['no URL', 'ftp://example.com', 'http://example.com'])('ConfigurationError: the baseUrl %j', (baseUrl) => {
      expect(() => connect(baseUrl)).toThrow(sdk.ConfigurationError);
    });

    it('InvalidRequestError: arguments that break the contract', async () => {
      const { api } = connect('https://portal.example.com');
      await expect(api.deleteClient('no id')).rejects.toBeInstanceOf(sdk.InvalidRequestError);
      await expect(api.createClient({ name: '' } as never)).rejects.toBeInstanceOf(sdk.InvalidRequestError);
    });

    it('ConfigurationError: an unknown option', () => {
      expect(() => connect('https://portal.example.com', { timout: 5 } as object)).toThrow(sdk.ConfigurationError);
    });
  });
});

describe.each(['Headers', 'Request', 'Response', 'fetch', 'AbortController', 'AbortSignal'])(
  'index.ts without the global %s',
  (name) => {
    let sdk: typeof Sdk;

    beforeEach(async () => {
      vi.stubGlobal(name, undefined);
      vi.resetModules();
      sdk = await import('../../src/index.js');
    });

    const connect = (options: object): Sdk.ClientManagementApi =>
      new sdk.ClientManagementApi({ baseUrl: 'https://portal.example.com', apiKey: 'key', ...options });

    it('the constructor works, and takes headers', () => {
      expect(connect({ headers: { 'x-name': 'value' } })).toBeInstanceOf(sdk.ClientManagementApi);
    });

    it.each([{ 'x-name': 'two\nlines' }, { 'not a name': 'value' }])(
      'the constructor throws for the headers %j',
      (headers) => {
        expect(() => connect({ headers })).toThrow(
          expect.objectContaining({ name: 'ConfigurationError', message: expect.stringContaining('headers') }),
        );
      },
    );

    it('a call with wrong arguments rejects', async () => {
      await expect(connect({}).deleteClient('no id')).rejects.toBeInstanceOf(sdk.InvalidRequestError);
      const call = connect({}).deleteClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168', { headers: { 'x-name': '\0' } });
      await expect(call).rejects.toBeInstanceOf(sdk.ConfigurationError);
    });
  },
);

const PROGRAM = fileURLToPath(new URL('../support/frozen-intrinsics.ts', import.meta.url));

const CALLS = [
  'resolved undefined',
  'true true NotFoundError NOT_FOUND',
  'true true UnexpectedResponseError UNEXPECTED_RESPONSE',
  'true true ConnectionError CONNECTION TypeError Error ECONNRESET Error UND_ERR_SOCKET',
  'true true TimeoutError TIMEOUT',
  'true true InvalidRequestError INVALID_REQUEST',
];
const ENDINGS = [
  // With the key as the cookie, and with a signature.
  ...CALLS,
  ...CALLS,
  'true true ConfigurationError CONFIGURATION',
  'true true InvalidRequestError INVALID_REQUEST ConfigurationError CONFIGURATION',
];

it.each([
  'none',
  'Error',
  'Object',
  'Function Promise',
  'Error TypeError RangeError SyntaxError AggregateError',
  'Array Map Set WeakMap RegExp String Number Symbol Date',
  'Error Object Array Function Promise',
])(
  'index.ts: works if a program has frozen the prototypes of %s',
  async (names) => {
    const env = { ...process.env, FROZEN: names === 'none' ? '' : names };
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', PROGRAM], { env });
    expect(stdout.trim().split('\n')).toEqual(ENDINGS);
  },
  20_000,
);
