import { expect, it } from 'vitest';
import { type Client, createFetchClient } from '../../src/generated.js';
import { type Echo, echo } from '../support/echo.js';
import { startServer } from '../support/server.js';

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
