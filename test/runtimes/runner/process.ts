import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { TIME_LIMIT } from './runtime.js';

/** A process that ends at the latest when its owner is done with it, or when its time is over. */
export interface OwnProcess extends AsyncDisposable {
  /** The first line that it prints. Rejects with what it complained of where it ends without one. */
  readonly firstLine: Promise<string>;
  /** Whether it ends without fail, and within `limit` ms from now. */
  endsWell(limit: number): Promise<boolean>;
}

/** Starts a program, without the environment of this process. */
export function startProcess(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): OwnProcess {
  const child = spawn(file, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT,
    killSignal: 'SIGKILL',
  });
  const closed = once(child, 'close');
  const complaints = text(child.stderr);
  const ended = closed.then(async ([code, signal]) => {
    const end = signal === null ? `ended with the code ${code}` : `was ended by ${signal}, at most ${TIME_LIMIT} ms on`;
    throw new Error(`it printed nothing and ${end}\n${await complaints}`.trim());
  });
  const printed = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
  return {
    firstLine: Promise.race([printed, ended]),
    endsWell: (limit) => Promise.race([closed.then(([code]) => code === 0), delay(limit, false, { ref: false })]),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await closed.catch(() => {});
    },
  };
}
