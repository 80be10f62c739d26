import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Gives the rejections that nobody has handled since it was called. */
export function watchUnhandled(): () => Promise<unknown[]> {
  const reasons: unknown[] = [];
  const note = (reason: unknown): void => {
    reasons.push(reason);
  };
  process.on('unhandledRejection', note);
  onTestFinished(() => {
    process.off('unhandledRejection', note);
  });
  return async () => {
    await setImmediate();
    return reasons;
  };
}
