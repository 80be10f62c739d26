import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, it, type TestContext, vi } from 'vitest';
import { CLIENTS } from './support/session.js';

const PROGRAM = fileURLToPath(new URL('../../../emulator/command.ts', import.meta.url));
const COMMAND: [string, ...string[]] = [process.execPath, '--import', 'tsx', PROGRAM];

async function start(
  stdin: 'pipe' | 'ignore',
  { onTestFinished }: TestContext,
  [file, ...args]: [string, ...string[]] = COMMAND,
  options: { env?: NodeJS.ProcessEnv; detached?: boolean } = {},
): Promise<{ url: string; child: ChildProcess; ended: Promise<unknown[]> }> {
  const child = spawn(file, args, { stdio: [stdin, 'pipe', 'ignore'], ...options });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'exit');
  const [url] = await once(createInterface(child.stdout as Readable), 'line');
  return { url, child, ended };
}

it.concurrent('the command prints the URL and ends with its parent, when standard input closes', async (context) => {
  const { url, child, ended } = await start('pipe', context);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(url + CLIENTS)).status).toBe(403);
  child.stdin?.end();
  expect(await ended).toEqual([0, null]);
}, 30_000);

it.concurrent('the command ends on two signals at once as on one', async (context) => {
  const { child, ended } = await start('pipe', context);
  child.kill('SIGINT');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
}, 30_000);

it.concurrent('the command runs without standard input, as in the background or in a container, until SIGTERM', async (context) => {
  const { url, child, ended } = await start('ignore', context);
  expect((await fetch(url + CLIENTS)).status).toBe(403);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
}, 30_000);

it.concurrent('the command ends after a SIGTERM to npx, which leaves it behind', async (context) => {
  // npx starts commands in a shell. A shell may replace itself by the last command of its script.
  const shell: [string, ...string[]] = ['sh', '-c', '"$@"; exit', 'sh', ...COMMAND];
  const env = { ...process.env, npm_lifecycle_event: 'npx', npm_lifecycle_script: 'docspace-emulator' };
  const { url, child, ended } = await start('ignore', context, shell, { env, detached: true });
  context.onTestFinished(() => killGroup(child));
  expect((await fetch(url + CLIENTS)).status).toBe(403);
  child.kill('SIGTERM');
  expect(await ended).toEqual([null, 'SIGTERM']);
  const responds = (): Promise<boolean> =>
    fetch(url).then(
      () => true,
      () => false,
    );
  await vi.waitFor(async () => expect(await responds()).toBe(false), { interval: 50, timeout: 15_000 });
}, 30_000);

// It ends the command with 3 on Ctrl-C.
const PROGRAM_OF_EXEC = `process.on('SIGINT', () => process.exit(3)); setInterval(() => {}, 1000);
  console.log(process.pid);`;
const EXEC: [string, ...string[]] = [...COMMAND, 'exec', '--', process.execPath, '-e', PROGRAM_OF_EXEC];

it.concurrent('exec runs on at Ctrl-Z where no shell could continue it, as in a container', async (context) => {
  // In a session of its own, it has no shell.
  const { child, ended } = await start('ignore', context, EXEC, { detached: true });
  context.onTestFinished(() => killGroup(child));
  child.kill('SIGTSTP');
  child.kill('SIGINT');
  expect(await ended).toEqual([3, null]);
}, 30_000);

it.concurrent('exec stops with its program at Ctrl-Z in a shell, and they go on together', async (context) => {
  // Without a terminal, sh has no job control. `wait` returns when the job stops, so it is kept until the end.
  const shell = ['-c', 'set -m; "$@" & echo $! >&2; read; wait $!', 'bash', ...EXEC];
  const child = spawn('bash', shell, { detached: true });
  const ended = once(child, 'exit');
  const [command, program] = await Promise.all(
    [child.stderr, child.stdout].map(async (stream) => {
      const [line] = await once(createInterface(stream), 'line');
      return Number(line);
    }),
  );
  context.onTestFinished(() => {
    killGroup(child);
    killGroup({ pid: command });
    killGroup({ pid: program });
  });
  process.kill(Number(command), 'SIGTSTP');
  const states = (): string[] => [command, program].map((pid) => stateOf(Number(pid)));
  await vi.waitFor(() => expect(states()).toEqual(['T', 'T']), { interval: 20, timeout: 15_000 });
  process.kill(Number(command), 'SIGCONT');
  await vi.waitFor(() => expect(states()).toEqual(['S', 'S']), { interval: 20, timeout: 15_000 });
  process.kill(Number(command), 'SIGINT');
  child.stdin.end();
  expect(await ended).toEqual([3, null]);
}, 30_000);

it.concurrent('the command does not fail when nobody reads what it prints', async (context) => {
  const child = spawn(COMMAND[0], [...COMMAND.slice(1), '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  context.onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  child.stdout.destroy();
  expect([await once(child, 'close'), errors]).toEqual([[0, null], '']);
}, 30_000);

/** The state of a process by one letter, as ps shows it: T if it is stopped. */
function stateOf(pid: number): string {
  return process.platform === 'linux'
    ? readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .charAt(0)
    : execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).charAt(0);
}

/** Ends what a detached process has left behind. */
function killGroup({ pid }: { readonly pid?: number | undefined }): void {
  try {
    process.kill(-Number(pid), 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}
