import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signatureOf } from '../../support/signature.js';
import { CLIENTS, NOBODY, SIGNATURE_KEY, USERS } from './support/session.js';

const PROGRAM = fileURLToPath(new URL('../../../emulator/command.ts', import.meta.url));

async function start(
  ...options: string[]
): Promise<{ url: string; child: ChildProcessByStdio<Writable, Readable, null>; ended: Promise<unknown[]> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const ended = once(child, 'exit');
  const [url] = await once(createInterface(child.stdout), 'line');
  return { url, child, ended };
}

describe('the command', () => {
  it('prints the URL and ends when standard input closes', async () => {
    const { url, child, ended } = await start();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(url + CLIENTS)).status).toBe(403);
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  }, 30_000);

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'ends on %s',
    async (signal) => {
      const { child, ended } = await start();
      child.kill(signal);
      expect(await ended).toEqual([0, null]);
    },
    30_000,
  );

  it('reads --service-version, --edition, --limits, --users, --signature-key-hex and --direct', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'emulator-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'users.mjs');
    await writeFile(file, `export default (key) => (key === 'key' ? ${JSON.stringify(USERS.admin)} : undefined);`);
    const revoke = async (url: string, headers: Record<string, string>): Promise<[number, string | null]> => {
      const init = { method: 'DELETE', headers: { 'User-Agent': 'test', ...headers } };
      const response = await fetch(`${url}${CLIENTS}/${NOBODY}/revoke`, init);
      return [response.status, response.headers.get('x-ratelimit-remaining')];
    };

    const old = await start('--service-version', '3.0', '--users', file, '--limits', 'raised', '--direct');
    const cookie = { Cookie: 'asc_auth_key=key' };
    const forwarded = { 'X-Forwarded-Host': 'portal.example.com', 'X-Forwarded-Proto': 'https' };
    expect(await revoke(old.url, cookie)).toEqual([401, null]);
    expect(await revoke(old.url, { ...cookie, ...forwarded })).toEqual([200, '999999']);

    const hex = Buffer.from(SIGNATURE_KEY).toString('hex');
    const community = await start('--edition', 'community', '--signature-key-hex', hex, '--port', '0');
    expect(await revoke(community.url, { 'x-signature': signatureOf(USERS.user, SIGNATURE_KEY) })).toEqual([200, '99']);
  }, 30_000);
});
