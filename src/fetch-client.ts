import { type Config, createClient, type Client as GeneratedClient } from '../generated/client/index.js';

/** The fetch client that each operation takes: where requests go, and what they have in common. */
export type Client = GeneratedClient;

const METHODS = ['post', 'put', 'patch', 'delete'] as const;

/**
 * Makes a fetch client. Not to be confused with the operation `createClient`, which creates an OAuth2 client.
 *
 * @param config - `baseUrl` is the address of the portal, `auth` gives the key for the cookie `asc_auth_key`; the other
 * fields are those of the generated client and of `fetch`.
 */
export function createFetchClient(config?: Config): Client {
  const client = createClient(config);
  for (const method of METHODS) {
    const send: Client['post'] = client[method];
    // An operation hands all its options on to `Request`, and Deno's takes no such `client`. They are this request's own.
    client[method] = (options) => send(Object.assign(options, { client: undefined }));
  }
  return client;
}
