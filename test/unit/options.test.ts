import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CallOptions, type ClientManagementOptions, ConfigurationError } from '../../src/index.js';
import { createApi, startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { settingsOf } from '../support/settings.js';

beforeEach(() => {
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
  vi.stubEnv('DOCSPACE_BASE_URL', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** What no error may quote. */
const SECRET = /sesame|hunter2/;

const BAD_KEYS: [string, unknown][] = [
  ...[';', ',', ' ', '"', '\\', '\r', '\n', '\t', '\0', 'é', '\u20ac', '\u{1f511}', '\x7f'].map(
    (character): [string, unknown] => ['apiKey', `open${character}sesame`],
  ),
  ['apiKey', ' sesame'],
  ['apiKey', 'sesame\n'],
  ['apiKey', ''],
  ['apiKey', 17],
  ['apiKey', 0],
  ['apiKey', true],
  ['apiKey', null],
  ['apiKey', { key: 'sesame' }],
  ['apiKey', ['sesame']],
  ['apiKey', new String('sesame')],
  ['apiKey', Promise.resolve('sesame')],
  ['apiKey', Symbol('sesame')],
];

const BAD_URLS: [string, unknown][] = [
  'https://user@example.com',
  'https://user:hunter2@example.com',
  'http://user:hunter2@localhost',
  'https://:hunter2@example.com',
  'https://example.com?key=hunter2',
  'https://example.com/?',
  'https://example.com#hunter2',
  'https://example.com/#',
  'ftp://user:hunter2@example.com',
  'ftp://example.com',
  'ws://localhost',
  'javascript:alert("hunter2")',
  'data:text/plain,hunter2',
  'user:hunter2@example.com',
  '/api?key=hunter2',
  'example.com',
  '//example.com',
  '',
  ' ',
  'https://',
  'https://exa mple.com',
  'http://example.com',
  'http://192.168.0.1',
  'http://localhost.hunter2.example.com',
  'http://0.0.0.0',
  17,
  null,
  ['https://example.com'],
  new URL('https://user:hunter2@example.com'),
].map((baseUrl) => ['baseUrl', baseUrl]);

const NO_NUMBERS = [
  Number.NaN,
  -1,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  2 ** 31,
  '5',
  '',
  null,
  true,
  5n,
  [],
];

const NUMBERS = ['timeout', 'maxWait'].flatMap((name) => NO_NUMBERS.map((value): [string, unknown] => [name, value]));

const RETRY: [string, unknown][] = [
  ...['maxRetries', 'initialDelay', 'maxDelay'].flatMap((name) =>
    NO_NUMBERS.map((value): [string, unknown] => ['retry', { [name]: value }]),
  ),
  ['retry', true],
  ['retry', null],
  ['retry', 5],
  ['retry', 'never'],
  ['retry', [1000, 2000]],
];

const FOR_BOTH: [string, unknown][] = [
  ...NUMBERS,
  ...RETRY,
  ['timeout', 0],
  ['validate', true],
  ['validate', null],
  ['validate', 'request'],
  ['validate', []],
  ['validate', { request: 'yes' }],
  ['validate', { response: 1 }],
  ['headers', null],
  ['headers', 'cookie: sesame'],
  ['headers', ['cookie', 'sesame']],
  ['headers', [['cookie', 'sesame']]],
  ['headers', new Map([['cookie', 'sesame']])],
  ['headers', { cookie: ['sesame'] }],
  ['headers', { cookie: undefined }],
  ['headers', { cookie: 'open\nsesame' }],
  ['headers', { cookie: 'open\u20acsesame' }],
  ['headers', { cookie: 'open\0sesame' }],
  ['headers', { 'x sesame': 'a' }],
  ['headers', { '': 'sesame' }],
];

const FOR_THE_OBJECT: [string, unknown][] = [
  ...BAD_KEYS,
  ...BAD_URLS,
  ...NO_NUMBERS.map((value): [string, unknown] => ['maxResponseBytes', value]),
  ['allowInsecureConnection', 'false'],
  ['credentials', 'same-origin'],
  ['onWait', 'log'],
  ['fetch', null],
  ['logger', { debug: () => {} }],
  ['logLevel', 'trace'],
];

const FOR_THE_CALL: [string, unknown][] = [
  ['signal', null],
  ['signal', true],
  ['signal', {}],
  ['signal', new AbortController()],
  ['signal', { aborted: false }],
];

function construct(options: object): ConfigurationError {
  try {
    createApi({ apiKey: 'a-fine-key', ...options } as ClientManagementOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: 'CONFIGURATION', operation: undefined, attempts: 0 });
    return error as ConfigurationError;
  }
  throw new Error('no error');
}

it('options: the lists of wrong values have more than twenty', () => {
  const count = FOR_BOTH.length + FOR_THE_OBJECT.length + FOR_THE_CALL.length;
  expect(count).toBeGreaterThan(20);
});

it.each([...FOR_BOTH, ...FOR_THE_OBJECT])('%s: the constructor rejects %s without quoting it', (name, value) => {
  const { message, stack } = construct({ [name]: value });
  expect(message).toMatch(new RegExp(`^${name}[. ][a-zA-Z]`));
  expect(message).not.toMatch(SECRET);
  expect(stack).not.toMatch(SECRET);
});

it.each([...FOR_BOTH, ...FOR_THE_CALL])(
  '%s: a call rejects %s without sending or quoting anything',
  async (name, value) => {
    const apiKey = vi.fn(() => 'key');
    const { api, server } = await startApi([], { apiKey });
    for (const { operation, run } of ALL_OPERATIONS) {
      const error: unknown = await run(api, { [name]: value } as CallOptions).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ operation, attempts: 0 });
      expect((error as Error).message).toMatch(new RegExp(`^${operation}: ${name}[. ][a-zA-Z]`));
      expect((error as Error).message).not.toMatch(SECRET);
    }
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.connections()).toBe(0);
  },
);

describe('options from the environment', () => {
  it.each(BAD_KEYS.filter(([, key]) => typeof key === 'string' && key && !key.includes('\0')))(
    'DOCSPACE_API_KEY is rejected without being quoted: %s %j',
    (_, key) => {
      vi.stubEnv('DOCSPACE_API_KEY', String(key));
      const { message } = construct({ apiKey: undefined });
      expect(message).toMatch(/^DOCSPACE_API_KEY has characters/);
      expect(message).not.toMatch(SECRET);
    },
  );

  it.each(BAD_URLS.filter(([, url]) => typeof url === 'string' && url))(
    'DOCSPACE_BASE_URL is rejected without being quoted: %s %j',
    (_, url) => {
      vi.stubEnv('DOCSPACE_BASE_URL', String(url));
      const { message } = construct({});
      expect(message).toMatch(/^DOCSPACE_BASE_URL must be/);
      expect(message).not.toMatch(SECRET);
    },
  );
});

function baseUrlOf(options: ClientManagementOptions): string {
  return settingsOf({ apiKey: 'key', ...options }).baseUrl;
}

it.each([
  ['https://portal.example.com', 'https://portal.example.com'],
  ['https://portal.example.com/', 'https://portal.example.com'],
  ['https://portal.example.com//', 'https://portal.example.com'],
  ['https://portal.example.com/prefix/', 'https://portal.example.com/prefix'],
  ['HTTPS://Portal.Example.com:8443/A', 'https://portal.example.com:8443/A'],
  ['http://localhost:8092', 'http://localhost:8092'],
  ['http://portal.localhost', 'http://portal.localhost'],
  ['http://127.0.0.1:80', 'http://127.0.0.1'],
  ['http://127.8.9.1', 'http://127.8.9.1'],
  ['http://[::1]:8092', 'http://[::1]:8092'],
])('baseUrl: takes %s', (baseUrl, expected) => {
  expect(baseUrlOf({ baseUrl })).toBe(expected);
});

it.each([
  '',
  'portal.example.com',
  'localhost:8092',
  '/api',
  'ftp://portal.example.com',
  'file:///etc',
  'https://user@portal.example.com',
  'https://user:password@portal.example.com',
  'https://portal.example.com?',
  'https://portal.example.com/?a=b',
  'https://portal.example.com/#',
  'https://portal.example.com/#a',
])('baseUrl: rejects "%s"', (baseUrl) => {
  expect(() => baseUrlOf({ baseUrl })).toThrow(ConfigurationError);
  expect(() => baseUrlOf({ baseUrl })).toThrow('baseUrl must be an http(s) URL');
});

it.each([
  ['https://portal.example.com/api/2.0', 'https://portal.example.com'],
  ['https://portal.example.com//api/2.0//', 'https://portal.example.com'],
  ['https://portal.example.com/docspace/api/2.0/clients', 'https://portal.example.com/docspace'],
])('baseUrl: rejects %s, and names the right one', (baseUrl, right) => {
  const message = `must be without /api/2.0: ${right}`;
  expect(() => baseUrlOf({ baseUrl })).toThrow(new ConfigurationError(`baseUrl ${message}`));
  vi.stubEnv('DOCSPACE_BASE_URL', baseUrl);
  expect(() => baseUrlOf({})).toThrow(new ConfigurationError(`DOCSPACE_BASE_URL ${message}`));
});

it.each(['https://portal.example.com/api', 'https://portal.example.com/api/2.0.1'])('baseUrl: takes %s', (baseUrl) => {
  expect(baseUrlOf({ baseUrl })).toBe(baseUrl);
});

it('baseUrl: takes a URL, of another class too, and does not follow its changes', async () => {
  const baseUrl = new URL('https://portal.example.com/docspace/');
  expect(baseUrlOf({ baseUrl })).toBe('https://portal.example.com/docspace');
  const { href } = baseUrl;
  expect(baseUrlOf({ baseUrl: { href, toString: () => href } as URL })).toBe('https://portal.example.com/docspace');
  const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response());
  const api = createApi({ baseUrl, apiKey: 'key', fetch });
  baseUrl.host = 'other.example.com';
  await api.withOptions({ timeout: 1000 }).deleteClient(CLIENT_ID);
  expect(fetch.mock.calls[0]?.[0]).toHaveProperty(
    'url',
    expect.stringMatching(/^https:..portal.example.com.docspace.api/),
  );
});

it('baseUrl: is not quoted, for it may hold a password', () => {
  expect(() => baseUrlOf({ baseUrl: 'https://user:password@portal.example.com' })).not.toThrow('password@');
});

describe('allowInsecureConnection: baseUrl with http to another machine', () => {
  it.each([
    'http://portal.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://notlocalhost',
    'http://10.0.0.1',
    'http://[::2]',
  ])('needs allowInsecureConnection: %s', (baseUrl) => {
    expect(() => baseUrlOf({ baseUrl })).toThrow('baseUrl must be https');
    expect(() => baseUrlOf({ baseUrl, allowInsecureConnection: false })).toThrow('baseUrl must be https');
    expect(baseUrlOf({ baseUrl, allowInsecureConnection: true })).toBe(baseUrl);
  });
});

describe('baseUrl that is not set', () => {
  it.each([undefined, ''])('is that of openapi.yaml if DOCSPACE_BASE_URL is %j', (value) => {
    vi.stubEnv('DOCSPACE_BASE_URL', value);
    expect(baseUrlOf({})).toBe('http://localhost:8092');
  });

  it('is DOCSPACE_BASE_URL', () => {
    vi.stubEnv('DOCSPACE_BASE_URL', 'https://portal.example.com/');
    expect(baseUrlOf({})).toBe('https://portal.example.com');
    expect(baseUrlOf({ baseUrl: 'https://other.example.com' })).toBe('https://other.example.com');
  });

  it.each([
    ['ftp://portal.example.com', 'DOCSPACE_BASE_URL must be an http(s) URL'],
    ['http://portal.example.com', 'DOCSPACE_BASE_URL must be https'],
  ])('is reported by the name of the variable: %s', (value, message) => {
    vi.stubEnv('DOCSPACE_BASE_URL', value);
    expect(() => baseUrlOf({})).toThrow(message);
  });
});

it.each(['retry', 'validate', 'headers'])('%s that is a function is refused by its name', async (name) => {
  const options = { [name]: () => ({}) };
  expect(() => settingsOf({ apiKey: 'key', ...options } as ClientManagementOptions)).toThrow(
    new RegExp(`^${name} must be `),
  );
  const { api } = await startApi([]);
  await expect(api.deleteClient(CLIENT_ID, options as CallOptions)).rejects.toThrow(
    new RegExp(`^deleteClient: ${name} must be `),
  );
});
