import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { transformSync } from 'rolldown/utils';
import { onTestFinished, vi } from 'vitest';
import { ROOT } from './root.js';

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

/**
 * Starts a program of examples/ with the built package, on a service at `url`. Its types are removed here rather than in
 * the program: Node then starts in a quarter of the time that it takes with tsx.
 */
export function startExample(file: string, url: string, options: ProgramOptions = {}): RunningProgram {
  const path = `examples/${file}`;
  const { code } = transformSync(file, readFileSync(`${ROOT}${path}`, 'utf8'), { sourcemap: false });
  return startProgram(['--input-type=module', '--eval', code, path], url, options);
}

export function runExample(file: string, url: string, options?: ProgramOptions): Promise<Ended> {
  return startExample(file, url, options).ended;
}

/** Runs a program of this repository that needs no service. */
export function runScript(path: string, ...args: string[]): Promise<Ended> {
  return startProgram(['--import', 'tsx', path], '', { args }).ended;
}

/** Runs the code of a module in JavaScript, as if it stood in the root of the project. */
export function runProgram(code: string, url: string): Promise<Ended> {
  return startCode(code, url).ended;
}

/** The same, without waiting for its end. */
export function startCode(code: string, url: string, options?: ProgramOptions): RunningProgram {
  return startProgram(['--input-type=module', '--eval', code], url, options);
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
