import type { Client } from '../generated/client/index.js';
import { type BodyText, readText } from './body.js';
import { resolveApiKey } from './credentials.js';
import { ConfigurationError, ConnectionError, DocSpaceError, type ErrorContext, TimeoutError } from './errors.js';
import { redactCause, secretsOf } from './redact.js';
import type { Settings } from './settings.js';

/** What a generated function is given for one request, apart from the arguments of the operation. */
export interface RequestSettings {
  client: Client;
  auth?: string;
  headers: Readonly<Record<string, string>>;
  signal: AbortSignal;
  fetch: typeof fetch;
  redirect: 'manual';
  credentials?: RequestCredentials;
  parseAs: 'stream';
  throwOnError: true;
  bodySerializer?: () => string;
}

/** Sends the request of an operation by its generated function. */
export type Send = (settings: RequestSettings) => Promise<unknown>;

/** An answer whose body was read. */
export interface Answer {
  readonly response: Response;
  readonly text: string;
  /** False when the body went on beyond the limit. */
  readonly complete: boolean;
  /** What the request carried that must not be seen. */
  readonly secrets: readonly string[];
}

// Twice what is kept: a secret at the end of what is kept is to be known as a whole.
const LONGEST_FAILURE_BODY = 128 * 1024;
const NO_TEXT: BodyText = { text: '', complete: false };

/**
 * One request and its answer, body included, within `timeout`. Rejects with the reason of the caller's signal, with a
 * TimeoutError, or with a ConnectionError for whatever kept a whole answer from arriving.
 */
export async function attempt(
  client: Client,
  send: Send,
  settings: Settings,
  context: ErrorContext & { attempts: number },
): Promise<Answer> {
  const { signal, timeout } = settings;
  const secrets: string[] = [];
  signal?.throwIfAborted();
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  const timer = setTimeout(() => {
    controller.abort(new TimeoutError(`no whole answer within ${timeout} ms; allow a longer timeout`, context));
  }, timeout);
  // Raced, because a fetch of the user's own may not heed its signal.
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  try {
    return await Promise.race([exchange(client, send, settings, controller.signal, secrets, context), aborted]);
  } catch (cause) {
    if (controller.signal.aborted) {
      throw controller.signal.reason;
    }
    if (cause instanceof DocSpaceError) {
      throw cause;
    }
    throw new ConnectionError('the connection failed before a whole answer arrived', {
      ...context,
      cause: redactCause(cause, secrets),
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function exchange(
  client: Client,
  send: Send,
  settings: Settings,
  signal: AbortSignal,
  secrets: string[],
  context: ErrorContext & { attempts: number },
): Promise<Answer> {
  const unsent = { ...context, attempts: context.attempts - 1 };
  const apiKey = await resolveApiKey(settings.apiKey, unsent);
  secrets.push(...secretsOf(apiKey, settings.headers));
  // By now the call may be over, and a fetch of the user's own would send its request all the same.
  signal.throwIfAborted();
  const response = await new Promise<Response>((resolve, reject) => {
    const fetchOnce = async (request: Request): Promise<Response> => {
      if (apiKey !== undefined && !request.headers.has('cookie')) {
        throw new ConfigurationError("apiKey cannot be sent from a browser; use credentials: 'include'", unsent);
      }
      const response = await (settings.fetch ?? globalThis.fetch)(request);
      resolve(response);
      // Of a failure the generated client would read everything and keep the body alone: it is read below instead.
      return response.ok ? response : new Response();
    };
    send({
      client,
      ...(apiKey !== undefined && { auth: apiKey }),
      ...(settings.credentials && { credentials: settings.credentials }),
      headers: settings.headers,
      signal,
      fetch: fetchOnce as typeof fetch,
      redirect: 'manual',
      parseAs: 'stream',
      throwOnError: true,
    }).catch(reject);
  });
  const reading = readText(response.body, response.ok ? settings.maxResponseBytes : LONGEST_FAILURE_BODY);
  // The status of a failure says enough, also when its body is cut off.
  return { response, secrets, ...(await (response.ok ? reading : reading.catch(() => NO_TEXT))) };
}
