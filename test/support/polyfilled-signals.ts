import { EventEmitter } from 'node:events';

type Listener = (event: { readonly type: string; readonly target: object }) => void;

/** A signal that is no AbortSignal of the platform, and what aborts it. */
export interface PolyfilledController {
  /** Typed as its library types it. */
  readonly signal: AbortSignal;
  abort(): void;
  /** How many listeners it has. */
  listeners(): number;
}

/** As in abort-controller 3: all members on the prototype, and each rejects any other `this`. */
class ShimSignal {
  readonly #listeners = new Set<Listener>();
  #aborted = false;

  get aborted(): boolean {
    return this.#aborted;
  }

  addEventListener(type: string, listener: Listener): void {
    if (type === 'abort') {
      this.#listeners.add(listener);
    }
  }

  removeEventListener(type: string, listener: Listener): void {
    if (type === 'abort') {
      this.#listeners.delete(listener);
    }
  }

  static abort(signal: ShimSignal): void {
    signal.#aborted = true;
    for (const listener of [...signal.#listeners]) {
      listener.call(signal as never, { type: 'abort', target: signal });
    }
  }

  static count(signal: ShimSignal): number {
    return signal.#listeners.size;
  }
}

/** As in jsdom 20, which Jest 29 brings: it has a reason, but no throwIfAborted. */
class JsdomSignal extends ShimSignal {
  reason: unknown;
}

/** As in node-abort-controller 2: plain fields, and a listener that is added twice is there twice. */
class EmitterSignal {
  readonly emitter: EventEmitter = new EventEmitter();
  aborted = false;

  addEventListener(type: string, listener: Listener): void {
    this.emitter.on(type, listener);
  }

  removeEventListener(type: string, listener: Listener): void {
    this.emitter.off(type, listener);
  }
}

function shim(): PolyfilledController {
  const signal = new ShimSignal();
  return {
    signal: signal as unknown as AbortSignal,
    abort: () => ShimSignal.abort(signal),
    listeners: () => ShimSignal.count(signal),
  };
}

function jsdom(): PolyfilledController {
  const signal = new JsdomSignal();
  return {
    signal: signal as unknown as AbortSignal,
    abort: () => {
      signal.reason = new DOMException('This operation was aborted', 'AbortError');
      ShimSignal.abort(signal);
    },
    listeners: () => ShimSignal.count(signal),
  };
}

function emitter(): PolyfilledController {
  const signal = new EmitterSignal();
  return {
    signal: signal as unknown as AbortSignal,
    abort: () => {
      signal.aborted = true;
      signal.emitter.emit('abort', { type: 'abort', target: signal });
    },
    listeners: () => signal.emitter.listenerCount('abort'),
  };
}

/** The makes of signals that programs use where the platform has none, or a test environment hides it. */
export const POLYFILLED: readonly [string, () => PolyfilledController][] = [
  ['abort-controller 3', shim],
  ['jsdom 20', jsdom],
  ['node-abort-controller 2', emitter],
];
