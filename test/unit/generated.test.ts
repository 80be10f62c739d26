import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, createFetchClient, deleteClient } from '../../src/generated.js';
import { CLIENT_ID } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { type Echo, echo } from '../support/echo.js';
import { startServer } from '../support/server.js';

const SLASHES = ['', '/', '//', '/////'];
const PATH = `/api/2.0/clients/${CLIENT_ID}`;

/** The paths that one operation and one request of each kind arrive at. */
async function pathsOf(prepare: (url: string) => { client: Client; baseUrl?: string }): Promise<string[]> {
  const { url, requests } = await startServer(echo);
  const { client, ...options } = prepare(url);
  await deleteClient({ client, path: { clientId: CLIENT_ID }, ...options });
  await client.get({ url: '/get', ...options });
  await client.request({ method: 'PUT', url: 'request', ...options });
  const { stream } = await client.sse.get({ url: '/events', ...options });
  await stream.next();
  expect(client.buildUrl({ url: '/built', ...options })).toBe(`${url}/built`);
  return requests.map((request) => request.url);
}

it.each(SLASHES)('createFetchClient(): its baseUrl may end with "%s"', async (slashes) => {
  const paths = await pathsOf((url) => ({ client: createFetchClient({ baseUrl: url + slashes }) }));
  expect(paths).toEqual([PATH, '/get', '/request', '/events']);
});

it.each(SLASHES)('setConfig(): its baseUrl may end with "%s"', async (slashes) => {
  const paths = await pathsOf((url) => {
    const client = createFetchClient({ baseUrl: 'http://elsewhere.invalid' });
    expect(client.setConfig({ baseUrl: url + slashes }).baseUrl).toBe(url);
    return { client };
  });
  expect(paths).toEqual([PATH, '/get', '/request', '/events']);
});

it.each(SLASHES)('baseUrl: that of a request may end with "%s"', async (slashes) => {
  const paths = await pathsOf((url) => ({
    client: createFetchClient({ baseUrl: 'http://elsewhere.invalid/' }),
    baseUrl: url + slashes,
  }));
  expect(paths).toEqual([PATH, '/get', '/request', '/events']);
});

it('baseUrl: keeps its path', () => {
  const client = createFetchClient({ baseUrl: 'https://gateway.example.com/portal//' });
  expect(client.buildUrl({ url: '/built' })).toBe('https://gateway.example.com/portal/built');
});

it('setConfig(): without a baseUrl keeps the present one', () => {
  const client = createFetchClient({ baseUrl: 'https://portal.example.com/' });
  client.setConfig({ throwOnError: true });
  expect(client.getConfig()).toMatchObject({ baseUrl: 'https://portal.example.com', throwOnError: true });
});

const path = { clientId: CLIENT_ID };

it('getConfig() and setConfig(): return the settings of requests', async () => {
  const { url, requests } = await startServer(echo);
  const client = createFetchClient({ baseUrl: url, headers: { 'x-a': '1', 'x-b': '1' } });
  const changed = client.setConfig({ auth: 'key', headers: { 'X-B': '2', 'x-c': ['3', '4'] } });
  expect(changed).toEqual(client.getConfig());
  expect(changed).toMatchObject({ baseUrl: url, auth: 'key' });
  await client.setConfig(changed);
  await deleteClient({ client, path });
  expect(requests).toMatchObject([{ headers: { 'x-a': '1', 'x-b': '2', 'x-c': '3, 4', cookie: 'asc_auth_key=key' } }]);
});

it('setConfig(): does not change a request that waits for its auth', async () => {
  const [first, second] = [await startServer(echo), await startServer(echo)];
  const key = defer<string>();
  const client = createFetchClient({ baseUrl: first.url, auth: () => key.promise });
  const call = deleteClient({ client, path });
  client.setConfig({ baseUrl: second.url, auth: 'other', headers: { 'x-a': '1' } });
  key.resolve('key');
  await call;
  expect(first.requests).toMatchObject([{ headers: { cookie: 'asc_auth_key=key' } }]);
  expect(first.requests[0]?.headers).not.toHaveProperty('x-a');
  expect(second.requests).toEqual([]);
});

it.each(['config', 'request'])('requestValidator: that of the %s sees the request and can reject it', async (place) => {
  const { url, requests } = await startServer(echo);
  const reason = new Error('not this one');
  const seen: unknown[] = [];
  const options = {
    requestValidator: async (data: unknown) => {
      const { url, headers } = data as { url: string; headers: Headers };
      seen.push(url, headers.get('cookie'));
      throw reason;
    },
  };
  const client = createFetchClient({ baseUrl: url, auth: 'key', ...(place === 'config' && options) });
  await expect(deleteClient({ client, path, ...(place === 'request' && options) })).rejects.toBe(reason);
  expect(seen).toEqual(['/api/2.0/clients/{clientId}', 'asc_auth_key=key']);
  expect(requests).toEqual([]);
});

it('createFetchClient() and setConfig(): do not change their arguments', () => {
  const headers = Object.freeze({ Cookie: Object.freeze(['a=1', 'b=2']) });
  const config = Object.freeze({ baseUrl: 'https://portal.example.com//', headers });
  createFetchClient(config).setConfig(config);
  expect(config).toEqual({ baseUrl: 'https://portal.example.com//', headers: { Cookie: ['a=1', 'b=2'] } });
});

it('headers: takes values of every kind that its type allows', async () => {
  const { url, requests } = await startServer(echo);
  const client = createFetchClient({
    baseUrl: url,
    headers: [
      ['X-A', '1'],
      ['x-a', '2'],
    ],
  });
  await client.get({ url: '/', headers: { b: 1, c: true, d: { e: 1 }, f: ['g', 2], h: undefined } });
  await client.get({ url: '/', headers: { 'x-A': null } });
  await client.get({ url: '/', headers: new Headers({ 'X-A': '3' }) });
  const [first, second, third] = requests.map(({ headers }) => headers);
  expect(first).toMatchObject({ 'x-a': '1, 2', b: '1', c: 'true', d: '{"e":1}', f: 'g, 2' });
  expect(first).not.toHaveProperty('h');
  expect(second).not.toHaveProperty('x-a');
  expect(third).toMatchObject({ 'x-a': '3' });
});

it('interceptors: see the request as it is sent, may replace it, and see the response', async () => {
  const { url, requests } = await startServer(echo);
  const client = createFetchClient({ baseUrl: url, auth: 'key', headers: { cookie: 'a=1' } });
  const seen: unknown[] = [];
  client.interceptors.request.use((request) => {
    seen.push(request.headers.get('cookie'));
    return new Request(request, { headers: { 'x-replaced': 'yes' } });
  });
  client.interceptors.response.use((response) => {
    seen.push(response.status);
    return response;
  });
  await deleteClient({ client, path });
  expect(seen).toEqual(['a=1; asc_auth_key=key', 200]);
  expect(requests).toMatchObject([{ headers: { 'x-replaced': 'yes' } }]);
});

it('interceptors.error: returns what throwOnError throws', async () => {
  const { url } = await startServer([{ status: 403, body: 'no' }]);
  const client = createFetchClient({ baseUrl: url, throwOnError: true });
  client.interceptors.error.use((error) => new Error(`not done: ${error}`));
  await expect(deleteClient({ client, path })).rejects.toThrow('not done: no');
});

it('createFetchClient(): retries nothing', async () => {
  const { url, requests } = await startServer([{ status: 429, headers: { 'Retry-After': '0' }, body: 'later' }]);
  const { error, response } = await deleteClient({ client: createFetchClient({ baseUrl: url }), path });
  expect([response.status, error, requests.length]).toEqual([429, 'later', 1]);
});

describe('createFetchClient() methods', () => {
  const METHODS = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put'] as const;

  /** Rejects the options that Deno's rejects. */
  class DenoRequest extends Request {
    constructor(input: string, init: RequestInit & { client?: unknown }) {
      super(input, init);
      if (init.client !== undefined) {
        throw new TypeError('`client` must be a Deno.HttpClient');
      }
    }
  }

  /** Options as an operation hands them on, which nobody may change. */
  const frozenOptions = (
    url: string,
  ): Readonly<{ url: string; headers: { 'x-name': string }; query: { a: number } }> => {
    const options = { client: createFetchClient(), url, headers: { 'x-name': 'value' }, query: { a: 1 } };
    Object.freeze(options.headers);
    Object.freeze(options.query);
    return Object.freeze(options);
  };

  beforeEach(() => {
    vi.stubGlobal('Request', DenoRequest);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  describe.each(METHODS)('%s', (method) => {
    it('sends options that hold a client, and does not change them', async () => {
      const { url, requests } = await startServer(echo);
      const client = createFetchClient({ baseUrl: url, throwOnError: true });
      await client[method](frozenOptions('/path'));
      expect(requests).toMatchObject([
        { method: method.toUpperCase(), url: '/path?a=1', headers: { 'x-name': 'value' } },
      ]);
    });

    it('of sse sends options that hold a client, and does not change them', async () => {
      const { url, requests } = await startServer(echo);
      const options = { ...frozenOptions('/events'), sseMaxRetryAttempts: 1 };
      const { stream } = await createFetchClient({ baseUrl: url }).sse[method](Object.freeze(options));
      await stream.next();
      expect(requests).toMatchObject([{ method: method.toUpperCase(), url: '/events?a=1' }]);
    });
  });

  it('request sends options that hold a client, and does not change them', async () => {
    const { url } = await startServer(echo);
    const client = createFetchClient({ baseUrl: url, throwOnError: true });
    const options = Object.freeze({ ...frozenOptions('/path'), method: 'PATCH' as const });
    expect((await client.request<Echo>(options)).data).toMatchObject({ method: 'PATCH', url: '/path?a=1' });
  });

  it('an operation sends its options, and does not change them', async () => {
    const { url, requests } = await startServer(echo);
    const client = createFetchClient({ baseUrl: url });
    const options = Object.freeze({ client, path: Object.freeze({ clientId: CLIENT_ID }), throwOnError: true });
    await deleteClient(options);
    expect(options.client).toBe(client);
    expect(requests).toMatchObject([{ method: 'DELETE', url: `/api/2.0/clients/${CLIENT_ID}` }]);
  });

  it.each(['connect', 'trace'] as const)('%s rejects because fetch forbids it', async (method) => {
    await expect(createFetchClient({ baseUrl: 'http://localhost' })[method]({ url: '/' })).rejects.toThrow(TypeError);
  });
});

type GetOptions = Pick<Parameters<Client['get']>[0], 'url' | 'path' | 'query' | 'querySerializer'>;

/** Where a GET request arrives; `buildUrl` must say the same. */
async function arrival(options: GetOptions): Promise<string> {
  const { url } = await startServer(echo);
  const client = createFetchClient({ baseUrl: url });
  const { data } = await client.get<Echo>(options);
  expect(new URL(client.buildUrl(options)).href).toBe(url + data?.url);
  return decodeURIComponent(data?.url ?? '');
}

it.each<[string, Record<string, unknown>, string]>([
  ['values', { a: 'x y', b: 1, c: false, d: undefined, e: null }, 'a=x y&b=1&c=false'],
  ['arrays', { a: ['x', 'y&z'] }, 'a=x&a=y&z'],
  ['objects', { a: { b: 1, c: 'd' } }, 'a[b]=1&a[c]=d'],
  ['dates', { a: new Date(0) }, 'a=1970-01-01T00:00:00.000Z'],
])('query: takes %s', async (_, query, expected) => {
  expect(await arrival({ url: '/path', query })).toBe(`/path?${expected}`);
});

it('querySerializer: sets how arrays and objects are written', async () => {
  const options: GetOptions = {
    url: '/path',
    query: { a: ['x', 'y'], b: { c: 1 } },
    querySerializer: { array: { explode: false, style: 'pipeDelimited' }, object: { explode: false, style: 'form' } },
  };
  expect(await arrival(options)).toBe('/path?a=x|y&b=c,1');
  expect(await arrival({ ...options, querySerializer: (query) => Object.keys(query).join() })).toBe('/path?a,b');
});

it.each<[string, string, unknown, string]>([
  ['a value', '/{id}/rest', 'a/b?', '/a/b?/rest'],
  ['a label', '/{.id}', 'a', '/.a'],
  ['a matrix', '/{;id}', 'a', '/;id=a'],
  ['an array', '/{id}', ['a', 'b'], '/a,b'],
  ['a matrix of an array', '/{;id*}', ['a', 'b'], '/;id=a;id=b'],
  ['an object', '/{id}', { a: 1, b: 2 }, '/a,1,b,2'],
  ['an object, exploded', '/{id*}', { a: 1, b: 2 }, '/a=1,b=2'],
])('path: takes %s', async (_, url, id, expected) => {
  expect(await arrival({ url, path: { id } })).toBe(expected);
});

it('security: adds auth to the query, and does not change the options', async () => {
  const { url, requests } = await startServer(echo);
  const client = createFetchClient({ baseUrl: url, auth: 'key' });
  const security = [{ in: 'query', name: 'token', type: 'apiKey' }] as const;
  const query = { a: 1 };
  await client.get({ url: '/', security, query });
  await client.get({ url: '/', security });
  expect(requests.map((request) => request.url)).toEqual(['/?a=1&token=key', '/?token=key']);
  expect(query).toEqual({ a: 1 });
});

it('security: adds auth to a header', async () => {
  const { url, requests } = await startServer(echo);
  const client = createFetchClient({ baseUrl: url, auth: 'key' });
  await client.get({ url: '/', security: [{ scheme: 'bearer', type: 'http' }] });
  await client.get({ url: '/', security: [{ in: 'header', name: 'x-signature', type: 'apiKey' }] });
  expect(requests).toMatchObject([{ headers: { authorization: 'Bearer key' } }, { headers: { 'x-signature': 'key' } }]);
});

async function collect<Value>(stream: AsyncIterable<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const value of stream) {
    values.push(value);
  }
  return values;
}

it('sse.get(): streams the events of a response', async () => {
  const { url } = await startServer(echo);
  const client = createFetchClient({ baseUrl: url });
  const names: unknown[] = [];
  const { stream } = await client.sse.get<Echo>({
    url: '/events',
    query: { since: [1, 2] },
    onSseEvent: ({ data }) => names.push(data),
  });
  const found = await collect(stream);
  const event = { method: 'GET', url: '/events?since=1&since=2', cookies: [] };
  expect(found).toEqual([event, event]);
  expect(names).toEqual(found);
});

it('sse.get(): reconnects after a failure, with the id of the last event and the same cookie', async () => {
  const server = await startServer([
    (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Length': 100 });
      response.write('id: 7\ndata: first\n\n', () => response.destroy());
    },
    { status: 200, body: 'data: second\n\n' },
  ]);
  const client = createFetchClient({ baseUrl: server.url, auth: 'key', headers: { cookie: 'a=1' } });
  const { stream } = await client.sse.get({
    url: '/',
    security: [{ in: 'cookie', name: 'asc_auth_key', type: 'apiKey' }],
    sseDefaultRetryDelay: 1,
    sseMaxRetryAttempts: 3,
  });
  expect(await collect(stream)).toEqual(['first', 'second']);
  const cookie = 'a=1; asc_auth_key=key';
  expect(server.requests).toMatchObject([{ headers: { cookie } }, { headers: { cookie, 'last-event-id': '7' } }]);
});
