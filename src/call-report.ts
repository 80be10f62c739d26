import type { CallRequest } from './attempt.js';
import { ignoreErrors } from './log.js';
import type { Settings } from './read-options.js';

// A call that waits longer than this, in ms, seems to stand still.
const LONG_WAIT_MS = 5000;

/** Reports to the logger and to `onWait` what happens in one call. Its log lines have the same id. */
export interface CallReport {
  /** Reports a response: what returned it, its status, and how long it took, in ms. */
  response(attempt: number, source: string, status: number, duration: number): void;
  /** Reports a wait before an attempt: how long, in ms, how many calls are queued, and what made it necessary. */
  wait(attempt: number, delay: number, queued: number, cause: string | undefined): void;
}

export function createReport({ operation, method, clientLabel }: CallRequest, { log, onWait }: Settings): CallReport {
  let id: string | undefined;
  const line = (attempt: number, text: string, duration: number): string => {
    id ??= Math.random().toString(36).slice(2, 8);
    return `[${id}] ${operation} ${clientLabel ? `${clientLabel} ` : ''}attempt ${attempt}: ${text} ${Math.round(duration)} ms`;
  };
  return {
    response(attempt, source, status, duration) {
      log.debug?.(line(attempt, `${source} returned ${status} after`, duration));
    },
    wait(attempt, delay, queued, cause) {
      const write = delay > LONG_WAIT_MS ? log.warn : log.info;
      write?.(
        line(attempt, 'waiting', delay) +
          (cause ? ` after ${cause}` : ' for the rate limit') +
          (queued > 1 ? `, ${queued} queued` : ''),
      );
      ignoreErrors(() => onWait?.({ operation, method, delay, queued }));
    },
  };
}
