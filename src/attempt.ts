import { abortable } from './abortable.js';
import { ConnectionError, type ErrorContext, type RequestInfo, TimeoutError } from './errors.js';
import type { HeaderRecord } from './headers.js';
import type { OperationName } from './operations.js';
import { describeThrown, redactCause } from './redact.js';
import { type BufferedResponse, checkResponse, readBody } from './response.js';
import { connectionFailure, isNetworkFailure, isPlatformTimeout } from './retry.js';
import type { Settings } from './settings.js';

/** What each attempt of a call sends, except for the credential. */
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

// Types know no member that is undefined, while the platform takes it for one that is not set.
const UNSET: RequestInit = Object.fromEntries([['credentials', undefined]]);

/**
 * Sends one request with the credential of this moment and reads the response, all within `timeout`. Rejects with the
 * reason of the caller's signal, with a TimeoutError, with a ConnectionError if the network failed, and with whatever a
 * `fetch` of the user threw for another reason.
 */
export function attempt(request: OutgoingRequest, settings: Settings, before: CallContext): Promise<BufferedResponse> {
  const { signal, timeout } = settings;
  let sent = false;
  const context = (): CallContext => (sent ? { ...before, attempts: before.attempts + 1, mayHaveRun: true } : before);
  const onLimit = (): TimeoutError =>
    new TimeoutError(`no complete response within ${timeout} ms; allow a longer timeout`, context());

  return abortable({ signal, limit: timeout, onLimit }, ({ resolve, reject }) => {
    const controller = new AbortController();
    send(controller.signal).then(resolve, reject);
    return (reason) => controller.abort(reason);
  });

  async function send(attemptSignal: AbortSignal): Promise<BufferedResponse> {
    const pending = settings.credentials(before);
    const credential = pending instanceof Promise ? await pending : pending;
    const sentHeaders = credential.headers(request.headers, before);
    const secrets = (): string[] => [...credential.secrets(), ...settings.secrets];
    if (attemptSignal.aborted) {
      // The call is over, and a fetch of the user would send its request all the same.
      throw attemptSignal.reason;
    }
    const { fetch: userFetch } = settings;
    const init = toInit(request, sentHeaders, settings.includesCookie, attemptSignal);
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
      mayHaveRun: before.mayHaveRun || failure.sent,
      cause,
    });
  }
}

function toInit(
  { method, body }: OutgoingRequest,
  headers: HeaderRecord,
  includesCookie: boolean,
  signal: AbortSignal,
): RequestInit {
  return {
    method,
    headers,
    redirect: 'manual',
    signal,
    // Own members even if they are not set: the platform would read those that a program put on Object.prototype.
    body: body ?? null,
    ...(includesCookie ? { credentials: 'include' } : UNSET),
  };
}

// Called as a plain function: a browser's own fetch throws if it is called as a method.
function callFetch(userFetch: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  return typeof Request === 'undefined' ? userFetch(url, init) : userFetch(new Request(url, init));
}
