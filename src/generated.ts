/**
 * The generated code behind `ClientManagementApi`, for programs that want bare requests: a function for each operation,
 * the types, and a JSON Schema for each model, such as `ClientResponseSchema`.
 *
 * The operations on one client are {@link createClient}, {@link getClient}, {@link updateClient},
 * {@link changeActivation}, {@link regenerateSecret}, {@link revokeUserClient} and {@link deleteClient}.
 * {@link getClients} and {@link getConsents} return pages, {@link getScopes} a list; {@link getClientInfo},
 * {@link getPublicClientInfo} and {@link getClientsInfo} return what users may know of clients.
 * {@link deleteUserClients} and {@link deleteTenantClients} delete all clients of the caller or of the portal.
 * {@link generateJwtToken} returns the signature that the others take. Each operation takes the client that
 * {@link createFetchClient} returns, and sends one request. Nothing is checked, queued or retried, and there are no error classes: an operation resolves to
 * `{ data, error, request, response }`, where `error` is the body of a response that is not 2xx, or what `fetch` failed
 * with. With `throwOnError: true` it rejects with that error instead.
 *
 * @module docspace-client-management/generated
 */

import {
  type Auth,
  type Config,
  createClient,
  type Client as GeneratedClient,
  type RequestOptions,
} from '../generated/client/index.js';
import { getAuthToken } from '../generated/core/auth.gen.js';

export * from '../generated/index.js';
export * from '../generated/schemas.gen.js';

/** The client that operations take. Its `get`, `request`, `sse.get` and so on send any other request to the portal. */
export type Client = GeneratedClient;

/**
 * Creates the client that operations take. This is not the operation {@link createClient}, which creates an OAuth2
 * client on the portal.
 *
 * Nothing is retried. Only the event streams of `sse` reconnect after a failure, unless `sseMaxRetryAttempts` or `signal`
 * ends that.
 *
 * @param config - The defaults of all requests:
 * - `baseUrl` is the address of the portal. Slashes at its end do not matter.
 * - `auth` is a credential, or a function that returns the one for a scheme. The function is called for each scheme of
 *   each request; if it returns undefined, nothing is sent for that scheme. The schemes of an operation are alternatives,
 *   and a plain string is sent for all of them. The operations on clients have the header `x-signature` (portals from
 *   3.1 on) and the cookie `asc_auth_key` (3.0); {@link generateJwtToken} has Basic, Bearer and that cookie. A request of
 *   your own has the schemes that its `security` lists. Cookies go into one `Cookie` header with those of `headers`.
 *   Pages in a browser cannot set cookies; they use `credentials: 'include'`.
 * - `headers` may have any form. Operations with a body take their own `headers` as a plain object only.
 * - The other fields are those of the generated client and of `fetch`.
 */
export function createFetchClient(config?: Config): Client {
  const client = createClient(config && normalize(config));
  const { buildUrl, request, setConfig } = client;
  const prepare = <Options extends PreparedOptions>(options: Options): Options =>
    prepareRequest(options, client.getConfig());

  client.buildUrl = (options) => buildUrl(normalize(options));
  client.setConfig = (config) => setConfig(normalize(config));
  client.request = (options) => request(prepare(options));
  for (const method of Object.keys(client.sse) as (keyof Client['sse'])[]) {
    const send = client[method];
    const stream = client.sse[method];
    client[method] = (options) => send(prepare(options));
    client.sse[method] = (options) => stream(prepare(options));
  }
  return client;
}

type PreparedOptions = Pick<RequestOptions, 'auth' | 'baseUrl' | 'headers' | 'query' | 'requestValidator' | 'security'>;

/** A copy of request options that all runtimes send alike. */
function prepareRequest<Options extends PreparedOptions>(options: Options, config: Config): Options {
  const { auth, requestValidator, security = [] } = { ...config, ...options };
  return {
    ...normalize(options),
    // An operation passes all its options on, and the generated client passes them to `Request`. Deno's has an option
    // `client` for something else.
    client: undefined,
    // The generated client adds the token of a scheme with `in: 'query'` to this very object.
    query: { ...options.query },
    // The generated client appends each cookie to the header, and only Node and Bun join cookies by a semicolon. Its
    // validator gets the very headers that it is about to send.
    security: security.filter((scheme) => scheme.in !== 'cookie'),
    requestValidator: async (request) => {
      await addCookies((request as { headers: Headers }).headers, security, auth);
      return requestValidator?.(request);
    },
  };
}

async function addCookies(headers: Headers, schemes: readonly Auth[], auth: Config['auth']): Promise<void> {
  for (const scheme of schemes) {
    const cookie = headers.get('cookie');
    const start = `${scheme.name}=`;
    const isToBeSent = scheme.in === 'cookie' && !cookie?.split(/;\s*/).some((pair) => pair.startsWith(start));
    const token = isToBeSent && (await getAuthToken(scheme, auth));
    if (token) {
      headers.set('cookie', (cookie ? `${cookie}; ` : '') + start + token);
    }
  }
}

/** A copy of a config or of request options, its address without slashes at the end, its headers as a plain object. */
function normalize<Options extends Pick<RequestOptions, 'baseUrl' | 'headers'>>(options: Options): Options {
  const { baseUrl, headers } = options;
  return {
    ...options,
    ...(Boolean(baseUrl) && { baseUrl: `${baseUrl}`.replace(/\/+$/, '') }),
    ...(headers && { headers: plainHeaders(headers) }),
  };
}

/** Headers by lowercase name, with what the generated client does not read: lists of pairs, and lists of cookies. */
function plainHeaders(headers: NonNullable<Config['headers']>): Record<string, unknown> {
  const isList = Symbol.iterator in headers;
  const plain = new Map<string, unknown>();
  for (const [name, value] of (isList ? headers : Object.entries(headers)) as Iterable<[string, unknown]>) {
    const key = name.toLowerCase();
    if (isList && plain.has(key)) {
      plain.set(key, [plain.get(key), value].join(key === 'cookie' ? '; ' : ', '));
    } else if (value !== undefined) {
      plain.set(key, key === 'cookie' && Array.isArray(value) ? value.join('; ') : value);
    }
  }
  return Object.fromEntries(plain);
}
