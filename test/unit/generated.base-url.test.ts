import { expect, it } from 'vitest';
import { type Client, createFetchClient, deleteClient } from '../../src/generated.js';
import { CLIENT_ID } from '../support/calls.js';
import { echo } from '../support/echo.js';
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
