import { DocSpaceError, type ErrorContext, TimeoutError } from './errors.js';
import { type Answer, connectionError, exchange, type Sending, type Sent } from './exchange.js';
import type { Settings } from './settings.js';

/**
 * One request and its answer, body included, within `timeout`. Rejects with the reason of the caller's signal, with a
 * TimeoutError, or with a ConnectionError for whatever kept a whole answer from arriving.
 */
export function attempt(
  sending: Sending,
  settings: Settings,
  context: ErrorContext & { attempts: number },
): Promise<Answer> {
  const { signal, timeout } = settings;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const controller = new AbortController();
    const sent: Sent = { apiKey: undefined };
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const abort = (reason: unknown): void => {
      finish();
      controller.abort(reason);
      // A fetch of the user's own may not heed its signal.
      reject(reason);
    };
    const onAbort = (): void => abort(signal?.reason);
    const timer = setTimeout(() => {
      abort(new TimeoutError(`no whole answer within ${timeout} ms; allow a longer timeout`, context));
    }, timeout);
    signal?.addEventListener('abort', onAbort);
    exchange(sending, settings, controller.signal, sent, context).then(
      (answer) => {
        finish();
        resolve(answer);
      },
      (cause) => {
        finish();
        reject(cause instanceof DocSpaceError ? cause : connectionError(cause, settings, sent, context));
      },
    );
  });
}
