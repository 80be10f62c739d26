import { vi } from 'vitest';
import { Bucket } from '../../emulator/bucket.js';
import { Pacer, type Waiter } from '../../src/pacer.js';

/** Calls that begin all at once, on pacers that share a bucket. */
export interface Scene {
  readonly pacers: number;
  /** Of each pacer. */
  readonly calls: number;
  readonly capacity: number;
  /** From one token to the next, in ms. */
  readonly interval: number;
  /** From request to response, in ms; the bucket is asked half way. */
  readonly latency: () => number;
}

export interface Figures {
  /** Until the last call was accepted, in ms. */
  readonly elapsed: number;
  readonly accepted: number;
  readonly refused: number;
}

/** Plays a scene to its end in fake time. */
export function simulate({ pacers, calls, capacity, interval, latency }: Scene): Figures {
  const bucket = new Bucket(capacity, interval * 1e6);
  const started = performance.now();
  const figures = { elapsed: 0, accepted: 0, refused: 0 };

  const start = (pacer: Pacer, sequence: number): void => {
    const send = (): void => {
      const delay = latency();
      const way = Math.floor(delay / 2);
      setTimeout(() => {
        const verdict = bucket.take(Math.round(performance.now() * 1e6));
        if (verdict.accepted) {
          figures.elapsed = performance.now() - started;
          figures.accepted++;
        } else {
          figures.refused++;
        }
        setTimeout(() => {
          pacer.release(verdict.accepted ? { remaining: verdict.remaining } : { resetMs: verdict.wait / 1e6 });
          if (!verdict.accepted) {
            enter();
          }
        }, delay - way);
      }, way);
    };
    const waiter: Waiter = { sequence, start: send, onDelay: () => {} };
    const enter = (): void => {
      if (pacer.tryAcquire()) {
        send();
      } else {
        pacer.enqueue(waiter);
      }
    };
    enter();
  };

  for (let count = 0; count < pacers; count++) {
    const pacer = new Pacer();
    for (let sequence = 0; sequence < calls; sequence++) {
      start(pacer, sequence);
    }
  }
  while (vi.getTimerCount() > 0) {
    vi.advanceTimersToNextTimer();
  }
  return figures;
}
