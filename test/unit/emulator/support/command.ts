import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { CommandHost } from '../../../../emulator/command/host.js';
import { runCommand } from '../../../../emulator/command/run-command.js';

/** The command in this process. */
export interface Command {
  /** The signals that the command gets. */
  readonly signals: EventEmitter;
  /** Gives the command another parent, as when its own has ended. */
  orphan(): void;
  /** The signals that it sent to itself. */
  readonly sent: string[];
  readonly host: CommandHost;
  readonly stdin: PassThrough;
  /** What it printed so far. */
  readonly printed: { stdout: string; stderr: string };
  /** The exit code. */
  readonly ended: Promise<number>;
  /** The first line on standard output. */
  readonly line: Promise<string>;
}

/** Starts the command, ended after the test. */
export function startCommand(
  argv: readonly string[],
  { env = process.env, isTTY = false }: { env?: Readonly<Record<string, string | undefined>>; isTTY?: boolean } = {},
): Command {
  const signals = new EventEmitter();
  const sent: string[] = [];
  const printed = { stdout: '', stderr: '' };
  const [stdin, lines] = [new PassThrough(), new PassThrough()];
  const sink = (name: keyof typeof printed): Writable =>
    new Writable({
      write: (chunk, _, done) => {
        printed[name] += chunk;
        if (name === 'stdout') {
          lines.write(chunk);
        }
        done();
      },
    });
  const host: CommandHost & { ppid: number } = {
    ppid: 2,
    pid: 3,
    kill: (pid, signal) => {
      const listener = signals.listenerCount(signal) === 0 ? 'without a listener' : 'with a listener';
      return sent.push(`${signal} to ${pid}, ${listener}`);
    },
    stdin,
    stdout: sink('stdout'),
    stderr: Object.assign(sink('stderr'), { isTTY }),
    env,
    on: (signal, listener) => signals.on(signal, listener),
    off: (signal, listener) => signals.off(signal, listener),
  };
  const ended = runCommand(argv, host);
  const orphan = (): void => {
    host.ppid = 1;
  };
  onTestFinished(async () => {
    signals.emit('SIGTERM');
    await ended;
  });
  const line = once(createInterface(lines), 'line').then(([text]) => String(text));
  return { signals, sent, orphan, host, stdin, printed, ended, line };
}

/** Runs the command to its end. */
export async function run(...argv: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { ended, printed } = startCommand(argv);
  return { code: await ended, ...printed };
}
