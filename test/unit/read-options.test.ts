import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/errors.js';
import type { CallOptions, ClientManagementOptions } from '../../src/options.js';
import { readCallOptions, readOptions, type Settings } from '../../src/read-options.js';

const KEY: ClientManagementOptions = { apiKey: 'key' };

function read(options: object): Settings {
  return readOptions({ ...KEY, ...options });
}

function readForCall(options: object): Settings {
  return readCallOptions(readOptions(KEY), options, { operation: 'deleteClient' });
}

const WRONG_FOR_BOTH: [string, unknown][] = [
  ['timeout', 0],
  ['timeout', -1],
  ['timeout', Number.NaN],
  ['timeout', Number.POSITIVE_INFINITY],
  ['timeout', 2 ** 31],
  ['timeout', '5000'],
  ['timeout', null],
  ['maxWait', -1],
  ['maxWait', 2 ** 31],
  ['maxWait', '0'],
  ['retry', true],
  ['retry', null],
  ['retry', 3],
  ['retry', []],
  ['headers', null],
  ['headers', 'x: y'],
  ['headers', [['x', 'y']]],
  ['headers', { x: 1 }],
  ['headers', { 'not a name': 'x' }],
  ['headers', { x: 'line\nbreak' }],
];

const WRONG_FOR_THE_OBJECT: [string, unknown][] = [
  ['baseUrl', new URL('https://example.com')],
  ['allowInsecureConnection', 'yes'],
  ['apiKey', null],
  ['apiKey', 5],
  ['apiKey', Promise.resolve('key')],
  ['credentials', 'omit'],
  ['credentials', true],
  ['onWait', {}],
  ['maxResponseBytes', 0],
  ['maxResponseBytes', '8 MiB'],
  ['fetch', 'fetch'],
  ['logger', null],
  ['logger', () => {}],
  ['logger', { debug() {}, info() {}, warn() {} }],
  ['logLevel', 'verbose'],
  ['logLevel', 2],
];

const WRONG_IN_RETRY: [string, unknown][] = [
  ['maxRetries', -1],
  ['maxRetries', '5'],
  ['initialDelay', 0],
  ['maxDelay', Number.NaN],
  ['retries', 5],
];

describe('readOptions() and readCallOptions() with a wrong value', () => {
  it.each([...WRONG_FOR_BOTH, ...WRONG_FOR_THE_OBJECT])('%s: the constructor rejects %s', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(ConfigurationError);
    expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} must`));
  });

  it.each([...WRONG_FOR_BOTH, ['signal', {}] as const])('%s: a call rejects %s', (name, value) => {
    expect(() => readForCall({ [name]: value })).toThrow(ConfigurationError);
    expect(() => readForCall({ [name]: value })).toThrow(new RegExp(`^deleteClient: ${name} must`));
  });

  it.each(WRONG_IN_RETRY)('retry.%s: rejects %s', (name, value) => {
    expect(() => read({ retry: { [name]: value } })).toThrow(new RegExp(`^retry\\.${name} `));
    expect(() => readForCall({ retry: { [name]: value } })).toThrow(new RegExp(`^deleteClient: retry\\.${name} `));
  });
});

describe('unknown option in readOptions() and readCallOptions()', () => {
  it.each([
    ['apikey', 'apiKey'],
    ['baseURL', 'baseUrl'],
    ['url', 'baseUrl'],
    ['time_out', 'timeout'],
    ['max_wait', 'maxWait'],
    ['retries', 'retry.maxRetries'],
    ['loglevel', 'logLevel'],
  ])('of the constructor is rejected with the nearest name: %s', (name, known) => {
    expect(() => read({ [name]: undefined })).toThrow(`${name} is no option; did you mean ${known}?`);
  });

  it.each(['toString', '__proto__', 'queued'])('of the constructor is rejected, however far off: %s', (name) => {
    expect(() => read(JSON.parse(`{"${name}":1}`))).toThrow(new RegExp(`${name} is no option$`));
  });

  it.each(['baseUrl', 'apiKey', 'onWait', 'logger'])(
    'of a call is rejected if it belongs to the constructor: %s',
    (name) => {
      expect(() => readForCall({ [name]: 'x' })).toThrow(`deleteClient: ${name} is an option of the constructor`);
    },
  );

  it('of the constructor is rejected if it belongs to a call, and one of neither by both', () => {
    expect(() => read({ signal: 1 })).toThrow('signal is an option of a call');
    expect(() => readForCall({ constructor: 'x' })).toThrow(/^deleteClient: constructor is no option$/);
  });
});

it.each([null, 'https://example.com', 5, []])(
  'readOptions() and readCallOptions(): options must be an object, not %j',
  (options) => {
    expect(() => readOptions(options as ClientManagementOptions)).toThrow('options must be an object');
    expect(() => readCallOptions(readOptions(KEY), options as CallOptions, {})).toThrow('options must be an object');
  },
);

it('readOptions(): sets every default', () => {
  expect(read({})).toMatchObject({
    timeout: 30_000,
    maxWait: 600_000,
    retry: { maxRetries: 5, initialDelay: 500, maxDelay: 30_000 },
    headers: {},
    maxResponseBytes: 8_388_608,
  });
});

it('readOptions() and readCallOptions(): undefined means not set', () => {
  const undefinedOptions = { timeout: undefined, retry: undefined, headers: undefined, fetch: undefined };
  expect(read(undefinedOptions)).toMatchObject({ timeout: 30_000, retry: { maxRetries: 5 }, headers: {} });

  const object = read({ timeout: 5, retry: { maxRetries: 2 }, headers: { x: 'y' } });
  const call = { timeout: undefined, retry: { maxRetries: undefined }, headers: undefined, signal: undefined };
  const settings = readCallOptions(object, call as unknown as CallOptions, {});
  expect(settings).toMatchObject({ timeout: 5, retry: { maxRetries: 2 }, headers: { x: 'y' } });
});

it('readCallOptions(): a call overrides the API object, which stays unchanged', () => {
  const object = read({ timeout: 5, maxWait: 6, retry: { maxRetries: 2, maxDelay: 7 }, headers: { a: '1', b: '1' } });
  const settings = readCallOptions(object, { timeout: 8, retry: { maxRetries: 9 }, headers: { b: '2' } }, {});
  expect(settings).toMatchObject({
    timeout: 8,
    maxWait: 6,
    retry: { maxRetries: 9, initialDelay: 500, maxDelay: 7 },
    headers: { a: '1', b: '2' },
  });
  expect(object).toMatchObject({ timeout: 5, retry: { maxRetries: 2 }, headers: { b: '1' } });
});

it('retry: false means no retries', () => {
  expect(read({ retry: false }).retry.maxRetries).toBe(0);
  expect(readForCall({ retry: false }).retry.maxRetries).toBe(0);
});
