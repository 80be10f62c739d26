import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigurationError, type ErrorContext } from '../../src/errors.js';
import { ClientManagementApi } from '../../src/index.js';
import type { ClientManagementOptions } from '../../src/options.js';
import { createApi, startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { jwt } from '../support/jwt.js';
import { COOKIE, expectToHide, KEY } from '../support/secrets.js';
import { settingsOf } from '../support/settings.js';
import { DONE, rateLimited, unavailable } from '../support/steps.js';

useFakeTime();

beforeEach(() => {
  vi.stubEnv('DOCSPACE_API_KEY', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

/** The cookie that is sent with some options. */
async function cookieOf(options: ClientManagementOptions, context: ErrorContext = {}): Promise<string | undefined> {
  const settings = settingsOf({ securityScheme: 'asc_auth_key', ...options });
  const credential = await settings.credentials(settings, context, new AbortController().signal);
  return 'status' in credential ? expect.fail('a token was requested') : credential.headers.cookie;
}

/** The key that a function returns, by way of the cookie. */
async function keyOf(apiKey: () => string | Promise<string>, context?: ErrorContext): Promise<unknown> {
  return (await cookieOf({ apiKey }, context))?.replace('asc_auth_key=', '');
}

const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index));
const FORBIDDEN = [' ', '"', ',', ';', '\\'];
const ALLOWED = PRINTABLE.filter((character) => !FORBIDDEN.includes(character)).join('');

it('apiKey: takes every character that a cookie and a header can hold', async () => {
  await expect(cookieOf({ apiKey: ALLOWED })).resolves.toBe(`asc_auth_key=${ALLOWED}`);
});

it.each([...FORBIDDEN, '\t', '\n', '\r', '\0', '\x7f', 'é', '€'])(
  'apiKey: rejects the character %j without quoting the key',
  (character) => {
    const read = (): unknown => settingsOf({ apiKey: `secret${character}key` });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow('apiKey has characters that no key has');
    expect(read).not.toThrow('secret');
  },
);

it('apiKey: must not be empty', () => {
  expect(() => settingsOf({ apiKey: '' })).toThrow('apiKey must be a non-empty string');
});

it.each([
  ['a string', { apiKey: 'key' }],
  ['a function', { apiKey: () => 'key' }],
])('apiKey: %s excludes credentials', (_, options: ClientManagementOptions) => {
  for (const credentials of ['include', 'omit'] as const) {
    expect(() => settingsOf({ ...options, credentials })).toThrow('apiKey and credentials exclude each other');
  }
});

describe('apiKey that is not set', () => {
  it('is DOCSPACE_API_KEY', async () => {
    vi.stubEnv('DOCSPACE_API_KEY', 'from-the-environment');
    expect(await cookieOf({})).toBe('asc_auth_key=from-the-environment');
    expect(await cookieOf({ apiKey: 'own' })).toBe('asc_auth_key=own');
    expect(await cookieOf({ credentials: 'include' })).toBeUndefined();
  });

  it.each([undefined, ''])('is a ConfigurationError if DOCSPACE_API_KEY is %j', (value) => {
    vi.stubEnv('DOCSPACE_API_KEY', value);
    expect(() => settingsOf({})).toThrow('DOCSPACE_API_KEY and apiKey are missing; set one');
  });

  it('is reported by the name of the variable', () => {
    vi.stubEnv('DOCSPACE_API_KEY', 'two words');
    expect(() => settingsOf({})).toThrow('DOCSPACE_API_KEY has characters that no key has');
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
    const read = (): unknown => settingsOf({});
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

  it('passes on the errors of a framework, which have a digest', async () => {
    const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;push;/login;307;' });
    const { api, server } = await startApi([], { apiKey: () => Promise.reject(redirect) });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toBe(redirect);
    expect(server.requests).toEqual([]);
  });

  it('that throws what cannot be read fails with a ConfigurationError', async () => {
    const hostile = Object.defineProperty(new Error('hostile'), 'digest', {
      get: () => {
        throw new Error('read');
      },
    });
    await expect(keyOf(() => Promise.reject(hostile))).rejects.toMatchObject({ name: 'ConfigurationError' });
  });

  it('is not called by the constructor', () => {
    const apiKey = vi.fn(() => 'key');
    settingsOf({ apiKey });
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

it.each([
  ['a function', (key: string) => key],
  ['an async function', async (key: string) => key],
])('apiKey: %s is called for each attempt', async (_, wrap) => {
  let calls = 0;
  const apiKey = vi.fn(() => wrap(`key-${++calls}`));
  const { api, server } = await startApi([rateLimited(), unavailable(), DONE], { apiKey });
  await api.deleteClient(CLIENT_ID);
  expect(apiKey).toHaveBeenCalledTimes(3);
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([
    'asc_auth_key=key-1',
    'asc_auth_key=key-2',
    'asc_auth_key=key-3',
  ]);
});

it('apiKey: a string is sent with each attempt', async () => {
  const { api, server } = await startApi([rateLimited(), DONE], { apiKey: 'the-key' });
  await api.deleteClient(CLIENT_ID);
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([
    'asc_auth_key=the-key',
    'asc_auth_key=the-key',
  ]);
});

it('apiKey: a function that throws ends the call without a retry', async () => {
  const cause = new Error('the vault is closed');
  let calls = 0;
  const { api, server, waits } = await startApi([rateLimited()], {
    apiKey: () => {
      if (++calls === 2) {
        throw cause;
      }
      return 'key';
    },
  });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConfigurationError', cause });
  expect(waits).toHaveLength(1);
  expect(server.requests).toHaveLength(1);
});

it.each(['', 'two words', 'a;b', undefined])(
  'apiKey: %j from the function is rejected, and nothing is sent',
  async (key) => {
    const { api, server } = await startApi([], { apiKey: () => key as string });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConfigurationError' });
    expect(server.connections()).toBe(0);
  },
);

const TWICE: [string, unknown][] = [
  ['Cookie', { Cookie: `asc_auth_key=${COOKIE}` }],
  ['cookie', { cookie: `asc_auth_key=${COOKIE}` }],
  ['COOKIE', { COOKIE: `asc_auth_key=${COOKIE}` }],
  ['after another cookie', { cookie: `lang=en; asc_auth_key=${COOKIE}` }],
  ['before another cookie', { cookie: `asc_auth_key=${COOKIE}; lang=en` }],
  ['between others, without spaces', { cookie: `a=1;asc_auth_key=${COOKIE};b=2` }],
  ['with more spaces', { cookie: ` a=1 ;  asc_auth_key = ${COOKIE} ` }],
  ['twice itself', { cookie: `asc_auth_key=${COOKIE}; asc_auth_key=${COOKIE}` }],
  ['in other letters', { cookie: `ASC_Auth_Key=${COOKIE}` }],
  ['without a value', { cookie: 'asc_auth_key=' }],
  ['with the key itself', { cookie: `asc_auth_key=${KEY}` }],
  ['x-signature', { cookie: `lang=en; x-signature=${COOKIE}` }],
  ['X-Signature', { cookie: `X-Signature=${COOKIE}` }],
  ['in a Headers object', new Headers({ cookie: `lang=en; asc_auth_key=${COOKIE}` })],
];

/** Names the header, and the option to use in its place. */
const TWICE_ERROR = expect.objectContaining({
  name: 'ConfigurationError',
  code: 'CONFIGURATION',
  attempts: 0,
  message: expect.stringMatching(/^(?=.*\bheaders\b)(?=.*\bapiKey\b)/s),
});

const KEYS: [string, ClientManagementOptions][] = [
  ['a string', { apiKey: KEY }],
  ['a function', { apiKey: () => KEY }],
  ['an async function', { apiKey: async () => KEY }],
];

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
}

describe('headers: a cookie that is a credential, beside apiKey', () => {
  it.each(TWICE)('is a ConfigurationError of the constructor: %s', (_, headers) => {
    for (const [, options] of KEYS) {
      const error = thrownBy(() => createApi({ ...options, headers: headers as Record<string, string> }));
      expect(error).toEqual(TWICE_ERROR);
      expectToHide(error);
    }
  });

  it.each(TWICE)('is a ConfigurationError of a call, which sends nothing: %s', async (_, headers) => {
    for (const [, options] of KEYS) {
      const { api, server } = await startApi([], options);
      for (const { run, operation } of ALL_OPERATIONS) {
        const error = await run(api, { headers: headers as Record<string, string> }).catch((thrown: unknown) => thrown);
        expect(error).toEqual(TWICE_ERROR);
        expect(error).toMatchObject({ operation });
        expectToHide(error);
      }
      await letSocketsWork();
      expect(server.connections()).toBe(0);
    }
  });

  it('is a ConfigurationError if the key comes from DOCSPACE_API_KEY', () => {
    vi.stubEnv('DOCSPACE_API_KEY', KEY);
    const error = thrownBy(() => createApi({ headers: { cookie: `asc_auth_key=${COOKIE}` } }));
    expect(error).toEqual(TWICE_ERROR);
    expectToHide(error);
  });

  it('is a ConfigurationError of a call that overrides another cookie', async () => {
    const { api, server } = await startApi([], { headers: { cookie: 'lang=en' } });
    await expect(api.deleteClient(CLIENT_ID, { headers: { Cookie: `asc_auth_key=${COOKIE}` } })).rejects.toEqual(
      TWICE_ERROR,
    );
    await letSocketsWork();
    expect(server.connections()).toBe(0);
  });

  it('does not affect the next call', async () => {
    const { api, server } = await startApi([DONE]);
    const headers = { cookie: `asc_auth_key=${COOKIE}` };
    await expect(api.deleteClient(CLIENT_ID, { headers })).rejects.toEqual(TWICE_ERROR);
    await api.deleteClient(CLIENT_ID);
    expect(server.requests.map((request) => request.headers.cookie)).toEqual(['asc_auth_key=key']);
  });
});

describe('headers: other cookies are sent with the key, joined by "; "', () => {
  it.each([
    'lang=en',
    'lang=en; route=a',
    'my_asc_auth_key=1',
    'x-signature2=1',
    'asc_auth_key2=1',
    'asc_auth=1',
    'next=asc_auth_key=1',
    'flag',
  ])('%s', async (cookie) => {
    const { api, server } = await startApi([DONE, DONE], { headers: { Cookie: cookie } });
    await api.deleteClient(CLIENT_ID);
    await api.deleteClient(CLIENT_ID, { headers: { 'x-name': 'value' } });
    for (const { headers } of server.requests) {
      expect(headers.cookie?.split('; ').sort()).toEqual([...cookie.split('; '), 'asc_auth_key=key'].sort());
    }
    expect(server.requests).toHaveLength(2);
  });

  it('those of a call replace those of the API object', async () => {
    const { api, server } = await startApi([DONE], { headers: { Cookie: 'lang=en; route=a' } });
    await api.deleteClient(CLIENT_ID, { headers: { cookie: 'lang=de' } });
    expect(server.requests[0]?.headers.cookie?.split('; ').sort()).toEqual(['asc_auth_key=key', 'lang=de']);
  });

  it('an empty one is not sent', async () => {
    const { api, server } = await startApi([DONE], { headers: { Cookie: '' } });
    await api.deleteClient(CLIENT_ID);
    expect(server.requests[0]?.headers.cookie).toBe('asc_auth_key=key');
  });
});

describe('apiKey in a browser, whose Request drops the cookie', () => {
  /** What a page sees of its own requests. */
  let requests: Request[];
  const respond = async (input: unknown): Promise<Response> => {
    const request = input as Request;
    requests.push(request);
    return request.url.endsWith('/security/oauth2/token')
      ? Response.json({ response: jwt({ user: 'user' }) })
      : new Response();
  };

  beforeEach(() => {
    requests = [];
    class BrowserRequest extends Request {
      constructor(input: string, init: RequestInit) {
        super(input, init);
        this.headers.delete('cookie');
      }
    }
    vi.stubGlobal('Request', BrowserRequest);
    vi.stubGlobal(
      'fetch',
      vi.fn((url: string, init: RequestInit) => respond(new Request(url, init))),
    );
  });

  it.each([undefined, respond as typeof fetch])('is not sent as the cookie: fetch %s', async (own) => {
    const call = createApi({ apiKey: 'key', fetch: own }).deleteClient(CLIENT_ID);
    await expect(call).rejects.toThrow(ConfigurationError);
    await expect(call).rejects.toMatchObject({
      attempts: 0,
      message: `deleteClient ${CLIENT_ID}: apiKey cannot be sent as a cookie from a browser; use credentials: 'include'`,
    });
    expect(requests).toEqual([]);
  });

  it('is not sent as the cookie after the token endpoint returned 404 either', async () => {
    const fetch = async (input: unknown): Promise<Response> => {
      await respond(input);
      return new Response(null, { status: 404 });
    };
    const api = new ClientManagementApi({ apiKey: 'key', fetch: fetch as typeof globalThis.fetch });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toThrow(/as a cookie from a browser/);
    expect(requests).toHaveLength(1);
  });

  it.each([undefined, respond as typeof fetch])(
    'is sent for a signature, and no cookie of the browser beside either: fetch %s',
    async (own) => {
      await new ClientManagementApi({ apiKey: 'sk-key', fetch: own }).deleteClient(CLIENT_ID);
      expect(requests.map(({ method, credentials }) => [method, credentials])).toEqual([
        ['GET', 'omit'],
        ['DELETE', 'omit'],
      ]);
      expect(requests[0]?.headers.get('authorization')).toBe('Bearer sk-key');
      expect(requests[1]?.headers.get('x-signature')).toBe(jwt({ user: 'user' }));
    },
  );

  it("has no need of a User-Agent, which is the browser's", async () => {
    await new ClientManagementApi({ apiKey: 'sk-key' }).deleteClient(CLIENT_ID);
    expect(requests.map(({ headers }) => headers.has('user-agent'))).toEqual([false, false]);
  });

  it("credentials: 'include' lets the cookie of the browser authenticate the token request alone", async () => {
    await new ClientManagementApi({ credentials: 'include' }).deleteClient(CLIENT_ID);
    expect(requests.map(({ method, credentials }) => [method, credentials])).toEqual([
      ['GET', 'include'],
      ['DELETE', 'omit'],
    ]);
    expect(requests.map(({ headers }) => headers.has('authorization'))).toEqual([false, false]);
  });

  it("credentials: 'include' lets the cookie authenticate the operation with securityScheme: 'asc_auth_key'", async () => {
    await createApi({ credentials: 'include' }).deleteClient(CLIENT_ID);
    expect(requests.map(({ method, credentials }) => [method, credentials])).toEqual([['DELETE', 'include']]);
  });
});

describe("credentials: 'include' outside of a browser", () => {
  it.each<[ClientManagementOptions, string[]]>([
    [{ credentials: 'include' }, ['include', 'same-origin']],
    [{ credentials: 'include', securityScheme: 'asc_auth_key' }, ['include']],
    [{ apiKey: 'sk-key' }, ['same-origin', 'same-origin']],
    [{ apiKey: 'session', securityScheme: 'asc_auth_key' }, ['same-origin']],
    [{ headers: { 'x-signature': 'own' } }, ['same-origin']],
  ])('is passed to fetch, which may have a cookie store, and nothing in its place: %j', async (options, expected) => {
    const modes: Request['credentials'][] = [];
    const fetch = async (input: unknown): Promise<Response> => {
      const { url, credentials } = input as Request;
      modes.push(credentials);
      return url.endsWith('/token') ? Response.json({ response: jwt({}) }) : new Response();
    };
    await new ClientManagementApi({ ...options, fetch: fetch as typeof globalThis.fetch }).deleteClient(CLIENT_ID);
    expect(modes).toEqual(expected);
  });
});
