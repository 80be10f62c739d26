import type { CommandHost } from './host.js';

const POLL_MS = 500;

/** Calls back once the command is abandoned. Returns a function that stops the watch. */
export type OnceAbandoned = (callback: () => void) => () => void;

/**
 * Returns what watches for the end of the shell in which npx started the command: a SIGTERM to npx ends npx and that shell
 * alone. Other shells that end may have left the command in the background on purpose. To be called at the start of the
 * process: what ended before is not noticed.
 */
export function abandonment(host: CommandHost): OnceAbandoned {
  const { npm_lifecycle_event: event, npm_lifecycle_script: script = '' } = host.env;
  // A program that npx started hands its environment on to the command that it starts.
  if (event !== 'npx' || !/^\W*docspace-emulator\b/.test(script)) {
    return () => () => {};
  }
  const parent = host.ppid;
  return (callback) => {
    const timer = setInterval(() => {
      // Another process has become the parent. On Windows that never happens.
      if (host.ppid !== parent) {
        clearInterval(timer);
        callback();
      }
    }, POLL_MS);
    timer.unref();
    return () => clearInterval(timer);
  };
}
