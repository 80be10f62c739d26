import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
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
  await vi.waitFor(() => expect(fetch(url)).rejects.toThrow(), { interval: 50, timeout: 15_000 });
}, 30_000);

/** Ends what a detached process has left behind. */
function killGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-Number(pid), 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}
