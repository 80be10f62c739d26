import { describe, expect, it, vi } from 'vitest';
import { ConfigurationError } from '../../src/errors.js';
import { ClientManagementApi } from '../../src/index.js';
import type { CallOptions, ClientManagementOptions } from '../../src/options.js';
import { readCallOptions, type Settings } from '../../src/read-options.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { letSocketsWork } from '../support/fake-time.js';
import { settingsOf } from '../support/settings.js';
import { DONE, repeat } from '../support/steps.js';

const KEY: ClientManagementOptions = { apiKey: 'key' };

function read(options: object): Settings {
  return settingsOf({ ...KEY, ...options });
}

function readForCall(options: object): Settings {
  return readCallOptions(settingsOf(KEY), options, { operation: 'deleteClient' });
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
  ['baseUrl', { host: 'example.com' }],
  ['allowInsecureConnection', 'yes'],
  ['apiKey', null],
  ['apiKey', 5],
  ['apiKey', Promise.resolve('key')],
  ['credentials', 'same-origin'],
  ['credentials', true],
  ['securityScheme', 'signature'],
  ['securityScheme', null],
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

describe('toSettings() and readCallOptions() with a wrong value', () => {
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

it.each([null, 'https://example.com', 5, []])(
  'toSettings() and readCallOptions(): options must be an object, not %j',
  (options) => {
    expect(() => settingsOf(options as ClientManagementOptions)).toThrow('options must be an object');
    expect(() => readCallOptions(settingsOf(KEY), options as CallOptions, {})).toThrow('options must be an object');
  },
);

it('toSettings(): sets every default', () => {
  expect(read({})).toMatchObject({
    timeout: 30_000,
    maxWait: 600_000,
    retry: { maxRetries: 5, initialDelay: 500, maxDelay: 30_000 },
    headers: {},
    maxResponseBytes: 8_388_608,
  });
});

it('toSettings() and readCallOptions(): undefined means not set', () => {
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

const IDS = [CLIENT_ID, '0a1b2c3d-1bd3-47d5-94c6-be2d3570e168', '4e5f6a7b-1bd3-47d5-94c6-be2d3570e168'];

const FALSY: [string, unknown][] = [
  ['0', 0],
  ['-0', -0],
  ['NaN', Number.NaN],
  ['0n', 0n],
  ["''", ''],
  ['false', false],
  ['null', null],
];
const OTHERS: [string, unknown][] = [
  ['1', 1],
  ['true', true],
  ["'text'", 'text'],
  ['a symbol', Symbol('text')],
  ['an array', []],
  ['an array of options', [{ timeout: 1000 }]],
  ['a function', () => ({ timeout: 1000 })],
];

const WRONG = expect.objectContaining({
  name: 'ConfigurationError',
  code: 'CONFIGURATION',
  attempts: 0,
  message: expect.stringContaining('options'),
});

describe('CallOptions: a method as a callback gets the index as its options', () => {
  it.each<[string, (api: ClientManagementApi) => unknown[]]>([
    ['ids.map(api.deleteClient, api)', (api) => IDS.map(api.deleteClient as never, api)],
    ['ids.map(api.regenerateSecret, api)', (api) => IDS.map(api.regenerateSecret as never, api)],
    ['ids.map(api.revokeUserClient, api)', (api) => IDS.map(api.revokeUserClient as never, api)],
    ['bodies.map(api.createClient, api)', (api) => repeat(3, CREATE_REQUEST).map(api.createClient as never, api)],
    ['Array.from(ids, api.deleteClient, api)', (api) => Array.from(IDS, api.deleteClient as never, api)],
    ['ids.flatMap(api.deleteClient, api)', (api) => IDS.flatMap(api.deleteClient as never, api)],
    ['ids.map(api.deleteClient.bind(api))', (api) => IDS.map(api.deleteClient.bind(api) as never)],
  ])('rejects for every item and sends nothing: %s', async (_, start) => {
    const apiKey = vi.fn(() => 'key');
    const { api, server } = await startApi(repeat(3, DONE), { apiKey });
    const results = await Promise.allSettled(start(api));
    expect(results).toEqual(repeat(3, { status: 'rejected', reason: WRONG }));
    await letSocketsWork();
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.connections()).toBe(0);
  });

  it('works within an arrow function', async () => {
    const { api, server } = await startApi(repeat(3, DONE));
    await Promise.all(IDS.map((id) => api.deleteClient(id)));
    expect(server.requests).toHaveLength(3);
  });
});

describe('CallOptions', () => {
  it.each([...FALSY, ...OTHERS])('must not be %s', async (_, options) => {
    const { api, server } = await startApi([]);
    for (const { operation, run } of ALL_OPERATIONS) {
      await expect(run(api, options as CallOptions)).rejects.toEqual(WRONG);
      await expect(run(api, options as CallOptions).withResponse()).rejects.toMatchObject({ operation });
    }
    await letSocketsWork();
    expect(server.connections()).toBe(0);
  });

  it.each(ALL_OPERATIONS)('may be undefined or an empty object: $operation', async ({ run, success, data }) => {
    const { api } = await startApi([success, success]);
    expect(await run(api, undefined)).toEqual(data);
    expect(await run(api, {})).toEqual(data);
  });
});

describe('ClientManagementOptions', () => {
  it.each([...FALSY, ...OTHERS])('must not be %s', (_, options) => {
    vi.stubEnv('DOCSPACE_API_KEY', 'key');
    try {
      expect(() => new ClientManagementApi(options as ClientManagementOptions)).toThrow(WRONG);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it.each([undefined, {}])('may be %j', (options) => {
    vi.stubEnv('DOCSPACE_API_KEY', 'key');
    try {
      expect(new ClientManagementApi(options)).toBeInstanceOf(ClientManagementApi);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
