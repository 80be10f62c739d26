import { Pacer, type Waiter } from '../../src/pacer.js';

/** A pacer, and the calls that went. */
export class Line {
  readonly pacer: Pacer = new Pacer();
  readonly gone: number[] = [];
  readonly delays: { delay: number; queued: number }[] = [];
  readonly #waiting = new Map<number, Waiter>();

  /** Lets calls ask for their turns, each in the order of its sequence. */
  ask(...sequences: number[]): void {
    for (const sequence of sequences) {
      if (this.pacer.tryAcquire()) {
        this.gone.push(sequence);
      } else {
        this.#enter(sequence);
      }
    }
  }

  /** Lets a call that waits give up. */
  leave(sequence: number): void {
    const waiter = this.#waiting.get(sequence);
    if (waiter) {
      this.#waiting.delete(sequence);
      this.pacer.cancel(waiter);
    }
  }

  waits(sequence: number): boolean {
    return this.#waiting.has(sequence);
  }

  #enter(sequence: number): void {
    const waiter: Waiter = {
      sequence,
      start: () => {
        this.#waiting.delete(sequence);
        this.gone.push(sequence);
      },
      onDelay: (delay, queued) => this.delays.push({ delay, queued }),
    };
    this.#waiting.set(sequence, waiter);
    this.pacer.enqueue(waiter);
  }
}

/** The numbers from `first` to `last`. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
