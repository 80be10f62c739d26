/** What a bucket says to a request: the whole tokens left, or the nanoseconds until the next one. */
export type Verdict = { accepted: true; remaining: number } | { accepted: false; wait: number };

/**
 * A token bucket that starts full and refills steadily. It keeps the moment at which it is full again, in whole
 * nanoseconds, so nothing is ever rounded in favour of the caller and no timer is needed.
 */
export class Bucket {
  readonly #capacity: number;
  readonly #interval: number;
  #fullAt = Number.NEGATIVE_INFINITY;

  /** `interval` is the time that one token takes, in nanoseconds; a fraction is rounded up. */
  constructor(capacity: number, interval: number) {
    this.#capacity = capacity;
    this.#interval = Math.ceil(interval);
  }

  /** Takes a token if there is one. `now` is in whole nanoseconds. */
  take(now: number): Verdict {
    const untilFull = Math.max(this.#fullAt - now, 0);
    const spare = (this.#capacity - 1) * this.#interval - untilFull;
    if (spare < 0) {
      return { accepted: false, wait: -spare };
    }
    this.#fullAt = now + untilFull + this.#interval;
    return { accepted: true, remaining: Math.floor(spare / this.#interval) };
  }
}
