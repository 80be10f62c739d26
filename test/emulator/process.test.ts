import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { CLIENTS, startSession } from './support/session.js';

const PROGRAM = fileURLToPath(new URL('../../emulator/process.ts', import.meta.url));

it('runs in a process of its own, tells its counts and ends with its stdin', async () => {
  const options = { apiKeys: ['bench'], limits: { DELETE: 1 } };
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill();
  });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const [line] = await once(lines, 'line');
  const { url } = JSON.parse(line);
  const headers = { Cookie: 'asc_auth_key=bench' };
  const remove = async (): Promise<number> => (await fetch(url + CLIENTS, { method: 'DELETE', headers })).status;
  expect([await remove(), await remove()]).toEqual([200, 429]);
  for (let count = 0; count < 2; count++) {
    const response = await fetch(`${url}/__stats`);
    expect(await response.json()).toEqual({ received: 2, accepted: 1, refused: 1, unavailable: 0 });
  }
  // It ends by itself, so what it closes leaves no timers behind.
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
}, 30_000);

it('alone answers for the counts', async () => {
  const { call } = await startSession();
  expect((await call('GET', '/__stats')).status).toBe(404);
});
