import { abortable } from './abortable.js';
import type { OperationMethod } from './operations.js';
import { minimumWait } from './retry.js';

/** A call in the queue. */
export interface Waiter {
  /** Calls with a lower number go first. */
  readonly sequence: number;
  /** Called when the call gets its slot. */
  start(): void;
  /** Called when the queue starts to wait for this call: how long, in ms, and how many calls are queued. */
  onDelay(delay: number, queued: number): void;
}

/** How a call waits for a slot. */
export interface AcquireOptions extends Omit<Waiter, 'start'> {
  readonly signal: AbortSignal | undefined;
  /** The longest to wait, in ms. */
  readonly limit: number;
  /** Returns the error of a wait that took longer; `timeLeft` is when the slot would come, in ms, if that is known. */
  onLimit(timeLeft: number | undefined): unknown;
}

/** What a response says of the rate limit; an empty one says that there is none. */
export interface RateLimitFeedback {
  /** How many more requests the service would accept at once. */
  readonly remaining?: number;
  /** How long a 429 asks to wait, in ms. */
  readonly retryAfterMs?: number;
}

// Before the first response says whether there is a limit.
const INITIAL_SLOTS = 2;
// Requests are spaced this much wider than the tokens, so that a clock that runs fast meets no 429.
const SPACING = 1.015;
const MAX_CROWD = 8;
// A slow network makes the waits that a 429 asks for shorter than the interval, but not by more than this.
const MAX_WAITS_PER_INTERVAL = 4;

/**
 * The queue of one HTTP method. The service keeps a bucket of tokens for each user and method, which refills steadily; a
 * request takes a token or gets a 429. Requests start as long as the responses say that tokens are left, and then one
 * for each new token. The interval between tokens is learned from two 429 in a row: the first one says when the next
 * token comes, and the second one, just after that token, when the one after it does.
 *
 * Invariant: `#inFlight` requests hold a slot, from `tryAcquire` or `start` until `release`. Of those that wait, only
 * the first one can get the next slot, and it gets it as soon as `#credit` is above 0 or, with a limit, `#nextAt` has
 * come. While calls wait for `#nextAt` exactly one timer runs; otherwise a `release` wakes them, so none is forgotten.
 */
export class Pacer {
  readonly #queue: Waiter[] = [];
  #inFlight = 0;
  // How many requests may start at once.
  #credit = INITIAL_SLOTS;
  // The lowest count of remaining tokens among requests that overlap: responses may come out of order.
  #lowest = Infinity;
  #limited = false;
  // From one token to the next, in ms, once it is known.
  #interval: number | undefined;
  // No wait that the service asks for is longer than the interval.
  #longestWait = 0;
  #tokenAt = -Infinity;
  #nextAt = 0;
  #reportedAt = 0;
  // How many clients seem to share the bucket, this one included.
  #crowd = 1;
  // How many 429 came one after another.
  #rejections = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes a slot without waiting, if there is one and nobody is queued for it. */
  tryAcquire(): boolean {
    // Without a limit nobody needs to know the time.
    return this.#queue.length === 0 && this.#takeSlot(this.#limited ? performance.now() : 0);
  }

  /** Waits in the queue for a slot. A call that is aborted, or reaches its limit, leaves the queue at once. */
  acquire({ sequence, onDelay, signal, limit, onLimit }: AcquireOptions): Promise<void> {
    const waiter = { sequence, onDelay, start: () => {} };
    return abortable<void>({ signal, limit, onLimit: () => onLimit(this.timeLeft(waiter)) }, ({ resolve }) => {
      waiter.start = resolve;
      this.enqueue(waiter);
      return () => this.cancel(waiter);
    });
  }

  /** Queues a call for a slot. */
  enqueue(waiter: Waiter): void {
    const behind = this.#queue.findIndex(({ sequence }) => sequence > waiter.sequence);
    this.#queue.splice(behind < 0 ? this.#queue.length : behind, 0, waiter);
    this.#advance();
  }

  /** Takes a call out of the queue. */
  cancel(waiter: Waiter): void {
    this.#queue.splice(this.#queue.indexOf(waiter), 1);
    this.#advance();
  }

  /** When a queued call would get its slot, in ms; `undefined` if that is not known. */
  timeLeft(waiter: Waiter): number | undefined {
    const next = this.#nextAt - performance.now();
    return this.#limited && next > 0 ? next + this.#queue.indexOf(waiter) * (this.#interval ?? 0) : undefined;
  }

  /** Gives a slot back. Without feedback nothing was learned: the response said nothing, or there was none. */
  release(feedback?: RateLimitFeedback): void {
    this.#inFlight--;
    if (feedback?.retryAfterMs !== undefined) {
      this.#learnRejection(feedback.retryAfterMs);
    } else if (feedback?.remaining !== undefined) {
      this.#learnRemaining(feedback.remaining);
    } else if (feedback) {
      this.#credit = Infinity;
    } else if (!this.#limited) {
      this.#credit++;
    }
    this.#advance();
  }

  #advance(): void {
    clearTimeout(this.#timer);
    if (this.#queue.length === 0) {
      return;
    }
    // Read once: a slot that comes between two looks at the clock would be missed by both.
    const now = performance.now();
    while (this.#queue.length > 0 && this.#takeSlot(now)) {
      this.#queue.shift()?.start();
    }
    const [first] = this.#queue;
    const delay = Math.ceil(this.#nextAt - now);
    if (!first || delay <= 0) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.#nextAt = Math.min(this.#nextAt, performance.now());
      this.#advance();
    }, delay);
    if (this.#reportedAt !== this.#nextAt) {
      this.#reportedAt = this.#nextAt;
      first.onDelay(delay, this.#queue.length);
    }
  }

  #takeSlot(now: number): boolean {
    if (this.#credit > 0) {
      this.#credit--;
      // The next token that no response counted comes within an interval from now.
      this.#nextAt = Math.max(this.#nextAt, now + (this.#interval ?? 0));
    } else if (!this.#limited || this.#nextAt > now || (this.#interval === undefined && this.#inFlight > 0)) {
      return false;
    } else {
      this.#nextAt = Math.max(this.#nextAt + this.#step(), now);
    }
    this.#inFlight++;
    return true;
  }

  #step(): number {
    const step = (this.#interval ?? 0) * SPACING;
    return this.#crowd > 1 ? step * this.#crowd * (0.5 + Math.random()) : step;
  }

  #learnRemaining(remaining: number): void {
    this.#limited = true;
    this.#rejections = 0;
    this.#lowest = Math.min(this.#lowest, remaining);
    const free = Math.max(0, this.#lowest - this.#inFlight);
    this.#credit = this.#inFlight === 0 ? free : Math.min(this.#credit, free);
    if (this.#inFlight === 0) {
      this.#lowest = Infinity;
    }
    this.#crowd = Math.max(1, this.#crowd * (remaining > 0 ? 0.5 : 0.9));
    if (this.#crowd > 1) {
      // The others count on the same tokens.
      this.#credit = Math.min(this.#credit, 2);
    }
  }

  #learnRejection(retryAfterMs: number): void {
    this.#limited = true;
    this.#credit = 0;
    this.#lowest = this.#inFlight === 0 ? Infinity : 0;
    this.#rejections += this.#inFlight === 0 ? 1 : 0;
    this.#nextAt = performance.now() + Math.max(retryAfterMs, minimumWait(this.#rejections));
    const gap = this.#nextAt - this.#tokenAt;
    this.#tokenAt = this.#nextAt;
    this.#longestWait = Math.max(this.#longestWait, retryAfterMs);
    const longest = this.#longestWait * MAX_WAITS_PER_INTERVAL;
    if (this.#interval === undefined) {
      if (gap > retryAfterMs / 2 && gap < longest) {
        this.#interval = Math.max(gap, retryAfterMs);
      }
    } else if (this.#crowd === 1 && retryAfterMs < this.#interval / 5) {
      // A little too early is no crowd, but a step that is a little too short.
      this.#interval = Math.min(this.#interval * 1.1, longest);
    } else {
      this.#interval = Math.max(this.#interval, retryAfterMs);
      this.#crowd = Math.min(this.#crowd * 1.4, MAX_CROWD);
      this.#nextAt += this.#interval * Math.random() * (this.#crowd - 1);
    }
  }
}

/** A queue for each HTTP method. */
export type Pacers = Readonly<Record<OperationMethod, Pacer>>;

export function createPacers(): Pacers {
  return { GET: new Pacer(), POST: new Pacer(), PUT: new Pacer(), PATCH: new Pacer(), DELETE: new Pacer() };
}
