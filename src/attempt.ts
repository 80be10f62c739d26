import { bounded } from './abortable.js';
import type { Credential } from './credentials.js';
import { type ErrorContext, TimeoutError } from './errors.js';
import { ExchangeFailure, exchange, type OutgoingRequest } from './exchange.js';
import type { OperationName } from './operations.js';
import type { Settings } from './read-options.js';
import { type BufferedResponse, isBufferedResponse } from './response.js';

/** The request of a call, and what messages say of it. */
export interface CallRequest extends OutgoingRequest {
  readonly operation: OperationName;
  /** The id or the name of the client, for messages. */
  readonly clientLabel: string | undefined;
  /** Makes the body anew before a retry; not set if it stays the same. */
  readonly bodyForRetry?: (() => Promise<string>) | undefined;
}

/** What is known of a call so far. */
export interface CallContext extends ErrorContext {
  readonly attempts: number;
  readonly mayHaveRun: boolean;
}

/** What an attempt led to. */
export interface AttemptResult {
  readonly response: BufferedResponse;
  /** The credential that was sent; not set if the response is that of the token endpoint, which gave none. */
  readonly credential?: Credential;
}

/**
 * Gets the credential, sends one request and reads the response, all within `timeout`. Rejects with the reason of the
 * caller's signal, a TimeoutError, a ConnectionError if the network failed, a ConfigurationError if `apiKey` or `fetch`
 * of the user does not work, and with whatever else that `fetch` threw.
 */
export function attempt(request: CallRequest, settings: Settings, before: CallContext): Promise<AttemptResult> {
  const { signal, timeout } = settings;
  let sent = false;
  const context = (mayHaveArrived: boolean): CallContext =>
    sent ? { ...before, attempts: before.attempts + 1, mayHaveRun: before.mayHaveRun || mayHaveArrived } : before;
  const onLimit = (): TimeoutError =>
    new TimeoutError(`no complete response within ${timeout} ms; allow a longer timeout`, context(true));
  return bounded({ signal, limit: timeout, onLimit }, send);

  async function send(attemptSignal: AbortSignal): Promise<AttemptResult> {
    try {
      const pending = settings.credentials(settings, before, attemptSignal);
      const credential = pending instanceof Promise ? await pending : pending;
      if (isBufferedResponse(credential)) {
        return { response: credential };
      }
      if (attemptSignal.aborted) {
        // The call ended while the credential was resolved, and a fetch of the user may ignore the signal.
        throw attemptSignal.reason;
      }
      sent = true;
      return { response: await exchange(request, credential, settings, attemptSignal), credential };
    } catch (thrown) {
      throw thrown instanceof ExchangeFailure ? thrown.toError(context(thrown.mayHaveArrived)) : thrown;
    }
  }
}
