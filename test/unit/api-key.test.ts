import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askApiKey } from '../../src/credentials.js';
import { ConfigurationError } from '../../src/errors.js';
import type { ClientManagementOptions } from '../../src/options.js';
import { readOptions } from '../../src/settings.js';

beforeEach(() => {
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const REFUSED = [' ', '"', ',', ';', '\\'];
const ALLOWED = PRINTABLE.filter((character) => !REFUSED.includes(character)).join('');

it('takes every character that a cookie can hold', () => {
  expect(readOptions({ apiKey: ALLOWED }).apiKey).toBe(ALLOWED);
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
  it('comes from the environment', () => {
    vi.stubEnv('DOCSPACE_API_KEY', 'from-the-environment');
    expect(readOptions({}).apiKey).toBe('from-the-environment');
    expect(readOptions({ apiKey: 'own' }).apiKey).toBe('own');
    expect(readOptions({ credentials: 'include' })).not.toHaveProperty('apiKey');
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
    expect(await askApiKey(apiKey, {})).toBe('key');
  });

  it('is not called by the constructor', () => {
    const apiKey = vi.fn(() => 'key');
    readOptions({ apiKey });
    expect(apiKey).not.toHaveBeenCalled();
  });

  it.each(['', 'two words', undefined, 5])('may not give %j', async (key) => {
    const call = askApiKey(() => key as string, { operation: 'deleteClient' });
    await expect(call).rejects.toThrow(/^deleteClient: what the apiKey function gave (must|has)/);
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
    await expect(askApiKey(failing(cause), {})).rejects.toMatchObject({ name: 'ConfigurationError', cause });
  });
});
