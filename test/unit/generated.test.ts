import { expect, it } from 'vitest';
import { createFetchClient, deleteClient } from '../../src/generated.js';
import { CLIENT_ID } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { echo } from '../support/echo.js';
import { startServer } from '../support/server.js';

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
