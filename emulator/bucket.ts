/** The result of taking a token. `remaining` is the number of whole tokens left, the waits are in nanoseconds. */
export type TakeResult =
  | { accepted: true; remaining: number; untilFull: number }
  | { accepted: false; wait: number; untilFull: number };

/**
 * A token bucket that starts full and refills at a constant rate. It stores the time at which it is full again, in whole
 * nanoseconds, so rounding never favours the caller and no timer is needed.
 */
export class Bucket {
  readonly #capacity: number;
  readonly #interval: number;
  #fullAt = Number.NEGATIVE_INFINITY;

  /** `interval` is the time per token in nanoseconds; a fraction is rounded up. */
  constructor(capacity: number, interval: number) {
    this.#capacity = capacity;
    this.#interval = Math.ceil(interval);
  }

  /** Takes a token if there is one. `now` is in whole nanoseconds. */
  take(now: number): TakeResult {
    const untilFull = Math.max(this.#fullAt - now, 0);
    const spare = (this.#capacity - 1) * this.#interval - untilFull;
    if (spare < 0) {
      return { accepted: false, wait: -spare, untilFull };
    }
    this.#fullAt = now + untilFull + this.#interval;
    return { accepted: true, remaining: Math.floor(spare / this.#interval), untilFull: untilFull + this.#interval };
  }
}
