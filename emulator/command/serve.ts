import { fstatSync } from 'node:fs';
import type { OnceAbandoned } from './abandoned.js';
import type { CommandHost } from './host.js';

/** Prints the URL, and what to set if that is not `undefined`. Returns the exit code once the command is to end. */
export async function serve(
  url: string,
  credentials: string | undefined,
  host: CommandHost,
  onceAbandoned: OnceAbandoned,
): Promise<number> {
  const ended = end(host, onceAbandoned);
  if (credentials !== undefined) {
    host.stderr.write(`${credentials}\n`);
  }
  // Printed last: whoever reads it may send a signal at once.
  host.stdout.write(`${url}\n`);
  await ended;
  return 0;
}

/** Resolves at a signal, when whoever holds the other end of standard input closes it, or after the end of npx. */
async function end(host: CommandHost, onceAbandoned: OnceAbandoned): Promise<void> {
  const { promise, resolve } = withResolvers();
  // They stay: npm sends a signal twice, and the second one would end the process before it has saved.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    host.on(signal, resolve);
  }
  if (isHeldByAnother(host.stdin)) {
    // Deno emits only the first, and a pipe that breaks only the second.
    host.stdin.once('end', resolve).once('close', resolve).resume();
  }
  const stopWatching = onceAbandoned(resolve);
  await promise;
  stopWatching();
  host.stdin.destroy();
}

/** A terminal would stop a command in the background that reads it, and a file such as /dev/null is at its end at once. */
function isHeldByAnother({ fd }: CommandHost['stdin']): boolean {
  if (fd === undefined) {
    return true;
  }
  const kind = fstatSync(fd);
  return kind.isFIFO() || kind.isSocket();
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
