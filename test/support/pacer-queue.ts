import { Pacer, type Waiter } from '../../src/pacer.js';

/** A pacer, and the calls that it started. */
export class PacerQueue {
  readonly pacer: Pacer = new Pacer();
  readonly started: number[] = [];
  readonly delays: { delay: number; queued: number }[] = [];
  readonly #waiting = new Map<number, Waiter>();

  /** Lets calls acquire a slot or enter the queue, each in the order of its sequence. */
  acquire(...sequences: number[]): void {
    for (const sequence of sequences) {
      if (this.pacer.tryAcquire()) {
        this.started.push(sequence);
      } else {
        this.#enqueue(sequence);
      }
    }
  }

  /** Removes a call from the queue. */
  cancel(sequence: number): void {
    const waiter = this.#waiting.get(sequence);
    if (waiter) {
      this.#waiting.delete(sequence);
      this.pacer.cancel(waiter);
    }
  }

  waits(sequence: number): boolean {
    return this.#waiting.has(sequence);
  }

  #enqueue(sequence: number): void {
    const waiter: Waiter = {
      sequence,
      start: () => {
        this.#waiting.delete(sequence);
        this.started.push(sequence);
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
