/** What the `X-Ratelimit-Reset` of a 429 means. */
export interface ResetMeaning {
  /** How long until the next token, in ms; at most a little longer. */
  readonly untilToken: number;
  /** The longest `untilToken` so far. */
  readonly longest: number;
  /** Whether earlier ones were misread, as too short. */
  readonly corrected: boolean;
}

// Of a bucket that was empty from the start. A wrong guess costs one 429.
const GUESSED_CAPACITY = 10;

/**
 * Reads the Resets of one bucket. From version 3.2 on they state when the next token comes; before, when the bucket is
 * full. Each is taken for the latter until one is too short for that, because a wait that is too short costs one 429,
 * and one that is too long up to a whole refill.
 */
export class ResetReader {
  // The most tokens that the bucket was ever seen to hold.
  #capacity = 1;
  #longestReset = 0;
  #statesFull = true;

  /** Takes in how many tokens a response left. Returns whether they are more than ever, so the limits may have changed. */
  noteRemaining(remaining: number): boolean {
    if (remaining < this.#capacity) {
      return false;
    }
    this.#capacity = remaining + 1;
    this.#longestReset = 0;
    this.#statesFull = true;
    return true;
  }

  /** Reads the Reset of a 429, in ms. */
  read(resetMs: number): ResetMeaning {
    this.#longestReset = Math.max(this.#longestReset, resetMs);
    const capacity = this.#capacity > 1 ? this.#capacity : GUESSED_CAPACITY;
    // The time to fill all of the bucket but one token. An empty bucket takes longer.
    const allButOne = this.#longestReset * (1 - 1 / capacity);
    const corrected = this.#statesFull && resetMs <= allButOne;
    this.#statesFull &&= !corrected;
    const excess = this.#statesFull ? allButOne : 0;
    return { untilToken: resetMs - excess, longest: this.#longestReset - excess, corrected };
  }
}
