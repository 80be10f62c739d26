import { Headers as UndiciHeaders } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFetchClient, deleteClient, updateClient } from '../../src/generated.js';
import { CLIENT_ID, UPDATE_REQUEST } from '../support/calls.js';
import { type Echo, echo } from '../support/echo.js';
import { startServer } from '../support/server.js';

type Config = NonNullable<Parameters<typeof createFetchClient>[0]>;

const path = { clientId: CLIENT_ID };
const KEY = 'asc_auth_key=key';
const SECURITY = [{ in: 'cookie', name: 'asc_auth_key', type: 'apiKey' }] as const;

/** Joins cookies by a comma, as the Fetch standard says. Node and Bun join them by a semicolon. */
class StandardHeaders extends Headers {
  constructor(init: [string, string][] = []) {
    super();
    const append = (name: string, value: string): void => {
      const present = this.get(name);
      this.set(name, present === null ? value : `${present}, ${value}`);
    };
    Object.assign(this, { append });
    for (const [name, value] of init) {
      append(name, value);
    }
  }
}

/** The Cookie headers of a request that `send` makes with a client of its own. */
async function cookiesOf(
  config: Config,
  send: (client: ReturnType<typeof createFetchClient>) => Promise<{ data?: unknown }>,
): Promise<string[]> {
  const { url } = await startServer(echo);
  const { data } = await send(createFetchClient({ baseUrl: url, throwOnError: true, ...config }));
  return (data as Echo).cookies;
}

describe.each([
  ['Node and Bun', Headers],
  ['Deno and workerd', StandardHeaders],
])('auth and the cookies of headers, as %s join them', (_, PlatformHeaders) => {
  beforeEach(() => {
    vi.stubGlobal('Headers', PlatformHeaders);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const FORMS: readonly [string, () => NonNullable<Config['headers']>, string][] = [
    ['an object', () => ({ cookie: 'a=1; b=2' }), 'a=1; b=2'],
    ['an object with another case', () => ({ COOKIE: 'a=1' }), 'a=1'],
    ['an object with an array', () => ({ Cookie: ['a=1', 'b=2'] }), 'a=1; b=2'],
    ['an array of pairs', () => [['Cookie', 'a=1']], 'a=1'],
    [
      'an array of pairs with two cookies',
      () => [...['a=1', 'b=2'].map((v): [string, string] => ['cookie', v])],
      'a=1; b=2',
    ],
    ['Headers', () => new PlatformHeaders([['Cookie', 'a=1']]), 'a=1'],
    ['Headers of another library', () => new UndiciHeaders([['Cookie', 'a=1']]), 'a=1'],
  ];

  it.each(FORMS)('joins auth to the headers of the config: %s', async (_, headers, cookies) => {
    const config = { auth: 'key', headers: headers() };
    expect(await cookiesOf(config, (client) => deleteClient({ client, path }))).toEqual([`${cookies}; ${KEY}`]);
  });

  it.each(FORMS)('joins auth to the headers of setConfig: %s', async (_, headers, cookies) => {
    const found = await cookiesOf({ auth: 'key' }, (client) => {
      client.setConfig({ headers: headers() });
      return deleteClient({ client, path });
    });
    expect(found).toEqual([`${cookies}; ${KEY}`]);
  });

  it.each(FORMS)('joins auth to the headers of a request: %s', async (_, headers, cookies) => {
    const found = await cookiesOf({ auth: 'key' }, (client) => deleteClient({ client, path, headers: headers() }));
    expect(found).toEqual([`${cookies}; ${KEY}`]);
  });

  it.each(FORMS)('sends the headers of a request without security: %s', async (_, headers, cookies) => {
    const found = await cookiesOf({ auth: 'key' }, (client) => client.get({ url: '/', headers: headers() }));
    expect(found).toEqual([cookies]);
  });

  it('joins auth to the headers of an operation with a body', async () => {
    const found = await cookiesOf({ auth: 'key' }, (client) =>
      updateClient({ client, path, body: UPDATE_REQUEST, headers: { Cookie: 'a=1' } }),
    );
    expect(found).toEqual([`a=1; ${KEY}`]);
  });

  it('joins auth to the headers of get, request and sse.get with security', async () => {
    const { url } = await startServer(echo);
    const client = createFetchClient({ baseUrl: url, auth: 'key', headers: { cookie: 'a=1' } });
    const { stream } = await client.sse.get<Echo>({ url: '/events', security: SECURITY });
    const event = await stream.next();
    const found = [
      (await client.get<Echo>({ url: '/', security: SECURITY })).data,
      (await client.request<Echo>({ method: 'PUT', url: '/', security: SECURITY })).data,
      event.value,
    ];
    expect(found).toEqual(found.map(() => expect.objectContaining({ cookies: [`a=1; ${KEY}`] })));
  });

  it('sends only auth if headers has no cookie', async () => {
    expect(await cookiesOf({ auth: 'key' }, (client) => deleteClient({ client, path }))).toEqual([KEY]);
    const config = { auth: 'key', headers: { cookie: '' } };
    expect(await cookiesOf(config, (client) => deleteClient({ client, path }))).toEqual([KEY]);
  });

  it('sends only the cookie of headers if auth returns nothing', async () => {
    const config: Config = { auth: async () => undefined, headers: { cookie: 'a=1' } };
    expect(await cookiesOf(config, (client) => deleteClient({ client, path }))).toEqual(['a=1']);
  });

  it('sends no Cookie header if there is neither', async () => {
    expect(await cookiesOf({}, (client) => deleteClient({ client, path }))).toEqual([]);
  });

  it('replaces the cookie of the config by that of a request, and null removes it', async () => {
    const config = { auth: 'key', headers: { cookie: 'a=1' } };
    const send = (headers: Config['headers']): Promise<string[]> =>
      cookiesOf(config, (client) => deleteClient({ client, path, headers }));
    expect(await send({ Cookie: 'b=2' })).toEqual([`b=2; ${KEY}`]);
    expect(await send({ Cookie: ['b=2', 'c=3'] })).toEqual([`b=2; c=3; ${KEY}`]);
    expect(await send({ Cookie: null })).toEqual([KEY]);
    expect(await send({ Cookie: undefined })).toEqual([`a=1; ${KEY}`]);
  });

  it('neither sends nor calls auth if headers has a cookie of that name', async () => {
    const auth = vi.fn(() => 'key');
    const headers = { cookie: 'a=1;asc_auth_key=own' };
    expect(await cookiesOf({ auth, headers }, (client) => deleteClient({ client, path }))).toEqual([headers.cookie]);
    expect(auth).not.toHaveBeenCalledWith(SECURITY[0]);
  });

  it('sends auth if the name of a cookie in headers only ends alike', async () => {
    const config = { auth: 'key', headers: { cookie: 'my_asc_auth_key=1' } };
    expect(await cookiesOf(config, (client) => deleteClient({ client, path }))).toEqual([`my_asc_auth_key=1; ${KEY}`]);
  });

  it('joins the cookies of several schemes, each by the auth of the request', async () => {
    const security = [...SECURITY, { in: 'cookie', name: 'other', type: 'apiKey' }] as const;
    const found = await cookiesOf({ auth: 'of the config' }, (client) =>
      client.get({ url: '/', security, auth: ({ name }) => `key-${name}` }),
    );
    expect(found).toEqual(['asc_auth_key=key-asc_auth_key; other=key-other']);
  });
});

it('auth: a call rejects with what it throws, and sends nothing', async () => {
  const { url, requests } = await startServer(echo);
  const reason = new Error('no key');
  const auth = (): never => {
    throw reason;
  };
  await expect(deleteClient({ client: createFetchClient({ baseUrl: url, auth }), path })).rejects.toBe(reason);
  expect(requests).toEqual([]);
});

it('headers: a call rejects, and does not throw, for a cookie that no header can carry', async () => {
  const client = createFetchClient({ baseUrl: 'http://localhost', auth: 'key' });
  const call = deleteClient({ client, path, headers: { cookie: 'a=Ж' } });
  await expect(call).rejects.toThrow(TypeError);
});
