import { afterEach, beforeEach, vi } from 'vitest';

/** Fakes the timers and the clock in every test of the file. */
export function useFakeClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}
