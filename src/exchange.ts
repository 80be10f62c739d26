import { type BodyText, readText } from './body.js';
import { askApiKey, takesCookies, withApiKey } from './credentials.js';
import { ConfigurationError, ConnectionError, type ErrorContext } from './errors.js';
import type { Prepared } from './prepare.js';
import { redactCause, secretsOf } from './redact.js';
import type { Settings } from './settings.js';

/** What each attempt of a call sends. */
export interface Sending {
  readonly request: Prepared;
  /** The body, where the operation takes one. */
  readonly json: string | undefined;
}

/** An answer whose body was read. */
export interface Answer {
  readonly response: Response;
  readonly text: string;
  /** False when the body went on beyond the limit. */
  readonly complete: boolean;
  /** Tells what the request carried that must not be seen. */
  readonly secrets: () => readonly string[];
}

/** What a request carries that may be secret. */
export interface Sent {
  apiKey: string | undefined;
}

// Twice what is kept: a secret at the end of what is kept is to be known as a whole.
const LONGEST_FAILURE_BODY = 128 * 1024;
const NO_TEXT: BodyText = { text: '', complete: false };

type AttemptContext = ErrorContext & { attempts: number };

/** Sends one request with the key of this moment, and reads its answer. */
export async function exchange(
  { request: { url, method, headers }, json }: Sending,
  settings: Settings,
  signal: AbortSignal,
  sent: Sent,
  context: AttemptContext,
): Promise<Answer> {
  // A browser's own fetch, called as a method of the settings, would throw.
  const { apiKey, credentials, fetch: ownFetch } = settings;
  const key = typeof apiKey === 'function' ? await askApiKey(apiKey, unsent(context)) : apiKey;
  sent.apiKey = key;
  // By now the call may be over, and a fetch of the user's own would send its request all the same.
  signal.throwIfAborted();
  if (key !== undefined && !takesCookies()) {
    throw new ConfigurationError("apiKey cannot be sent from a browser; use credentials: 'include'", unsent(context));
  }
  const init: RequestInit = {
    method,
    headers: key === undefined ? headers : withApiKey(headers, key),
    redirect: 'manual',
    signal,
    ...(json !== undefined && { body: json }),
    ...(credentials && { credentials }),
  };
  const response = await (ownFetch ? ownFetch(new Request(url, init)) : fetch(url, init));
  // Not by instanceof: that of undici's package has a class of its own.
  if (typeof response?.headers?.get !== 'function') {
    throw new ConfigurationError('fetch must resolve to a Response', context);
  }
  return readAnswer(response, () => secretsOf(key, settings.headers), settings);
}

function readAnswer(
  response: Response,
  secrets: Answer['secrets'],
  { maxResponseBytes }: Settings,
): Answer | Promise<Answer> {
  const { body, ok, headers } = response;
  // A stream costs a lot, even one with nothing in it.
  if (!body || headers.get('content-length') === '0') {
    return { response, secrets, text: '', complete: true };
  }
  const reading = readText(body, ok ? maxResponseBytes : LONGEST_FAILURE_BODY);
  // The status of a failure says enough, also when its body is cut off.
  return (ok ? reading : reading.catch(() => NO_TEXT)).then((text) => ({ response, secrets, ...text }));
}

/** What is told of whatever kept a whole answer from arriving. */
export function connectionError(
  cause: unknown,
  settings: Settings,
  { apiKey }: Sent,
  context: ErrorContext,
): ConnectionError {
  const safe = redactCause(cause, secretsOf(apiKey, settings.headers));
  const { message } = safe.cause instanceof Error ? safe.cause : safe;
  return new ConnectionError(`no whole answer from ${settings.baseUrl} (${message})`, { ...context, cause: safe });
}

function unsent(context: AttemptContext): ErrorContext {
  return { ...context, attempts: context.attempts - 1 };
}
