import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startSession } from './support/session.js';

const PROGRAM = fileURLToPath(new URL('../../../emulator/process.ts', import.meta.url));

it('runs an emulator until stdin closes, and GET /__stats returns its counts', async () => {
  const options = { serviceVersion: '3.0', limits: { GET: 1 } };
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill();
  });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  const { url } = JSON.parse(line);
  const headers = { Cookie: 'asc_auth_key=emulator-key' };
  const read = async (): Promise<number> => (await fetch(`${url}/api/2.0/scopes`, { headers })).status;
  expect([await read(), await read()]).toEqual([200, 429]);
  for (let count = 0; count < 2; count++) {
    const response = await fetch(`${url}/__stats`);
    expect(await response.json()).toEqual({
      received: 2,
      accepted: 1,
      rateLimited: 1,
      unavailable: 0,
      tokenRequests: 0,
    });
  }
  // It ends by itself, so what it closes leaves no timers behind.
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
}, 30_000);

it('the service itself knows no /__stats', () => {
  expect(startSession().call('GET', '/__stats').status).toBe(403);
});
