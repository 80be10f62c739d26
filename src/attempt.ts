import type { Client } from '../generated/client/index.js';
import { type BodyText, readText } from './body.js';
import { resolveApiKey } from './credentials.js';
import { ConfigurationError, ConnectionError, DocSpaceError, type ErrorContext, TimeoutError } from './errors.js';
import { redactCause, secretsOf } from './redact.js';
import type { Settings } from './settings.js';

/** What a generated function is given for one request, apart from the arguments of the operation. */
export interface RequestSettings {
  client: Client;
  auth: string | undefined;
  headers: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  fetch: typeof fetch;
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
  /** Tells what the request carried that must not be seen. */
  readonly secrets: () => readonly string[];
}

/** What a request carries that may be secret. */
interface Sent {
  apiKey?: string | undefined;
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
  const sent: Sent = {};
  signal?.throwIfAborted();
  const controller = new AbortController();
  let abort = (reason: unknown): void => controller.abort(reason);
  const onAbort = (): void => abort(signal?.reason);
  signal?.addEventListener('abort', onAbort);
  const timer = setTimeout(() => {
    abort(new TimeoutError(`no whole answer within ${timeout} ms; allow a longer timeout`, context));
  }, timeout);
  try {
    return await new Promise((resolve, reject) => {
      abort = (reason) => {
        controller.abort(reason);
        // A fetch of the user's own may not heed its signal.
        reject(reason);
      };
      exchange(client, send, settings, controller.signal, sent, context).then(resolve, reject);
    });
  } catch (cause) {
    if (controller.signal.aborted) {
      throw controller.signal.reason;
    }
    if (cause instanceof DocSpaceError) {
      throw cause;
    }
    const safe = redactCause(cause, secretsOf(sent.apiKey, settings.headers));
    const { message } = safe.cause instanceof Error ? safe.cause : safe;
    throw new ConnectionError(`no whole answer from ${settings.baseUrl} (${message})`, { ...context, cause: safe });
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
  sent: Sent,
  context: ErrorContext & { attempts: number },
): Promise<Answer> {
  const { apiKey: source } = settings;
  const apiKey = typeof source === 'function' ? await resolveApiKey(source, unsent(context)) : source;
  sent.apiKey = apiKey;
  // By now the call may be over, and a fetch of the user's own would send its request all the same.
  signal.throwIfAborted();
  const response = await new Promise<Response>((resolve, reject) => {
    const fetchOnce = async (request: Request): Promise<Response> => {
      if (apiKey !== undefined && !request.headers.has('cookie')) {
        throw new ConfigurationError(
          "apiKey cannot be sent from a browser; use credentials: 'include'",
          unsent(context),
        );
      }
      // A browser's own, called as a method of the settings, would throw.
      const { fetch: ownFetch } = settings;
      const response = await (ownFetch ? ownFetch(request) : fetch(request, { signal }));
      resolve(response);
      // Of a failure the generated client would read everything and keep the body alone: it is read below instead.
      return response.ok ? response : new Response();
    };
    send({
      client,
      auth: apiKey,
      headers: settings.headers,
      // A request that follows a signal is slow to make, so only for a fetch of the user's own is it a part of it.
      ...(settings.fetch && { signal }),
      fetch: fetchOnce as typeof fetch,
    }).catch(reject);
  });
  const secrets = (): string[] => secretsOf(apiKey, settings.headers);
  const { body, ok, headers } = response;
  // A stream costs a lot, even one with nothing in it.
  if (!body || headers.get('content-length') === '0') {
    return { response, secrets, text: '', complete: true };
  }
  const reading = readText(body, ok ? settings.maxResponseBytes : LONGEST_FAILURE_BODY);
  // The status of a failure says enough, also when its body is cut off.
  return { response, secrets, ...(await (ok ? reading : reading.catch(() => NO_TEXT))) };
}

function unsent(context: ErrorContext & { attempts: number }): ErrorContext {
  return { ...context, attempts: context.attempts - 1 };
}
