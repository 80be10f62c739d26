import { abortable } from './abortable.js';
import type { OperationMethod } from './operations.js';
import { ResetReader } from './reset-reader.js';
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
  /** Returns the error of a wait that took longer; `untilSlot` is when the slot would come, in ms, if that is known. */
  onLimit(untilSlot: number | undefined): unknown;
}

/** What a response says of the rate limit; an empty one is that of a success without rate limit headers. */
export interface RateLimitFeedback {
  /** How many more requests the service would accept at once. */
  readonly remaining?: number | undefined;
  /** How long a 429 asks to wait, in ms. */
  readonly retryAfterMs?: number;
  /** The `X-Ratelimit-Reset` of a 429, in ms: until the next token or, before 3.2, until the bucket is full. */
  readonly resetMs?: number;
}

// Before the first response says whether there is a limit.
const INITIAL_SLOTS = 2;
// Requests are spaced this much wider than the tokens, so that a clock that runs fast meets no 429.
const SPACING = 1.015;
const MAX_CROWD = 8;
// A slow network makes the waits that a 429 asks for shorter than the interval, but not by more than this.
const MAX_WAITS_PER_INTERVAL = 4;
// Without rate limit headers only a 429 shows the limit, so each success allows a little more: slots, or speed.
const SLOTS_PER_SUCCESS = 1.5;
const SPEED_UP = 0.99;

/**
 * The queue of one HTTP method. The service keeps a bucket of tokens for each user and method, which refills steadily; a
 * request takes a token or gets a 429. Requests start as long as the responses say that tokens are left, and then one
 * for each new token. The interval between tokens is measured from one 429 to the next: the time between the tokens that
 * they wait for, divided by the requests accepted in between.
 *
 * Invariant: `#inFlight` requests hold a slot, from `tryAcquire` or `start` until `release`. Of those that wait, only
 * the first one can get the next slot, and it gets it as soon as `#credit` is at least 1 or, with a limit, `#nextAt` has
 * come. While calls wait for `#nextAt` exactly one timer runs; otherwise a `release` wakes them, so none is forgotten.
 * A response that reports tokens leaves no more `#credit` than those that requests in flight may not take; one without
 * rate limit headers at most 2.5 more than there are requests in flight; a 429 none.
 */
export class Pacer {
  readonly #queue: Waiter[] = [];
  readonly #resets = new ResetReader();
  #inFlight = 0;
  // How many requests may start at once.
  #credit = INITIAL_SLOTS;
  // The lowest count of remaining tokens among requests that overlap: responses may come out of order.
  #lowest = Infinity;
  #limited = false;
  // From one token to the next, in ms, once it is known.
  #interval: number | undefined;
  // When the token comes that the last 429 waits for.
  #tokenAt = -Infinity;
  #acceptedSince = 0;
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
    return abortable<void>({ signal, limit, onLimit: () => onLimit(this.untilSlot(waiter)) }, ({ resolve }) => {
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
  untilSlot(waiter: Waiter): number | undefined {
    const next = this.#nextAt - performance.now();
    return this.#limited && next > 0 ? next + this.#queue.indexOf(waiter) * (this.#interval ?? 0) : undefined;
  }

  /** Gives a slot back. Without feedback nothing was learned: the response said nothing, or there was none. */
  release(feedback?: RateLimitFeedback): void {
    this.#inFlight--;
    const { remaining, retryAfterMs, resetMs } = feedback ?? {};
    if (resetMs !== undefined) {
      this.#learnReset(resetMs);
    } else if (retryAfterMs !== undefined) {
      this.#learnRejection(retryAfterMs);
    } else if (feedback) {
      this.#learnSuccess(remaining);
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
    if (this.#credit >= 1) {
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

  #learnSuccess(remaining: number | undefined): void {
    this.#rejections = 0;
    this.#acceptedSince++;
    if (remaining !== undefined) {
      this.#learnRemaining(remaining);
    } else if (this.#interval === undefined) {
      this.#credit = Math.min(this.#credit, this.#inFlight + 1) + SLOTS_PER_SUCCESS;
    } else {
      this.#interval = this.#interval > 1 ? this.#interval * SPEED_UP : undefined;
    }
  }

  #learnRemaining(remaining: number): void {
    this.#limited = true;
    if (this.#resets.noteRemaining(remaining)) {
      this.#interval = undefined;
      this.#nextAt = this.#tokenAt;
    }
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

  #learnReset(resetMs: number): void {
    const { untilToken, longest, corrected } = this.#resets.read(resetMs);
    if (corrected) {
      this.#tokenAt = -Infinity;
    }
    this.#learnRejection(untilToken, longest);
  }

  // `longestWait` is the longest time until the next token that a 429 stated; not set if this one stated another time.
  #learnRejection(wait: number, longestWait?: number): void {
    const now = performance.now();
    const overlaps = now < this.#tokenAt;
    this.#limited = true;
    this.#credit = 0;
    this.#lowest = this.#inFlight === 0 ? Infinity : 0;
    this.#rejections += overlaps ? 0 : 1;
    const tokenAt = now + Math.max(wait, minimumWait(this.#rejections));
    if (overlaps) {
      // Sent before the last 429 was over, so it says no more than that one.
      this.#nextAt = Math.max(this.#nextAt, tokenAt);
      return;
    }
    const gap = tokenAt - this.#tokenAt;
    const accepted = this.#acceptedSince;
    this.#tokenAt = this.#nextAt = tokenAt;
    this.#acceptedSince = 0;
    if (longestWait !== undefined) {
      this.#adjustInterval(wait, gap / Math.max(accepted, 1), longestWait * MAX_WAITS_PER_INTERVAL);
    } else if (accepted > 0 && gap < Infinity) {
      this.#interval = Math.min(gap / accepted, wait);
    }
  }

  #adjustInterval(wait: number, measured: number, longest: number): void {
    if (this.#interval === undefined) {
      this.#interval = measured < longest ? Math.max(measured, wait) : undefined;
    } else if (wait > this.#interval * 1.5) {
      // Smaller limits.
      this.#interval = wait;
      this.#crowd = 1;
    } else if (this.#crowd === 1 && wait < this.#interval / 5) {
      // A little too early is no crowd, but a step that is a little too short.
      this.#interval = Math.min(this.#interval * 1.1, longest);
    } else {
      this.#interval = Math.max(this.#interval, wait);
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
