import { ConfigurationError, type ErrorContext } from './errors.js';
import { redactCause } from './redact.js';

/** A portal's session or API key, or a function that gives it, called for each attempt. */
export type ApiKey = string | (() => string | Promise<string>);

type ApiKeyFunction = Exclude<ApiKey, string>;

// Every character that RFC 6265 lets a cookie's value hold.
const COOKIE_VALUE = /^[!#-+\--:<-[\]-~]+$/;

/** Says what is wrong with a key, never quoting it; `undefined` when nothing is. */
export function apiKeyProblem(key: unknown): string | undefined {
  if (typeof key !== 'string' || key === '') {
    return 'must be a string that is not empty';
  }
  return COOKIE_VALUE.test(key)
    ? undefined
    : 'has characters that a cookie cannot carry, such as a space or a line end';
}

/** The key of one attempt. */
export async function askApiKey(apiKey: ApiKeyFunction, context: ErrorContext): Promise<string> {
  let key: string;
  try {
    key = await apiKey();
  } catch (cause) {
    throw new ConfigurationError('the apiKey function failed', { ...context, cause: redactCause(cause, []) });
  }
  const problem = apiKeyProblem(key);
  if (problem) {
    throw new ConfigurationError(`what the apiKey function gave ${problem}`, context);
  }
  return key;
}

/** The headers with a key among them. */
export function withApiKey(headers: Readonly<Record<string, string>>, apiKey: string): Record<string, string> {
  const cookie = `asc_auth_key=${apiKey}`;
  return { ...headers, cookie: headers.cookie ? `${headers.cookie}; ${cookie}` : cookie };
}

let probed: { readonly by: typeof Request; readonly cookies: boolean } | undefined;

/** Whether requests carry a cookie that a program gives them; browsers leave it out without a word. */
export function takesCookies(): boolean {
  if (probed?.by !== Request) {
    const { headers } = new Request('http://localhost', { headers: { cookie: 'name=value' } });
    probed = { by: Request, cookies: headers.has('cookie') };
  }
  return probed.cookies;
}
