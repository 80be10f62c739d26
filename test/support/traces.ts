import { expect, vi } from 'vitest';
import { letSocketsWork } from './fake-time.js';
import { watchUnhandled } from './unhandled.js';

/** What can tell of its connections. */
interface Watched {
  open(): number;
  dropSpares(): void;
}

/** Checks, once a call is over, that it left no connection, no timer and no rejection behind. Needs fake time. */
export function watchTraces(): (server?: Watched) => Promise<void> {
  const unhandled = watchUnhandled();
  return async (server) => {
    const isClean = (): boolean => (server?.open() ?? 0) + vi.getTimerCount() === 0;
    for (let round = 0; round < 20 && !isClean(); round++) {
      server?.dropSpares();
      await letSocketsWork();
    }
    expect(server?.open() ?? 0).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(await unhandled()).toEqual([]);
  };
}
