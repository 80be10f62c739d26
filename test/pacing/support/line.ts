import { Pacer, type Waiter } from '../../../src/pacing.js';

/** A pacer, and the calls that went. */
export class Line {
  readonly pacer: Pacer = new Pacer();
  readonly gone: number[] = [];
  readonly delays: { delay: number; queued: number }[] = [];
  readonly #waiting = new Map<number, Waiter>();

  /** Lets calls ask for their turns, each by its ticket. */
  ask(...tickets: number[]): void {
    for (const ticket of tickets) {
      if (this.pacer.tryTurn()) {
        this.gone.push(ticket);
      } else {
        this.#enter(ticket);
      }
    }
  }

  /** Lets a call that waits give up. */
  leave(ticket: number): void {
    const waiter = this.#waiting.get(ticket);
    if (waiter) {
      this.#waiting.delete(ticket);
      this.pacer.leave(waiter);
    }
  }

  waits(ticket: number): boolean {
    return this.#waiting.has(ticket);
  }

  #enter(ticket: number): void {
    const waiter: Waiter = {
      ticket,
      go: () => {
        this.#waiting.delete(ticket);
        this.gone.push(ticket);
      },
      onDelay: (delay, queued) => this.delays.push({ delay, queued }),
    };
    this.#waiting.set(ticket, waiter);
    this.pacer.enter(waiter);
  }
}

/** The numbers from `first` to `last`. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
