import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The path of a program beside src/. */
export function programPath(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** Runs a TypeScript program in a process of its own. */
function start(program: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** The first line that a process prints, parsed as JSON; `undefined` if it prints none. */
async function firstLine(child: ChildProcess): Promise<unknown> {
  if (!child.stdout) {
    throw new Error('the process has no stdout');
  }
  const lines = createInterface(child.stdout);
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
  return line === undefined ? undefined : JSON.parse(line);
}

/** Runs a program to its end and returns what it printed, parsed as JSON. */
export async function run<Result>(program: string, args: readonly string[]): Promise<Result> {
  const child = start(program, args);
  const ended = once(child, 'exit');
  const result = await firstLine(child);
  await ended;
  return result as Result;
}

/** A server in a process of its own, which ends with its stdin. */
export interface RemoteServer extends AsyncDisposable {
  readonly url: string;
}

export async function startServer(program: string, args: readonly string[] = []): Promise<RemoteServer> {
  const child = start(program, args);
  const ended = once(child, 'exit');
  const { url } = (await firstLine(child)) as { url: string };
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      child.stdin?.end();
      await ended;
    },
  };
}
