import { abortable } from './abortable.js';
import { ConnectionError, type ErrorContext, type RequestInfo, TimeoutError } from './errors.js';
import type { HeaderRecord } from './headers.js';
import type { OperationName } from './operations.js';
import type { Settings } from './read-options.js';
import { describeThrown, redactCause } from './redact.js';
import { type BufferedResponse, checkResponse, readBody } from './response.js';
import { connectionFailure, isNetworkFailure, isPlatformTimeout } from './retry.js';

/** The request of a call without its credential, and what messages say of it. */
export interface OutgoingRequest extends RequestInfo {
  readonly operation: OperationName;
  /** The id or the name of the client, for messages. */
  readonly client: string | undefined;
  readonly headers: HeaderRecord;
  /** The body as JSON, if the operation takes one. */
  readonly body: string | undefined;
}

/** What is known of a call so far. */
export interface CallContext extends ErrorContext {
  readonly attempts: number;
  readonly mayHaveRun: boolean;
}

// `undefined` means not set to the platform, which the type does not allow.
const UNSET: RequestInit = Object.fromEntries([['credentials', undefined]]);

/**
 * Gets the credential, sends one request and reads the response, all within `timeout`. Rejects with the reason of the
 * caller's signal, a TimeoutError, a ConnectionError if the network failed, a ConfigurationError if `apiKey` or `fetch`
 * of the user does not work, and with whatever else that `fetch` threw.
 */
export function attempt(request: OutgoingRequest, settings: Settings, before: CallContext): Promise<BufferedResponse> {
  const { signal, timeout } = settings;
  let sent = false;
  const context = (): CallContext => (sent ? { ...before, attempts: before.attempts + 1, mayHaveRun: true } : before);
  const onLimit = (): TimeoutError =>
    new TimeoutError(`no complete response within ${timeout} ms; allow a longer timeout`, context());

  return abortable({ signal, limit: timeout, onLimit }, ({ resolve, reject }) => {
    // fetch gets a signal of the attempt's own, which the caller's signal and the timeout both abort.
    const controller = new AbortController();
    send(controller.signal).then(resolve, reject);
    return (reason) => controller.abort(reason);
  });

  async function send(attemptSignal: AbortSignal): Promise<BufferedResponse> {
    const pending = settings.credentials(before);
    const credential = pending instanceof Promise ? await pending : pending;
    const sentHeaders = credential.headers(request.headers, before);
    const secrets = (): string[] => [...credential.secrets(), ...settings.headerSecrets];
    if (attemptSignal.aborted) {
      // The call ended while the credential was resolved, and a fetch of the user may ignore the signal.
      throw attemptSignal.reason;
    }
    const { fetch: userFetch } = settings;
    const init = toInit(request, sentHeaders, settings.browserAddsCookie, attemptSignal);
    sent = true;
    let response: Response;
    try {
      response = await (userFetch ? callFetch(userFetch, request.url, init) : fetch(request.url, init));
    } catch (thrown) {
      throw networkError(thrown, secrets());
    }
    checkResponse(response, context());
    try {
      const { text, complete } = await readBody(response, settings.maxResponseBytes);
      const { status, ok, headers } = response;
      return { url: request.url, status, ok, headers, text, complete, secrets };
    } catch (thrown) {
      throw networkError(thrown, secrets());
    }
  }

  function networkError(thrown: unknown, secrets: readonly string[]): unknown {
    if (!isNetworkFailure(thrown)) {
      return thrown;
    }
    const cause = redactCause(thrown, secrets);
    if (isPlatformTimeout(thrown)) {
      const message = "a limit of the platform's fetch ended the request before timeout; pass a fetch that allows more";
      return new TimeoutError(message, { ...context(), cause });
    }
    const failure = connectionFailure(thrown);
    const message = `no complete response from ${settings.baseUrl} (${describeThrown(thrown, secrets)})`;
    return new ConnectionError(failure.advice ? `${message}; ${failure.advice}` : message, {
      ...context(),
      mayHaveRun: before.mayHaveRun || failure.mayHaveArrived,
      cause,
    });
  }
}

function toInit(
  { method, body }: OutgoingRequest,
  headers: HeaderRecord,
  browserAddsCookie: boolean,
  signal: AbortSignal,
): RequestInit {
  return {
    method,
    headers,
    redirect: 'manual',
    signal,
    // Own members even if they are not set: else fetch would read those that a program put on Object.prototype.
    body: body ?? null,
    ...(browserAddsCookie ? { credentials: 'include' } : UNSET),
  };
}

// Called as a plain function: a browser's own fetch throws if it is called as a method.
function callFetch(userFetch: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  return typeof Request === 'undefined' ? userFetch(url, init) : userFetch(new Request(url, init));
}
