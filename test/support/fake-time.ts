import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, vi } from 'vitest';
import type { ClientManagementOptions, WaitInfo } from '../../src/index.js';
import { startServer } from './server.js';
import { DONE } from './steps.js';

/** Fakes the timers in every test of the file; `setImmediate` stays in real time. For tests without sockets. */
export function useFakeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** The same for tests with sockets, which stay in real time too. */
export function useFakeTime(): void {
  beforeEach(async () => {
    // fetch keeps one timer for all its connections: made before the others are faked, it is a real one.
    const { url } = await startServer([DONE]);
    await (await fetch(url)).text();
  });
  useFakeClock();
}

/** The waits of an API object, each of which passes at once and is recorded. */
export interface SkippedWaits {
  readonly waits: WaitInfo[];
  readonly onWait: NonNullable<ClientManagementOptions['onWait']>;
}

export function skipWaits(): SkippedWaits {
  const waits: WaitInfo[] = [];
  return {
    waits,
    onWait: async (wait) => {
      waits.push(wait);
      // The timer of the wait is set when the callback has returned.
      await setImmediate();
      await vi.advanceTimersByTimeAsync(wait.delay);
    },
  };
}

/** Gives sockets the time to deliver what is under way. */
export async function letSocketsWork(): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await setImmediate();
  }
}
