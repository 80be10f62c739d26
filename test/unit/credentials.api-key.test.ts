import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCredentials } from '../../src/credentials.js';
import { ConfigurationError, type ErrorContext } from '../../src/errors.js';
import type { ClientManagementOptions } from '../../src/options.js';
import { readOptions, type Settings } from '../../src/read-options.js';

beforeEach(() => {
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** The cookie that is sent with some settings. */
async function cookieOf({ credentials }: Pick<Settings, 'credentials'>, context: ErrorContext = {}): Promise<unknown> {
  const credential = await credentials(context);
  return credential.headers({}, context).cookie;
}

/** The key that a function returns, by way of the cookie. */
async function keyOf(apiKey: () => string | Promise<string>, context?: ErrorContext): Promise<unknown> {
  const cookie = await cookieOf({ credentials: createCredentials(apiKey) }, context);
  return String(cookie).replace('asc_auth_key=', '');
}

const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const FORBIDDEN = [' ', '"', ',', ';', '\\'];
const ALLOWED = PRINTABLE.filter((character) => !FORBIDDEN.includes(character)).join('');

it('apiKey: takes every character that a cookie can hold', async () => {
  await expect(cookieOf(readOptions({ apiKey: ALLOWED }))).resolves.toBe(`asc_auth_key=${ALLOWED}`);
});

it.each([...FORBIDDEN, '\t', '\n', '\r', '\0', '\x7f', 'é', '€'])(
  'apiKey: rejects the character %j without quoting the key',
  (character) => {
    const read = (): unknown => readOptions({ apiKey: `secret${character}key` });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow('apiKey has characters that a cookie cannot carry');
    expect(read).not.toThrow('secret');
  },
);

it('apiKey: must not be empty', () => {
  expect(() => readOptions({ apiKey: '' })).toThrow('apiKey must be a string that is not empty');
});

it.each([
  ['a string', { apiKey: 'key' }],
  ['a function', { apiKey: () => 'key' }],
])('apiKey: %s excludes credentials', (_, options: ClientManagementOptions) => {
  expect(() => readOptions({ ...options, credentials: 'include' })).toThrow(
    'apiKey and credentials exclude each other',
  );
});

describe('apiKey that is not set', () => {
  it('is DOCSPACE_API_KEY', async () => {
    vi.stubEnv('DOCSPACE_API_KEY', 'from-the-environment');
    expect(await cookieOf(readOptions({}))).toBe('asc_auth_key=from-the-environment');
    expect(await cookieOf(readOptions({ apiKey: 'own' }))).toBe('asc_auth_key=own');
    expect(await cookieOf(readOptions({ credentials: 'include' }))).toBeUndefined();
  });

  it.each([undefined, ''])('is a ConfigurationError if DOCSPACE_API_KEY is %j', (value) => {
    vi.stubEnv('DOCSPACE_API_KEY', value);
    expect(() => readOptions({})).toThrow('DOCSPACE_API_KEY and apiKey are missing; set one');
  });

  it('is reported by the name of the variable', () => {
    vi.stubEnv('DOCSPACE_API_KEY', 'two words');
    expect(() => readOptions({})).toThrow('DOCSPACE_API_KEY has characters that a cookie cannot carry');
  });

  it.each([
    ['there is no process', undefined],
    ['the process has no environment', {}],
    [
      'the environment cannot be read',
      {
        get env(): never {
          throw new Error('denied');
        },
      },
    ],
  ])('is a ConfigurationError if %s', (_, process) => {
    vi.stubGlobal('process', process);
    const read = (): unknown => readOptions({});
    let message = '';
    try {
      read();
    } catch (error) {
      message = String(error);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(message).toBe('ConfigurationError: DOCSPACE_API_KEY and apiKey are missing; set one');
  });
});

describe('apiKey function', () => {
  it.each([
    ['a key', () => 'key'],
    ['the promise of a key', async () => 'key'],
  ])('may return %s', async (_, apiKey) => {
    expect(await keyOf(apiKey)).toBe('key');
  });

  it('is not called by the constructor', () => {
    const apiKey = vi.fn(() => 'key');
    readOptions({ apiKey });
    expect(apiKey).not.toHaveBeenCalled();
  });

  it.each(['', 'two words', undefined, 5])('must not return %j', async (key) => {
    const call = keyOf(() => key as string, { operation: 'deleteClient' });
    await expect(call).rejects.toThrow(/^deleteClient: the apiKey function returned a key that (must|has)/);
  });

  it.each([
    [
      'throws',
      (cause: Error) => () => {
        throw cause;
      },
    ],
    ['rejects', (cause: Error) => () => Promise.reject(cause)],
  ])('that %s is the cause of a ConfigurationError', async (_, failing) => {
    const cause = new Error('the vault is closed');
    await expect(keyOf(failing(cause))).rejects.toMatchObject({ name: 'ConfigurationError', cause });
  });
});
