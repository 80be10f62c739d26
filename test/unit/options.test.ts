import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CallOptions,
  ClientManagementApi,
  type ClientManagementOptions,
  ConfigurationError,
} from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS } from '../support/calls.js';

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
    new ClientManagementApi({ apiKey: 'a-fine-key', ...options } as ClientManagementOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: 'CONFIGURATION', operation: undefined, attempts: 0 });
    return error as ConfigurationError;
  }
  throw new Error('no error');
}

it('options: the lists of wrong values have more than twenty', () => {
  const count = FOR_BOTH.length + FOR_THE_OBJECT.length + FOR_THE_CALL.length;
  console.log(`${count} bad options, ${FOR_BOTH.length} of them for an object and for a call`);
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

const UNKNOWN: [string, string][] = [
  ['apikey', 'apiKey'],
  ['api_key', 'apiKey'],
  ['base_url', 'baseUrl'],
  ['time', 'timeout'],
  ['maxwait', 'maxWait'],
  ['retrys', 'retry'],
  ['header', 'headers'],
  ['validation', 'validate'],
  ['maxBytes', 'maxResponseBytes'],
  ['insecure', 'allowInsecureConnection'],
  ['level', 'logLevel'],
  ['onwait', 'onWait'],
];

it.each(UNKNOWN)('unknown option %s: %s is suggested', (name, known) => {
  const { message } = construct({ [name]: 'sesame' });
  expect(message).toBe(`${name} is no option; did you mean ${known}?`);
});

it.each([
  ['retry', { maxRetrys: 1 }, 'maxRetries'],
  ['retry', { delay: 1 }, 'initialDelay'],
  ['validate', { requests: true }, 'request'],
  ['validate', { responses: true, response: true }, 'response'],
])('unknown member of %s: a known one is suggested: %j', (name, value, known) => {
  expect(construct({ [name]: value }).message).toMatch(
    new RegExp(`^${name}\\.\\w+ is no option; did you mean ${name}\\.${known}\\?$`),
  );
});
