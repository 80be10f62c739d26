import { bounded } from './abortable.js';
import { TimeoutError } from './errors.js';
import {
  type Authentication,
  ExchangeFailure,
  type ExchangeSettings,
  exchange,
  type OutgoingRequest,
} from './exchange.js';
import type { HeaderRecord } from './headers.js';
import type { BufferedResponse } from './response.js';

const PATH = '/api/2.0/security/oauth2/token';
// They are about the operation, or would authenticate the request in place of the key.
const OMITTED_HEADERS = new Set(['accept', 'content-type', 'cookie', 'prefer', 'x-signature']);

/** What token requests need of the settings of an API object. */
export interface TokenSettings extends ExchangeSettings {
  readonly headers: HeaderRecord;
  readonly timeout: number;
}

/**
 * Asks the portal for a signature, by the key or, without one, by the cookie of the browser. One attempt within
 * `timeout`, which throws what an exchange throws.
 *
 * @see Operation `generateJwtToken` of [openapi.yaml](../openapi.yaml)
 */
export function requestToken(
  key: string | undefined,
  settings: TokenSettings,
  signal: AbortSignal,
): Promise<BufferedResponse> {
  const { baseUrl, headers, timeout } = settings;
  const own = Object.entries(headers).filter(([name]) => !OMITTED_HEADERS.has(name));
  const request: OutgoingRequest = {
    method: 'GET',
    url: baseUrl + PATH,
    headers: { ...Object.fromEntries(own), accept: 'application/json' },
    body: undefined,
  };
  // The cookie of a browser would win over the key.
  const authentication: Authentication =
    key === undefined
      ? { headers: {}, cookies: 'include', secrets: [] }
      : { headers: { authorization: `Bearer ${key}` }, cookies: 'omit', secrets: [key] };
  const message = `no complete response within ${timeout} ms; allow a longer timeout`;
  const onLimit = (): unknown =>
    new ExchangeFailure(true, (context) => new TimeoutError(message, { ...context, request }));
  return bounded({ signal, limit: timeout, onLimit }, (inner) => exchange(request, authentication, settings, inner));
}
