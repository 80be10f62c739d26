import { type Client, type Config, createClient } from '../generated/client/index.js';

const METHODS = ['post', 'put', 'patch', 'delete'] as const;

/**
 * Makes the client that each generated operation takes. An operation hands its options on to `Request`, the client
 * among them, where Deno expects one of its own and throws: so it is taken out.
 */
export function createFetchClient(config?: Config): Client {
  const client = createClient(config);
  for (const method of METHODS) {
    const send: Client['post'] = client[method];
    // The operation made the options for this request alone.
    client[method] = (options) => send(Object.assign(options, { client: undefined }));
  }
  return client;
}
