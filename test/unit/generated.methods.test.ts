import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFetchClient, deleteClient } from '../../src/generated.js';
import { CLIENT_ID } from '../support/calls.js';
import { type Echo, echo } from '../support/echo.js';
import { startServer } from '../support/server.js';

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
const frozenOptions = (url: string): Readonly<{ url: string; headers: { 'x-name': string }; query: { a: number } }> => {
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
