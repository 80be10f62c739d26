import type { CommandHost } from './host.js';

const POLL_MS = 500;

/**
 * Calls back once the shell in which npx started the command is gone: a SIGTERM to npx ends npx and that shell alone. Other
 * shells that end may have left the command in the background on purpose. Returns what stops it.
 */
export function onceAbandoned(host: CommandHost, callback: () => void): () => void {
  const { npm_lifecycle_event: event, npm_lifecycle_script: script = '' } = host.env;
  // A program that npx started hands its environment on to the command that it starts.
  if (event !== 'npx' || !/^\W*docspace-emulator\b/.test(script)) {
    return () => {};
  }
  const parent = host.ppid;
  const timer = setInterval(() => {
    // Another process has become the parent. On Windows that never happens.
    if (host.ppid !== parent) {
      clearInterval(timer);
      callback();
    }
  }, POLL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
