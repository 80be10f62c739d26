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
const REFUSED = [' ', '"', ',', ';', '\\'];
const ALLOWED = PRINTABLE.filter((character) => !REFUSED.includes(character)).join('');

it('takes every character that a cookie can hold', async () => {
  await expect(cookieOf(readOptions({ apiKey: ALLOWED }))).resolves.toBe(`asc_auth_key=${ALLOWED}`);
});

it.each([...REFUSED, '\t', '\n', '\r', '\0', '\x7f', 'é', '€'])(
  'refuses a key with the character %j, without quoting the key',
  (character) => {
    const read = (): unknown => readOptions({ apiKey: `secret${character}key` });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow('apiKey has characters that a cookie cannot carry');
    expect(read).not.toThrow('secret');
  },
);

it('refuses an empty key', () => {
  expect(() => readOptions({ apiKey: '' })).toThrow('apiKey must be a string that is not empty');
});

it.each([
  ['a string', { apiKey: 'key' }],
  ['a function', { apiKey: () => 'key' }],
])('refuses %s beside credentials', (_, options: ClientManagementOptions) => {
  expect(() => readOptions({ ...options, credentials: 'include' })).toThrow(
    'apiKey and credentials exclude each other',
  );
});

describe('without the option', () => {
  it('comes from the environment', async () => {
    vi.stubEnv('DOCSPACE_API_KEY', 'from-the-environment');
    expect(await cookieOf(readOptions({}))).toBe('asc_auth_key=from-the-environment');
    expect(await cookieOf(readOptions({ apiKey: 'own' }))).toBe('asc_auth_key=own');
    expect(await cookieOf(readOptions({ credentials: 'include' }))).toBeUndefined();
  });

  it.each([undefined, ''])('is missed where DOCSPACE_API_KEY is %j', (value) => {
    vi.stubEnv('DOCSPACE_API_KEY', value);
    expect(() => readOptions({})).toThrow('DOCSPACE_API_KEY and apiKey are missing; set one');
  });

  it('is refused by the name of the variable', () => {
    vi.stubEnv('DOCSPACE_API_KEY', 'two words');
    expect(() => readOptions({})).toThrow('DOCSPACE_API_KEY has characters that a cookie cannot carry');
  });

  it.each([
    ['there is no process', undefined],
    ['the process has no environment', {}],
    [
      'the environment is not to be read',
      {
        get env(): never {
          throw new Error('denied');
        },
      },
    ],
  ])('is missed where %s', (_, process) => {
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

describe('a function', () => {
  it.each([
    ['a key', () => 'key'],
    ['the promise of one', async () => 'key'],
  ])('may give %s', async (_, apiKey) => {
    expect(await keyOf(apiKey)).toBe('key');
  });

  it('is not called by the constructor', () => {
    const apiKey = vi.fn(() => 'key');
    readOptions({ apiKey });
    expect(apiKey).not.toHaveBeenCalled();
  });

  it.each(['', 'two words', undefined, 5])('may not give %j', async (key) => {
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
  ])('that %s is the cause of an error', async (_, failing) => {
    const cause = new Error('the vault is closed');
    await expect(keyOf(failing(cause))).rejects.toMatchObject({ name: 'ConfigurationError', cause });
  });
});
