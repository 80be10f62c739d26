import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, it, type TestContext } from 'vitest';
import { CLIENTS } from './support/session.js';

const PROGRAM = fileURLToPath(new URL('../../../emulator/command.ts', import.meta.url));

async function start(
  stdin: 'pipe' | 'ignore',
  { onTestFinished }: TestContext,
): Promise<{ url: string; child: ChildProcess; ended: Promise<unknown[]> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM], { stdio: [stdin, 'pipe', 'ignore'] });
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
