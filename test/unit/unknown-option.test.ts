import { describe, expect, it } from 'vitest';
import type { CallOptions, ClientManagementOptions } from '../../src/index.js';
import { readCallOptions, type Settings } from '../../src/read-options.js';
import { createApi, startApi } from '../support/api.js';
import { ALL_OPERATIONS } from '../support/calls.js';
import { letSocketsWork } from '../support/fake-time.js';
import { settingsOf } from '../support/settings.js';

/** A value that no message may quote. */
const VALUE = 'sesame';

function constructorError(options: object): Error {
  try {
    createApi({ apiKey: 'a-fine-key', ...options } as ClientManagementOptions);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ConfigurationError', operation: undefined, attempts: 0 });
    return error as Error;
  }
  return expect.fail('the constructor took the option');
}

/** Rejects the options for every operation, and returns the error of one. */
async function callError(options: object): Promise<Error> {
  const { api, server } = await startApi([]);
  const errors: Error[] = [];
  for (const { run, operation } of ALL_OPERATIONS) {
    const error = await run(api, options as CallOptions).then(
      () => expect.fail('the call took the option'),
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ name: 'ConfigurationError', operation, attempts: 0 });
    errors.push(error);
  }
  await letSocketsWork();
  expect(server.connections()).toBe(0);
  return errors[0] ?? expect.fail('there are no operations');
}

/** What a message suggests; undefined if it suggests nothing. */
function suggestion({ message }: Error): string | undefined {
  return /did you mean [`'"]?([\w.]+)/i.exec(message)?.[1];
}

const FOR_THE_CONSTRUCTOR: [string, string][] = [
  ['maxRetries', 'retry.maxRetries'],
  ['token', 'apiKey'],
  ['key', 'apiKey'],
  ['auth', 'apiKey'],
  ['url', 'baseUrl'],
  ['host', 'baseUrl'],
  ['timout', 'timeout'],
  ['timeOut', 'timeout'],
  ['time_out', 'timeout'],
  ['baseURL', 'baseUrl'],
  ['base_url', 'baseUrl'],
  ['logLevl', 'logLevel'],
  ['loglevel', 'logLevel'],
  ['apikey', 'apiKey'],
  ['api_key', 'apiKey'],
  ['header', 'headers'],
  ['retrys', 'retry'],
  ['onwait', 'onWait'],
  ['maxResponseByte', 'maxResponseBytes'],
];

describe('unknown option of the constructor', () => {
  it.each(FOR_THE_CONSTRUCTOR)('%s: %s is suggested', (name, known) => {
    const error = constructorError({ [name]: VALUE });
    expect(error.message).toContain(name);
    expect(suggestion(error)).toBe(known);
    expect(error.message).not.toContain(VALUE);
  });

  it('signal: is an option of a call', () => {
    const error = constructorError({ signal: new AbortController().signal });
    expect(error.message).toMatch(/^signal\b.*\bcalls?\b/);
    expect(suggestion(error)).toBeUndefined();
  });
});

const FOR_A_CALL: [string, string][] = [
  ['maxRetries', 'retry.maxRetries'],
  ['timout', 'timeout'],
  ['Timeout', 'timeout'],
  ['max_wait', 'maxWait'],
  ['singal', 'signal'],
  ['header', 'headers'],
  ['validat', 'validate'],
];

const OF_THE_CONSTRUCTOR: [string, unknown][] = [
  ['apiKey', VALUE],
  ['apiKey', () => VALUE],
  ['pacing', false],
  ['fetch', fetch],
  ['baseUrl', `https://${VALUE}.example.com`],
  ['allowInsecureConnection', true],
  ['credentials', 'include'],
  ['securityScheme', 'asc_auth_key'],
  ['onWait', () => {}],
  ['maxResponseBytes', 1000],
  ['logger', console],
  ['logLevel', 'debug'],
];

describe('unknown option of a call', () => {
  it.each(FOR_A_CALL)('%s: %s is suggested', async (name, known) => {
    const error = await callError({ [name]: VALUE });
    expect(error.message).toContain(name);
    expect(suggestion(error)).toBe(known);
    expect(error.message).not.toContain(VALUE);
  });

  it.each(OF_THE_CONSTRUCTOR)('%s: is an option of the constructor', async (name, value) => {
    const error = await callError({ [name]: value });
    expect(error.message).toMatch(new RegExp(`\\b${name}\\b.*\\bconstructor\\b`));
    expect(suggestion(error)).toBeUndefined();
    expect(error.message).not.toContain(VALUE);
  });

  it.each(['token', 'key', 'auth', 'url', 'host', 'baseURL', 'api_key', 'logLevl'])(
    '%s: nothing is suggested that a call would reject as well',
    async (name) => {
      const error = await callError({ [name]: VALUE });
      const known = suggestion(error);
      // An option of the constructor may be named, but not without its constructor.
      expect(known === undefined || /\bconstructor\b/.test(error.message), error.message).toBe(true);
    },
  );
});

const STRANGERS = [
  'zzz',
  'foo',
  'x',
  '',
  '1',
  'proxy',
  'debug',
  'constructor',
  'toString',
  'hasOwnProperty',
  '__proto__',
  'a name with spaces',
  '____',
  'undefined',
];

describe.each([
  ['the constructor', async (options: object) => constructorError(options)],
  ['a call', callError],
])('unknown option of %s', (_, run) => {
  it.each(STRANGERS)('%j: nothing is suggested', async (name) => {
    const error = await run(JSON.parse(`{${JSON.stringify(name)}:1}`));
    expect(error.message).toContain(name);
    expect(error.message).not.toMatch(/did you mean/i);
  });

  it.each([
    [{ retry: { retries: 3 } }, 'maxRetries'],
    [{ retry: { maxRetrys: 3 } }, 'maxRetries'],
    [{ retry: { maxRetry: 3 } }, 'maxRetries'],
    [{ retry: { max_retries: 3 } }, 'maxRetries'],
    [{ retry: { initialdelay: 3 } }, 'initialDelay'],
    [{ retry: { maxDelays: 3 } }, 'maxDelay'],
    [{ validate: { requests: true } }, 'request'],
    [{ validate: { Response: true } }, 'response'],
  ])('%j: %s is suggested', async (options, known) => {
    const error = await run(options);
    expect(suggestion(error)?.split('.').at(-1)).toBe(known);
  });

  it.each([
    ['retry', 'zzz'],
    ['retry', 'toString'],
    ['retry', 'backoff'],
    ['validate', 'zzz'],
    ['validate', 'headers'],
  ])('nothing is suggested for the member of %s: %s', async (option, member) => {
    const error = await run({ [option]: { [member]: 1 } });
    expect(error.message).toMatch(new RegExp(`\\b${option}\\b.*\\b${member}\\b`));
    expect(error.message).not.toMatch(/did you mean/i);
  });

  it('is rejected even if it is undefined', async () => {
    expect((await run({ zzz: undefined })).message).toContain('zzz');
  });
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
  ['security_scheme', 'securityScheme'],
];

it.each(UNKNOWN)('unknown option %s: %s is suggested', (name, known) => {
  const { message } = constructorError({ [name]: VALUE });
  expect(message).toBe(`${name} is no option; did you mean ${known}?`);
});

it.each([
  ['retry', { maxRetrys: 1 }, 'maxRetries'],
  ['retry', { delay: 1 }, 'initialDelay'],
  ['validate', { requests: true }, 'request'],
  ['validate', { responses: true, response: true }, 'response'],
])('unknown member of %s: a known one is suggested: %j', (name, value, known) => {
  expect(constructorError({ [name]: value }).message).toMatch(
    new RegExp(`^${name}\\.\\w+ is no option; did you mean ${name}\\.${known}\\?$`),
  );
});

const KEY: ClientManagementOptions = { apiKey: 'key' };

function read(options: object): Settings {
  return settingsOf({ ...KEY, ...options });
}

function readForCall(options: object): Settings {
  return readCallOptions(settingsOf(KEY), options, { operation: 'deleteClient' });
}

describe('unknown option in toSettings() and readCallOptions()', () => {
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
