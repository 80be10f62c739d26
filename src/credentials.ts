import { ConfigurationError, type ErrorContext } from './errors.js';
import type { HeaderRecord } from './headers.js';
import { redactCause } from './redact.js';

/** An API key or session of a portal user, or a function that returns it, called for each attempt. */
export type ApiKey = string | (() => string | Promise<string>);

/** What authenticates one request. */
export interface Credential {
  /** The headers of the request, with the credential among them. Throws if the platform cannot send it. */
  headers(headers: HeaderRecord, context: ErrorContext): HeaderRecord;
  /** What no error and no log line may show. */
  secrets(): readonly string[];
}

/** Returns the credential of an attempt; with a function as `apiKey` that is another one each time. */
export type Credentials = (context: ErrorContext) => Credential | Promise<Credential>;

const COOKIE_NAME = 'asc_auth_key';
// Every character that RFC 6265 allows in the value of a cookie.
const COOKIE_VALUE = /^[!#-+\--:<-[\]-~]+$/;
const NO_CREDENTIAL: Credential = { headers: (headers) => headers, secrets: () => [] };

/** The credentials of an API object. Without a key the browser adds its own cookie. */
export function createCredentials(apiKey: ApiKey | undefined): Credentials {
  if (typeof apiKey === 'function') {
    return async (context) => cookieCredential(await callApiKey(apiKey, context));
  }
  const credential = apiKey === undefined ? NO_CREDENTIAL : cookieCredential(apiKey);
  return () => credential;
}

function cookieCredential(apiKey: string): Credential {
  const cookie = `${COOKIE_NAME}=${apiKey}`;
  return {
    headers(headers, context) {
      if (!canSetCookieHeader()) {
        throw new ConfigurationError("apiKey cannot be sent from a browser; use credentials: 'include'", context);
      }
      // Its own: Object.prototype may have one as well.
      const others = Object.hasOwn(headers, 'cookie') && headers.cookie;
      return { ...headers, cookie: others ? `${others}; ${cookie}` : cookie };
    },
    secrets: () => [apiKey],
  };
}

async function callApiKey(apiKey: Exclude<ApiKey, string>, context: ErrorContext): Promise<string> {
  let key: string;
  try {
    key = await apiKey();
  } catch (cause) {
    throw new ConfigurationError('the apiKey function failed', { ...context, cause: redactCause(cause, []) });
  }
  const problem = apiKeyProblem(key);
  if (problem) {
    throw new ConfigurationError(`the apiKey function returned a key that ${problem}`, context);
  }
  return key;
}

/** Says what is wrong with a key, without quoting it; `undefined` if nothing is. */
export function apiKeyProblem(key: unknown): string | undefined {
  if (typeof key !== 'string' || key === '') {
    return 'must be a string that is not empty';
  }
  return COOKIE_VALUE.test(key)
    ? undefined
    : 'has characters that a cookie cannot carry, such as a space or a line end';
}

/** Says what is wrong with headers beside an `apiKey`; `undefined` if nothing is. */
export function cookieProblem(headers: HeaderRecord): string | undefined {
  const cookies = Object.hasOwn(headers, 'cookie') && headers.cookie;
  return cookies && new RegExp(`(^|[;\\s])${COOKIE_NAME}\\s*=`, 'i').test(cookies)
    ? `must not set the cookie ${COOKIE_NAME}, which carries the apiKey; use apiKey alone`
    : undefined;
}

let probed: { readonly by: typeof Request; readonly cookies: boolean } | undefined;

// Browsers drop the header silently, so a request that goes nowhere is looked at.
function canSetCookieHeader(): boolean {
  if (typeof Request === 'undefined') {
    return true;
  }
  if (probed?.by !== Request) {
    const { headers } = new Request('http://localhost', { headers: { cookie: 'name=value' } });
    probed = { by: Request, cookies: headers.has('cookie') };
  }
  return probed.cookies;
}
