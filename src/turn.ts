import type { Pacer } from './pacing.js';

/** What ends the wait for a turn, and who is told of it. */
export interface TurnOptions {
  readonly ticket: number;
  readonly signal: AbortSignal | undefined;
  /** The most to wait, in ms. */
  readonly maxWait: number;
  onDelay(delay: number, queued: number): void;
}

/**
 * Waits for a turn; true once it is there, false when `maxWait` is over first. Rejects with the signal's reason as soon
 * as it aborts. Who gives up leaves the line at once.
 */
export function waitForTurn(pacer: Pacer, { ticket, signal, maxWait, onDelay }: TurnOptions): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waiting = true;
    const finish = (): void => {
      waiting = false;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const waiter = {
      ticket,
      onDelay,
      go: (): void => {
        finish();
        resolve(true);
      },
    };
    const onAbort = (): void => {
      finish();
      pacer.leave(waiter);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort);
    // In line first: a turn that comes just when `maxWait` ends is taken.
    pacer.enter(waiter);
    // The turn may have come by now, or the caller may have aborted when it was told of the wait.
    if (waiting) {
      timer = setTimeout(() => {
        finish();
        pacer.leave(waiter);
        resolve(false);
      }, maxWait);
    }
  });
}
