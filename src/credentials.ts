import { type ApiKey, callApiKey, isSecretKey } from './api-key.js';
import { ConfigurationError, type ErrorContext } from './errors.js';
import type { Authentication } from './exchange.js';
import type { HeaderRecord } from './headers.js';
import { OPERATIONS } from './operations.js';
import { platform } from './platform.js';
import { type BufferedResponse, isBufferedResponse } from './response.js';
import type { Signature, SignatureCache, SignatureSource } from './signature.js';
import { requestToken, type TokenSettings } from './token-request.js';

/** How a request is authenticated: by a signature from the portal, or by the session cookie of DocSpace 3.0. */
export type SecurityScheme = 'x-signature' | 'asc_auth_key';

/** What authenticates the request of an operation. */
export interface Credential extends Authentication {
  /** Takes note of what the service returned; true if another credential may succeed where this one was rejected. */
  noteResponse(response: BufferedResponse): boolean;
  /** What an error advises if the service rejects the credential. */
  readonly advice: string;
  /** Whether it is a session token in a cookie, which only DocSpace 3.0 accepts. */
  readonly isSession?: boolean;
}

/** Finds the credential of an attempt, or returns the response of the token endpoint if it gave none. */
export type Credentials = (
  settings: { readonly headers: HeaderRecord },
  context: ErrorContext,
  signal: AbortSignal,
) => Credential | BufferedResponse | Promise<Credential | BufferedResponse>;

/** The options that say who sends the requests. */
export interface CredentialOptions {
  /** Not set if the cookie of the browser or a signature in `headers` authenticates the requests. */
  readonly apiKey: ApiKey | undefined;
  readonly credentials: 'include' | 'omit' | undefined;
  readonly securityScheme: SecurityScheme | undefined;
}

const SIGNATURE_HEADER = 'x-signature';
const COOKIE_NAME = 'asc_auth_key';
const COOKIE_ADVICE = 'check the apiKey: it must be a session token, and its session may have ended';
const SIGNATURE_ADVICE =
  'a fresh signature was rejected: check for a stale x-signature cookie, and the signing key and rate limit store of the service';

const OWN_SIGNATURE: Credential = {
  headers: {},
  cookies: 'omit',
  secrets: [],
  advice: `check the ${SIGNATURE_HEADER} of headers: it may have expired`,
  noteResponse: () => false,
};
const NO_CREDENTIAL: Credential = { ...OWN_SIGNATURE, advice: 'check baseUrl' };

/** The credentials of an API object, whose settings token requests are sent with. */
export function createCredentials(
  { apiKey, credentials, securityScheme }: CredentialOptions,
  object: TokenSettings,
  cache: SignatureCache,
): Credentials {
  const find = (
    key: string | undefined,
    headers: HeaderRecord,
    context: ErrorContext,
    signal: AbortSignal,
  ): ReturnType<Credentials> => {
    if (securityScheme === COOKIE_NAME) {
      return cookieCredential(key, headers, context);
    }
    const source = cache.source(object.baseUrl, key);
    if (source.takesCookie && securityScheme === undefined) {
      return cookieCredential(key, headers, context, source);
    }
    const mayUseCookie = securityScheme === undefined && !isSecretKey(key);
    const use = (found: Signature | BufferedResponse): Credential | BufferedResponse => {
      if (!isBufferedResponse(found)) {
        return signatureCredential(found, key, source);
      }
      // Portals before 3.1 have no token endpoint.
      return found.status === 404 && mayUseCookie ? cookieCredential(key, headers, context, source) : found;
    };
    const found = source.get((flightSignal) => requestToken(key, object, flightSignal), signal);
    return found instanceof Promise ? found.then(use) : use(found);
  };

  return (settings, context, signal) => {
    if (Object.hasOwn(settings.headers, SIGNATURE_HEADER)) {
      return OWN_SIGNATURE;
    }
    if (context.operation && OPERATIONS[context.operation].isPublic) {
      return NO_CREDENTIAL;
    }
    if (credentials === 'omit') {
      throw new ConfigurationError("the operation needs an apiKey; credentials: 'omit' sends none", context);
    }
    return typeof apiKey === 'function'
      ? callApiKey(apiKey, context).then((key) => find(key, settings.headers, context, signal))
      : find(apiKey, settings.headers, context, signal);
  };
}

function signatureCredential(signature: Signature, key: string | undefined, source: SignatureSource): Credential {
  return {
    headers: { [SIGNATURE_HEADER]: signature.jwt },
    // A stale x-signature cookie would win over the header.
    cookies: 'omit',
    secrets: key === undefined ? [signature.jwt] : [signature.jwt, key],
    advice: SIGNATURE_ADVICE,
    noteResponse(response) {
      // A missing right has a body, and a wrong route has the headers of the rate limit.
      if (isEmpty403(response) && !response.headers.has('x-ratelimit-remaining')) {
        return source.reject(signature);
      }
      if (isAccepted(response)) {
        source.accept(signature);
      }
      return false;
    },
  };
}

function cookieCredential(
  key: string | undefined,
  headers: HeaderRecord,
  context: ErrorContext,
  source?: SignatureSource,
): Credential {
  if (key !== undefined && platform().isBrowser) {
    const message = "apiKey cannot be sent as a cookie from a browser; use credentials: 'include'";
    throw new ConfigurationError(message, context);
  }
  if (isSecretKey(key)) {
    const message = `apiKey must be a session token for securityScheme '${COOKIE_NAME}': DocSpace 3.0 has no API keys`;
    throw new ConfigurationError(message, context);
  }
  const own = `${COOKIE_NAME}=${key}`;
  const others = Object.hasOwn(headers, 'cookie') && headers.cookie;
  return {
    headers: key === undefined ? {} : { cookie: others ? `${others}; ${own}` : own },
    cookies: key === undefined ? 'include' : 'omit',
    secrets: key === undefined ? [] : [key],
    advice: COOKIE_ADVICE,
    isSession: true,
    noteResponse(response) {
      if (!source) {
        return false;
      }
      const found = source.takesCookie;
      if (isEmpty403(response)) {
        // Perhaps it was upgraded since.
        source.takesCookie = false;
        return found;
      }
      source.takesCookie = found || isAccepted(response);
      return false;
    },
  };
}

function isEmpty403({ status, text }: BufferedResponse): boolean {
  return status === 403 && text === '';
}

// Of what a gateway returns in place of the service nothing can be learned.
function isAccepted({ status, ok, headers }: BufferedResponse): boolean {
  return ok || (headers.has('x-ratelimit-remaining') && status !== 401 && status !== 403);
}
