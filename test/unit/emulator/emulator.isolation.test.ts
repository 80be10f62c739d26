import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hostCheckFor, reachable } from '../../../emulator/host-check.js';
import { createEmulator } from '../../../emulator/index.js';
import { ClientManagementApi } from '../../../src/index.js';
import { CREATE_REQUEST } from '../../support/calls.js';
import { startEmulator } from './support/server.js';

/** The status of a request with a header Host of its own. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  const sent = request(`${url}/health`, { headers: { Host: host }, agent: false }).end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

describe('it is not open to others', () => {
  it.each(['evil.example', 'evil.example:80', 'localhost.evil.example', '192.0.2.1', '127.0.0.1.evil.example'])(
    'to a web page that reaches it as %j',
    async (host) => {
      const emulator = await startEmulator();
      expect(await statusFor(emulator.url, host)).toBe(421);
      expect(emulator.requests).toMatchObject([{ path: '/health', status: 421 }]);
      expect(emulator.stats().received).toBe(0);
    },
  );

  it.each(['localhost', 'localhost:1234', 'app.localhost', '127.0.0.1', '127.9.9.9:1', '[::1]:8080'])(
    'but to this machine as %s',
    async (host) => {
      expect(await statusFor((await startEmulator()).url, host)).toBe(200);
    },
  );

  it.each(['127.1', '2130706433', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', 'localhost'])(
    'to a web page if host is %s, a loopback address',
    async (host) => {
      const { url } = await startEmulator({ host });
      expect(await statusFor(url, 'evil.example')).toBe(421);
      expect((await fetch(`${url}/health`)).status).toBe(200);
    },
  );

  it.each(['0.0.0.0', '::', '192.0.2.1', '::ffff:192.0.2.1'])(
    'unless it listens on %s: then every name is served',
    (address) => {
      expect(hostCheckFor(address, address)('portal.example.com')).toBe(true);
    },
  );

  it('and serves the name that host gives a loopback address', () => {
    const serves = hostCheckFor('127.0.1.1', 'My-Machine');
    expect([serves('my-machine:80'), serves('other-machine:80')]).toEqual([true, false]);
  });
});

describe('localhost, 127.0.0.1 and ::1', () => {
  it('url is the literal address that it listens on, and localhost leads there too', async () => {
    const { url } = await startEmulator();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url.replace('127.0.0.1', 'localhost')}/health`)).status).toBe(200);
  });

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::', '[::1]'],
    ['::1', '[::1]'],
  ])('one that listens on %s is reached at %s', (address, reached) => {
    expect(reachable(address)).toBe(reached);
  });
});

it('rejects a port that is taken at once, and names it', async () => {
  const port = Number(new URL((await startEmulator()).url).port);
  const error = await createEmulator({ port }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'EADDRINUSE',
    message: expect.stringContaining(`Port ${port} of 127.0.0.1 is taken.`),
  });
});

describe('fake timers do not freeze it', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.resetModules();
  });

  it.each(['before', 'after'])('that are installed %s it is imported', async (order) => {
    const real = Date.now();
    vi.resetModules();
    const load = (): Promise<{ createEmulator: typeof createEmulator }> => import('../../../emulator/index.js');
    const early = order === 'before' ? undefined : await load();
    vi.useFakeTimers();
    vi.setSystemTime(Date.UTC(2040, 0, 1));
    const { createEmulator: create } = early ?? (await load());
    const emulator = await create({ limits: { POST: 1 } });
    const api = new ClientManagementApi({
      baseUrl: emulator.url,
      apiKey: emulator.signIn('admin'),
      pacing: false,
      retry: false,
    });
    const { created_on } = await api.createClient(CREATE_REQUEST);
    expect(Math.abs(Date.parse(created_on) - real)).toBeLessThan(60_000);
    // Faked time refills no limit, the time of the emulator does.
    vi.advanceTimersByTime(60_000);
    await expect(api.createClient(CREATE_REQUEST)).rejects.toMatchObject({ status: 429 });
    emulator.advance(60_000);
    await api.createClient(CREATE_REQUEST);
    await emulator.close();
  });
});

it('lets the process end if it was not closed, with open connections and a request that hangs', async () => {
  const entry = pathToFileURL('emulator/index.ts').href;
  const program = `
    const { createEmulator } = await import(${JSON.stringify(entry)});
    const { connect } = await import('node:net');
    const emulator = await createEmulator();
    emulator.respondWith('getScopes', { hang: true });
    await fetch(emulator.url + '/health').then((response) => response.text());
    const socket = connect(new URL(emulator.url).port, '127.0.0.1').unref();
    socket.write('GET /api/2.0/scopes HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n');
    while (emulator.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    console.log('done');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 10_000,
  });
  const ended = once(child, 'exit');
  expect(String((await once(child.stdout, 'data'))[0])).toBe('done\n');
  expect(await ended).toEqual([0, null]);
}, 20_000);
