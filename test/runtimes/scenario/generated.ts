// What the generated entry has to do in every runtime.
import type { Client } from 'docspace-client-management/generated';
import { assertEqual } from './assert.js';
import { NOBODY } from './bodies.js';
import type { ScenarioOptions } from './options.js';

/** A request as the echo server describes it. */
interface Echo {
  readonly method: string;
  readonly url: string;
  readonly cookies: readonly string[];
}

interface Connection {
  readonly client: Client;
  readonly cookies: readonly string[];
}

const SECURITY = [{ in: 'cookie', name: 'asc_auth_key', type: 'apiKey' }] as const;

export const GENERATED_CHECKS: Readonly<Record<string, { run: (options: ScenarioOptions) => unknown }>> = {
  'createFetchClient: auth and headers make one Cookie header': {
    run: async (options) => {
      const { client, cookies } = await connect(options);
      const { deleteClient } = await import('docspace-client-management/generated');
      const { data } = await deleteClient({ client, path: { clientId: NOBODY }, throwOnError: true });
      assertEqual(data, { method: 'DELETE', url: `/api/2.0/clients/${NOBODY}`, cookies });
    },
  },
  'createFetchClient: get takes a query': {
    run: async (options) => {
      const { client, cookies } = await connect(options);
      const query = { a: ['b', 'c'], d: { e: 1 } };
      const { data } = await client.get<Echo>({ url: '/{id}', path: { id: [1, 2] }, query, security: SECURITY });
      assertEqual(data, { method: 'GET', url: '/1,2?a=b&a=c&d[e]=1', cookies });
    },
  },
  'createFetchClient: sse.get streams events': {
    run: async (options) => {
      const { client, cookies } = await connect(options);
      const { stream } = await client.sse.get<Echo>({ url: '/events', security: SECURITY, sseMaxRetryAttempts: 1 });
      const event = { method: 'GET', url: '/events', cookies };
      assertEqual(
        [await stream.next(), await stream.next(), (await stream.next()).done],
        [{ value: event, done: false }, { value: event, done: false }, true],
      );
    },
  },
};

/** A client of the echo server, and the Cookie headers that its requests must have. */
async function connect({ credential, isBrowser, urls }: ScenarioOptions): Promise<Connection> {
  const { createFetchClient } = await import('docspace-client-management/generated');
  const { apiKey, credentials } = credential;
  const client = createFetchClient({
    baseUrl: `${urls.echo}//`,
    // Browsers send their own cookies instead.
    headers: [
      ['Cookie', 'a=1'],
      ['cookie', 'b=2'],
    ],
    ...(apiKey !== undefined && { auth: apiKey }),
    ...(credentials !== undefined && { credentials }),
    throwOnError: true,
  });
  return { client, cookies: isBrowser ? await ownCookies(urls.echo) : [`a=1; b=2; asc_auth_key=${apiKey}`] };
}

async function ownCookies(url: string): Promise<readonly string[]> {
  const { cookies }: Echo = await (await fetch(url, { credentials: 'include' })).json();
  assertEqual(cookies.length, 1);
  return cookies;
}
