/** A call that waits in line for its turn to send a request. */
export interface Waiter {
  /** The place in line: a lower number goes first. */
  readonly ticket: number;
  /** Sends the request. */
  go(): void;
  /** Told when the line begins to wait for this call: for how long, in ms, and how many calls are in line. */
  onDelay(delay: number, queued: number): void;
}

/** What an answer tells of the service's limit; where it tells nothing, there is none. */
export interface LimitNews {
  /** How many more requests the service would accept at once. */
  readonly remaining?: number;
  /** How long a refusal asks to wait, in ms. */
  readonly hint?: number;
}

// Before the first answer tells whether there is a limit.
const FIRST_CALLS = 2;
// Later than every token by this much, so that a clock that runs fast does not meet refusals.
const SLACK = 1.015;
const MOST_CROWDED = 8;
// A slow network makes hints shorter than the interval, but not by more than this.
const MOST_HINTS = 4;

/**
 * Turns for the requests of one HTTP method. The service keeps a bucket of tokens for each user and method, which
 * refills steadily; a request takes a token or is refused. Requests go as long as the answers tell that tokens are
 * left, and then one for each new token. How often these come is learned from two refusals in a row: the first tells
 * when the next token comes, and the second, straight after that token, when the one after it does.
 */
export class Pacer {
  readonly #line: Waiter[] = [];
  #inFlight = 0;
  // How many requests may go at once.
  #credit = FIRST_CALLS;
  // The least that an answer told was left, among requests that overlap: answers may come out of order.
  #fewest = Infinity;
  #limited = false;
  // From one token to the next, in ms, once it is known.
  #interval: number | undefined;
  // No hint of the service is longer than the interval.
  #longestHint = 0;
  #tokenAt = -Infinity;
  #nextAt = 0;
  #announcedAt = 0;
  // How many seem to share the bucket, other processes included.
  #crowd = 1;
  // How many refusals came one after another.
  #refusals = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes a turn without waiting, if there is one and nobody waits for it. */
  tryTurn(): boolean {
    // Where there is no limit nobody needs to know the time.
    return this.#line.length === 0 && this.#takeTurn(this.#limited ? performance.now() : 0);
  }

  /** Lets a call wait for its turn. */
  enter(waiter: Waiter): void {
    const behind = this.#line.findIndex(({ ticket }) => ticket > waiter.ticket);
    this.#line.splice(behind < 0 ? this.#line.length : behind, 0, waiter);
    this.#advance();
  }

  /** Lets a call leave the line. */
  leave(waiter: Waiter): void {
    this.#line.splice(this.#line.indexOf(waiter), 1);
    this.#advance();
  }

  /** Ends a turn. Without news nothing was learned. */
  endTurn(news?: LimitNews): void {
    this.#inFlight--;
    if (news?.hint !== undefined) {
      this.#learnRefusal(news.hint);
    } else if (news?.remaining !== undefined) {
      this.#learnRemaining(news.remaining);
    } else if (news) {
      this.#credit = Infinity;
    } else if (!this.#limited) {
      this.#credit++;
    }
    this.#advance();
  }

  #advance(): void {
    clearTimeout(this.#timer);
    if (this.#line.length === 0) {
      return;
    }
    // Read once: a turn that comes between two looks at the clock would be missed by both.
    const now = performance.now();
    while (this.#line.length > 0 && this.#takeTurn(now)) {
      this.#line.shift()?.go();
    }
    const [first] = this.#line;
    const delay = Math.ceil(this.#nextAt - now);
    if (!first || delay <= 0) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.#nextAt = Math.min(this.#nextAt, performance.now());
      this.#advance();
    }, delay);
    if (this.#announcedAt !== this.#nextAt) {
      this.#announcedAt = this.#nextAt;
      first.onDelay(delay, this.#line.length);
    }
  }

  #takeTurn(now: number): boolean {
    if (this.#credit > 0) {
      this.#credit--;
      // The next token that nobody told of comes within an interval from now.
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
    const pace = (this.#interval ?? 0) * SLACK;
    return this.#crowd > 1 ? pace * this.#crowd * (0.5 + Math.random()) : pace;
  }

  #learnRemaining(remaining: number): void {
    this.#limited = true;
    this.#refusals = 0;
    this.#fewest = Math.min(this.#fewest, remaining);
    const free = Math.max(0, this.#fewest - this.#inFlight);
    this.#credit = this.#inFlight === 0 ? free : Math.min(this.#credit, free);
    if (this.#inFlight === 0) {
      this.#fewest = Infinity;
    }
    this.#crowd = Math.max(1, this.#crowd * (remaining > 0 ? 0.5 : 0.9));
    if (this.#crowd > 1) {
      // The others are told of the same tokens.
      this.#credit = Math.min(this.#credit, 2);
    }
  }

  #learnRefusal(hint: number): void {
    this.#limited = true;
    this.#credit = 0;
    this.#fewest = this.#inFlight === 0 ? Infinity : 0;
    this.#refusals += this.#inFlight === 0 ? 1 : 0;
    // A hint that is too short must not become a flood.
    this.#nextAt = performance.now() + Math.max(hint, Math.min(2 ** this.#refusals, 1000));
    const gap = this.#nextAt - this.#tokenAt;
    this.#tokenAt = this.#nextAt;
    this.#longestHint = Math.max(this.#longestHint, hint);
    const longest = this.#longestHint * MOST_HINTS;
    if (this.#interval === undefined) {
      if (gap > hint / 2 && gap < longest) {
        this.#interval = Math.max(gap, hint);
      }
    } else if (this.#crowd === 1 && hint < this.#interval / 5) {
      // A little too early is no crowd, but a step that is a little too short.
      this.#interval = Math.min(this.#interval * 1.1, longest);
    } else {
      this.#interval = Math.max(this.#interval, hint);
      this.#crowd = Math.min(this.#crowd * 1.4, MOST_CROWDED);
      this.#nextAt += this.#interval * Math.random() * (this.#crowd - 1);
    }
  }
}
