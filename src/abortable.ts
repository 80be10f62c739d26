const LATE_MS = 5;
const GRACE_MS = 25;

/** Settles the promise of {@link abortable}. */
export interface Settle<Value> {
  resolve(value: Value): void;
  reject(reason: unknown): void;
}

/** What may end the wait early. */
export interface Limits {
  readonly signal: AbortSignal | undefined;
  /** In ms; not set for no limit. */
  readonly limit?: number;
  /** Returns the error of a limit that was reached. */
  readonly onLimit?: () => unknown;
}

/** Cancels what was started, for a reason. */
export type Cancel = (reason: unknown) => void;

/**
 * Runs `start` and settles with its result, unless `signal` aborts or `limit` passes first. Then it is cancelled, and the
 * promise rejects with the reason of the signal or the error of the limit.
 */
export function abortable<Value>(
  { signal, limit, onLimit }: Limits,
  start: (settle: Settle<Value>) => Cancel,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    throwIfAborted(signal);
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ignoreSignal: (() => void) | undefined;
    const settleBy =
      <Result>(settle: (result: Result) => void) =>
      (result: Result): void => {
        if (!over) {
          over = true;
          clearTimeout(timer);
          ignoreSignal?.();
          settle(result);
        }
      };
    let cancel: Cancel | undefined;
    let ended: { readonly reason: unknown } | undefined;
    const end = settleBy((reason: unknown) => {
      ended = { reason };
      reject(reason);
      cancel?.(reason);
    });
    if (signal) {
      ignoreSignal = onAbort(signal, () => end(abortReason(signal)));
    }
    cancel = start({ resolve: settleBy(resolve), reject: settleBy(reject) });
    if (ended) {
      // The signal was aborted while this started, by a callback of the user.
      cancel(ended.reason);
    } else if (!over && limit !== undefined) {
      const due = performance.now() + limit;
      timer = setTimeout(() => afterInput(performance.now() - due, () => over || end(onLimit?.())), limit);
    }
  });
}

/** Runs something that takes a signal, which aborts as soon as the limits end it. */
export function bounded<Value>(limits: Limits, run: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  return abortable(limits, ({ resolve, reject }) => {
    const controller = new AbortController();
    run(controller.signal).then(resolve, reject);
    return (reason) => controller.abort(reason);
  });
}

/** Waits for `delay` ms; rejects with the reason of the signal as soon as it aborts. */
export function sleep(delay: number, signal: AbortSignal | undefined): Promise<void> {
  return abortable<void>({ signal }, ({ resolve }) => {
    const timer = setTimeout(resolve, delay);
    return () => clearTimeout(timer);
  });
}

/** Throws the reason of a signal that is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw abortReason(signal);
  }
}

// Signals of other makes (abort-controller, jsdom) have no reason.
function abortReason(signal: AbortSignal): unknown {
  return signal.reason === undefined ? new DOMException('aborted', 'AbortError') : signal.reason;
}

interface Listener {
  readonly callbacks: Set<() => void>;
  readonly notify: () => void;
}

const LISTENERS = new WeakMap<AbortSignal, Listener>();

/** Calls back when the signal aborts. All calls share one listener: Node warns of a leak at the eleventh. */
function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const { callbacks, notify } = LISTENERS.get(signal) ?? listenTo(signal);
  if (callbacks.size === 0) {
    signal.addEventListener('abort', notify);
  }
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) {
      signal.removeEventListener('abort', notify);
    }
  };
}

function listenTo(signal: AbortSignal): Listener {
  const callbacks = new Set<() => void>();
  const notify = (): void => {
    for (const callback of [...callbacks]) {
      callback();
    }
  };
  const listener = { callbacks, notify };
  LISTENERS.set(signal, listener);
  return listener;
}

// A process that was busy sees its timers before the response that arrived meanwhile. So a limit counts only after one
// more round of input, which on Node is what setImmediate waits for. A timer that is late gives longer: a compressed
// body takes several rounds.
function afterInput(late: number, callback: () => void): void {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown };
  const wait = (): unknown => (late > LATE_MS ? setTimeout(callback, GRACE_MS) : callback());
  if (setImmediate) {
    setImmediate(wait);
  } else {
    setTimeout(wait);
  }
}
