import { ConfigurationError, type ErrorContext } from './errors.js';
import { isControlFlow, redactCause } from './redact.js';

/**
 * What a portal user has: an API key (`sk-…`), a personal access token (a session token) or an OAuth access token; or a
 * function that returns it, called for each attempt.
 */
export type ApiKey = string | (() => string | Promise<string>);

// Every character that RFC 6265 allows in the value of a cookie; a header takes them as well.
const KEY = /^[!#-+\--:<-[\]-~]+$/;

/** Whether a key is one of those that DocSpace has from 3.1 on, and that never belong into a cookie. */
export function isSecretKey(key: string | undefined): boolean {
  return /^sk-/.test(key ?? '');
}

/**
 * Calls the function of the user. Throws a ConfigurationError if it throws or returns no key. The control flow of a
 * framework stays as it is.
 */
export async function callApiKey(apiKey: Exclude<ApiKey, string>, context: ErrorContext): Promise<string> {
  let key: string;
  try {
    key = await apiKey();
  } catch (cause) {
    if (isControlFlow(cause)) {
      throw cause;
    }
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
    return 'must be a non-empty string';
  }
  return KEY.test(key) ? undefined : 'has characters that no key has, such as a space or line end';
}
