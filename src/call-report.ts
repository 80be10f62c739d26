import type { CallRequest } from './attempt.js';
import { ignoreErrors } from './log.js';
import type { Settings } from './read-options.js';

// A call that waits longer than this, in ms, seems to stand still.
const LONG_WAIT_MS = 5000;

/** Tells the logger and `onWait` what happens in one call. Its log lines have the same id. */
export class CallReport {
  readonly #request: CallRequest;
  readonly #settings: Settings;
  #id: string | undefined;

  constructor(request: CallRequest, settings: Settings) {
    this.#request = request;
    this.#settings = settings;
  }

  /** Reports a response: what returned it, its status, and how long it took, in ms. */
  response(attempt: number, source: string, status: number, duration: number): void {
    this.#settings.log.debug?.(`${this.#subject(attempt)} ${source} returned ${status} after ${ms(duration)}`);
  }

  /** Reports a wait before an attempt: how long, in ms, how many calls are queued, and what made it necessary. */
  wait(attempt: number, delay: number, queued: number, cause: string | undefined): void {
    const { log, onWait } = this.#settings;
    const { operation, method } = this.#request;
    const write = delay > LONG_WAIT_MS ? log.warn : log.info;
    const reason = cause ? ` after ${cause}` : '';
    write?.(`${this.#subject(attempt)} waiting ${ms(delay)}${reason}${queued > 1 ? `, ${queued} queued` : ''}`);
    ignoreErrors(() => onWait?.({ operation, method, delay, queued }));
  }

  #subject(attempt: number): string {
    const { operation, client } = this.#request;
    this.#id ??= Math.random().toString(36).slice(2, 8);
    return `[${this.#id}] ${operation} ${client ? `${client} ` : ''}attempt ${attempt}:`;
  }
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
