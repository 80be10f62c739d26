import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { OnceAbandoned } from './abandoned.js';
import type { CommandHost } from './host.js';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
// What else would reach the program in the terminal, or end the command alone.
const OTHERS = ['SIGQUIT', 'SIGUSR2', 'SIGWINCH', 'SIGCONT'] as const;
// npm passes on a signal that the terminal has sent already. What comes later is meant to end a program that does not.
const REPEAT_MS = 1000;
const PATIENCE_MS = 500;
const POLL_MS = 20;
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const SIGNALLED = 128;
const isWindows = process.platform === 'win32';

/**
 * Runs a program with these variables, passes signals on to it, ends it after the end of npx, and returns its exit code:
 * 128 and its number for a signal. Then nothing that the program started is left in its process group.
 */
export async function runProgram(
  [file, ...args]: readonly [string, ...string[]],
  variables: Readonly<Record<string, string>>,
  host: CommandHost,
  onceAbandoned: OnceAbandoned,
): Promise<number> {
  const child = start([file, ...args], { ...host.env, ...variables });
  const stopForwarding = forwardSignals(child, host);
  const stopWatching = onceAbandoned(() => void endGroup(child));
  try {
    const [code, signal]: [number | null, NodeJS.Signals | null] = (await once(child, 'exit')) as never;
    return code ?? SIGNALLED + (signal ? constants.signals[signal] : 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const missing = `there is no such program.${/\s/.test(file) ? ' Leave out the quotes: exec -- npm test' : ''}`;
    host.stderr.write(`${file} cannot be run: ${code === 'ENOENT' ? missing : `${(error as Error).message}.`}\n`);
    return code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE;
  } finally {
    await endGroup(child);
    stopForwarding();
    stopWatching();
  }
}

// In a group of its own, so that signals reach all of it and a Ctrl-C reaches it once. On Windows, npm is a script.
function start([file, ...args]: readonly [string, ...string[]], env: CommandHost['env']): ChildProcess {
  return isWindows
    ? spawn([file, ...args].map(quoted).join(' '), { stdio: 'inherit', env, shell: true })
    : spawn(file, args, { stdio: 'inherit', env, detached: true });
}

function forwardSignals(child: ChildProcess, host: CommandHost): () => void {
  const listeners: [NodeJS.Signals, () => void][] = [];
  const listen = (signal: NodeJS.Signals, listener: () => void): void => {
    listeners.push([signal, listener]);
    host.on(signal, listener);
  };
  let first: number | undefined;
  for (const signal of ENDING) {
    listen(signal, () => {
      const now = performance.now();
      if (first === undefined) {
        first = now;
        signalGroup(child, signal);
      } else if (now - first > REPEAT_MS) {
        signalGroup(child, 'SIGKILL');
      }
    });
  }
  for (const signal of OTHERS) {
    listen(signal, () => signalGroup(child, signal));
  }
  listen('SIGTSTP', function stop() {
    // Ctrl-Z. It does not stop a group whose parent is in another session.
    signalGroup(child, 'SIGSTOP');
    // Only its default action knows whether a shell is there that can continue the command. If so, it returns later.
    host.off('SIGTSTP', stop);
    host.kill(host.pid, 'SIGTSTP');
    host.on('SIGTSTP', stop);
    signalGroup(child, 'SIGCONT');
  });
  return () => {
    for (const [signal, listener] of listeners) {
      host.off(signal, listener);
    }
  };
}

async function endGroup(child: ChildProcess): Promise<void> {
  const start = performance.now();
  let left = signalGroup(child, 'SIGTERM');
  while (left && performance.now() - start < PATIENCE_MS) {
    await setTimeout(POLL_MS);
    left = signalGroup(child, 0);
  }
  if (left) {
    signalGroup(child, 'SIGKILL');
  }
}

/** Sends a signal to the program and what it started; false if nothing is left. On Windows, the console has sent it. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (isWindows || pid === undefined) {
    return false;
  }
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

function quoted(argument: string): string {
  return /[\s"&|<>^]/.test(argument) ? `"${argument.replaceAll('"', '""')}"` : argument;
}
