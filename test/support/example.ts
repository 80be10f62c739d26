import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));
// A program takes its time to start, and more on a machine that is busy.
vi.setConfig({ testTimeout: 30_000 });

export const KEY = 'emulator-key';

/** What became of a program. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningProgram {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  ended: Promise<Ended>;
}

export interface ProgramOptions {
  args?: readonly string[];
  /** What is written to its standard input. */
  input?: string;
  env?: Readonly<Record<string, string>>;
}

/** Starts a program of examples/ as a user does, with the built package, on a service at `url`. */
export function startExample(file: string, url: string, options: ProgramOptions = {}): RunningProgram {
  return startProgram(['--import', 'tsx', `examples/${file}`], url, options);
}

export function runExample(file: string, url: string, options?: ProgramOptions): Promise<Ended> {
  return startExample(file, url, options).ended;
}

/** Runs the code of a module in JavaScript, as if it stood in the root of the project. */
export function runProgram(code: string, url: string): Promise<Ended> {
  return startProgram(['--input-type=module', '--eval', code], url).ended;
}

/** Starts Node in the root of the project; killed after the test. */
function startProgram(
  nodeArgs: readonly string[],
  url: string,
  { args = [], input = '', env = {} }: ProgramOptions = {},
): RunningProgram {
  const { HTTPS_PROXY, LOG_LEVEL, DOCSPACE_LOG, ...others } = process.env;
  const child = spawn(process.execPath, [...nodeArgs, ...args], {
    cwd: ROOT,
    env: { ...others, DOCSPACE_BASE_URL: url, DOCSPACE_API_KEY: KEY, ...env },
    stdio: 'pipe',
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  child.stdin.end(input);
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code], stdout, stderr]) => ({ code, stdout, stderr }),
  );
  return { child, ended };
}
