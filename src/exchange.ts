import type { CallArguments } from './arguments.js';
import { type BodyText, readText } from './body.js';
import { addApiKey, resolveApiKey } from './credentials.js';
import { ConfigurationError, ConnectionError, type ErrorContext } from './errors.js';
import type { Client } from './fetch-client.js';
import { redactCause, secretsOf } from './redact.js';
import type { Settings } from './settings.js';

/** What a generated function is given for one request, apart from the arguments of the operation. */
export interface RequestSettings {
  client: Client;
  headers: Readonly<Record<string, string>>;
  signal?: AbortSignal;
  fetch: typeof fetch;
  bodySerializer?: () => string;
}

/** What each attempt of a call sends, and by what. */
export interface Sending {
  readonly client: Client;
  /** The generated function of the operation. */
  readonly send: (request: RequestSettings & CallArguments) => Promise<unknown>;
  readonly args: CallArguments;
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
// The generated client's own way to add a credential is slow; it is added below.
const WITHOUT_SECURITY: object = { security: undefined };

type AttemptContext = ErrorContext & { attempts: number };

/** Sends one request with the key of this moment, and reads its answer. */
export function exchange(
  sending: Sending,
  settings: Settings,
  signal: AbortSignal,
  sent: Sent,
  context: AttemptContext,
): Promise<Answer> {
  const { apiKey } = settings;
  if (typeof apiKey !== 'function') {
    sent.apiKey = apiKey;
    return transmit(sending, settings, signal, apiKey, context);
  }
  return resolveApiKey(apiKey, unsent(context)).then((key) => {
    sent.apiKey = key;
    // By now the call may be over, and a fetch of the user's own would send its request all the same.
    signal.throwIfAborted();
    return transmit(sending, settings, signal, key, context);
  });
}

// Not async, as little as may be of what follows: each layer of promises shows in the time of a call.
function transmit(
  { client, send, args, json }: Sending,
  settings: Settings,
  signal: AbortSignal,
  apiKey: string | undefined,
  context: AttemptContext,
): Promise<Answer> {
  // A browser's own fetch, called as a method of the settings, would throw.
  const { headers, fetch: ownFetch } = settings;
  let response: Response | undefined;
  const fetchOnce = (request: Request): Promise<Response> => {
    if (apiKey !== undefined && !addApiKey(request.headers, apiKey)) {
      throw new ConfigurationError("apiKey cannot be sent from a browser; use credentials: 'include'", unsent(context));
    }
    // The body is given once more: the request's own would be copied through a stream.
    const answered = ownFetch ? ownFetch(request) : fetch(request, { signal, body: json ?? null });
    return Promise.resolve(answered).then((answer) => {
      response = answer;
      // Of a failure the generated client would read everything and keep the body alone: it is read below instead.
      return answer.ok ? answer : new Response();
    });
  };
  const request: RequestSettings & CallArguments = {
    ...WITHOUT_SECURITY,
    ...args,
    client,
    headers,
    fetch: fetchOnce as typeof fetch,
  };
  if (json !== undefined) {
    request.bodySerializer = () => json;
  }
  if (ownFetch) {
    // A request that follows a signal is slow to make, so only for a fetch of the user's own is it a part of it.
    request.signal = signal;
  }
  // It resolves once fetchOnce has.
  return send(request).then(() => readAnswer(response as Response, () => secretsOf(apiKey, headers), settings));
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
