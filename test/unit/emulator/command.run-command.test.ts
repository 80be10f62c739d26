import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { withRequestLog } from '../../../emulator/command/request-log.js';
import { DEFAULT_USER } from '../../../emulator/users.js';
import { ClientManagementApi, PermissionDeniedError } from '../../../src/index.js';
import { CREATE_REQUEST } from '../../support/calls.js';
import { blockWith } from '../../support/pages.js';
import { signatureOf } from '../../support/signature.js';
import { watchUnhandled } from '../../support/unhandled.js';
import { type Command, run, startCommand } from './support/command.js';
import { startEmulator } from './support/server.js';
import { CLIENTS, NOBODY, SIGNATURE_KEY, USERS } from './support/session.js';

// Programs start slowly on a busy machine.
const PATIENTLY = { interval: 10, timeout: 15_000 };
vi.setConfig({ testTimeout: 20_000 });

const API_KEY = 'emulator-key';

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Arguments that run a program of this Node. */
const execNode = (code: string): string[] => ['exec', '--', process.execPath, '-e', code];

/** A statement of a program that adds a text to its marks. */
const mark = (text: string): string => `require('node:fs').appendFileSync(process.env.MARKS, '${text}');`;
const READY = mark('ready');

/** Starts a program of this Node. `marked` waits until these are its marks. */
async function startProgram(
  code: string,
  env = process.env,
): Promise<Command & { marked(text: string): Promise<void> }> {
  const file = join(await makeFolder(), 'marks');
  await writeFile(file, '');
  const marked = (text: string): Promise<void> =>
    vi.waitFor(async () => expect(await readFile(file, 'utf8')).toBe(text), PATIENTLY);
  return { ...startCommand(execNode(code), { env: { ...env, MARKS: file } }), marked };
}

describe('runCommand: the line that it prints', () => {
  it.each(['', '/'])('is the baseUrl of the first call as it is, with %j behind it', async (slash) => {
    const { line } = startCommand([]);
    const api = new ClientManagementApi({ baseUrl: `${await line}${slash}`, apiKey: API_KEY });
    expect((await api.createClient(CREATE_REQUEST)).name).toBe(CREATE_REQUEST.name);
  });

  it('is a clear error with the path of the API behind it', async () => {
    const { line } = startCommand([]);
    const url = await line;
    expect(() => new ClientManagementApi({ baseUrl: `${url}/api/2.0`, apiKey: API_KEY })).toThrow(
      `baseUrl must be without /api/2.0: ${url}`,
    );
  });

  it('comes when it responds, and not too early', async () => {
    const { line, printed } = startCommand([]);
    expect(printed.stdout).toBe('');
    expect((await fetch(`${await line}/health`)).status).toBe(200);
    expect(printed.stdout).toBe(`${await line}\n`);
  });

  it.each(['3.7', '3.0'])('goes with what to set on standard error, on %s', async (version) => {
    const { line, printed } = startCommand(['--service-version', version]);
    const baseUrl = await line;
    expect(printed.stderr).toBe(
      `Set DOCSPACE_BASE_URL to ${baseUrl}, and DOCSPACE_API_KEY to emulator-key (role: admin).\n`,
    );
    expect(await new ClientManagementApi({ baseUrl, apiKey: API_KEY }).getScopes()).toHaveLength(9);
  });

  it.each([
    ['3.7', 'export default {};'],
    ['3.0', 'export default {};'],
    ['3.7', 'export default () => undefined;'],
    ['3.0', 'export default () => undefined;'],
  ])('goes with the key of an admin beside --users, on %s: %s', async (version, users) => {
    const file = join(await makeFolder(), 'users.mjs');
    await writeFile(file, users);
    const { line, printed } = startCommand(['--service-version', version, '--users', file]);
    const baseUrl = await line;
    expect(printed.stderr).toBe(
      `Set DOCSPACE_BASE_URL to ${baseUrl}, and DOCSPACE_API_KEY to emulator-key (role: admin) or a key of ${file}.\n`,
    );
    const api = new ClientManagementApi({ baseUrl, apiKey: API_KEY });
    expect((await api.createClient(CREATE_REQUEST)).name).toBe(CREATE_REQUEST.name);
    await expect(new ClientManagementApi({ baseUrl, apiKey: 'unknown' }).getScopes()).rejects.toThrow();
  });

  it('goes with the role of a user that --users have in place of that admin', async () => {
    const file = join(await makeFolder(), 'users.json');
    await writeFile(file, JSON.stringify({ [API_KEY]: { ...DEFAULT_USER, role: 'guest' } }));
    const { line, printed } = startCommand(['--users', file]);
    const api = new ClientManagementApi({ baseUrl: await line, apiKey: API_KEY });
    expect(printed.stderr).toContain(`to emulator-key (role: guest) or a key of ${file}.`);
    await expect(api.createClient(CREATE_REQUEST)).rejects.toBeInstanceOf(PermissionDeniedError);
  });

  it('goes with the key of an admin in the portal of --users', async () => {
    const file = join(await makeFolder(), 'users.json');
    await writeFile(file, JSON.stringify({ 'sk-emulator-ben': { id: NOBODY, role: 'user', tenant: 5 } }));
    const { line } = startCommand(['--users', file]);
    const [own, bens] = await Promise.all(
      [API_KEY, 'sk-emulator-ben'].map(async (apiKey) => new ClientManagementApi({ baseUrl: await line, apiKey })),
    );
    await bens?.createClient(CREATE_REQUEST);
    expect((await own?.getClients())?.data).toMatchObject([{ created_by: NOBODY, tenant: 5 }]);
  });

  it.each([
    ['3.0', { 'sk-secret': DEFAULT_USER, session: DEFAULT_USER }, '1 key of'],
    ['3.0', { 'sk-secret': DEFAULT_USER, 'sk-other': DEFAULT_USER }, '2 keys of'],
    ['3.0', { session: DEFAULT_USER }, undefined],
    ['3.1', { 'sk-secret': DEFAULT_USER }, undefined],
  ])('comes after a warning of keys that do not work, on %s: %j', async (version, users, keys) => {
    const file = join(await makeFolder(), 'users.json');
    await writeFile(file, JSON.stringify(users));
    const { code, stderr } = await run('--service-version', version, '--users', file, ...execNode(''));
    expect([code, stderr]).toEqual([
      0,
      keys === undefined
        ? ''
        : `Warning: version 3.0 has no API keys, so ${keys} ${file} will not work. Let none begin with sk-.\n`,
    ]);
  });

  it('goes with the key of signatures with --direct, where no API key works', async () => {
    const { line, printed } = startCommand(['--direct']);
    const url = await line;
    const [, hex = ''] =
      /requests need a signature\. The key of signatures is (\w+) \(hex\)\n/.exec(printed.stderr) ?? [];
    const headers = { 'x-signature': signatureOf(USERS.admin, Buffer.from(hex, 'hex')) };
    expect((await fetch(`${url}${CLIENTS}?limit=1`, { headers })).status).toBe(200);
    await expect(new ClientManagementApi({ baseUrl: url, apiKey: API_KEY }).getScopes()).rejects.toThrow();
  });

  it('goes without it if --signature-key-hex is set', async () => {
    const hex = Buffer.from(SIGNATURE_KEY).toString('hex');
    const { line, printed } = startCommand(['--direct', '--signature-key-hex', hex]);
    await line;
    expect(printed.stderr).toMatch(/The key of signatures is that of --signature-key-hex\n$/);
  });
});

describe('runCommand: how it ends', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('on %s, and on a second one, its port is free', async (signal) => {
    const { line, signals, ended } = startCommand([]);
    const url = await line;
    signals.emit(signal);
    // Without a listener, a second one would end the process before it has saved.
    expect(signals.listenerCount(signal)).toBe(1);
    signals.emit(signal);
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('when standard input closes', async () => {
    const { line, stdin, ended } = startCommand([]);
    await line;
    stdin.end();
    expect(await ended).toBe(0);
  });
});

describe('runCommand: after the end of npx', () => {
  const env = { ...process.env, npm_lifecycle_event: 'npx', npm_lifecycle_script: 'docspace-emulator --quiet' };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('it ends', async () => {
    const { line, orphan, ended } = startCommand([], { env });
    const url = await line;
    vi.advanceTimersByTime(10_000);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    orphan();
    vi.advanceTimersByTime(500);
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('it ends if npx ended before it was ready', async () => {
    const { orphan, ended } = startCommand([], { env });
    orphan();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), PATIENTLY);
    vi.advanceTimersByTime(500);
    expect(await ended).toBe(0);
  });

  it('exec ends its program', async () => {
    const { orphan, ended } = startCommand(execNode('setInterval(() => {}, 1000);'), { env });
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1), PATIENTLY);
    orphan();
    vi.advanceTimersByTime(500);
    expect(await ended).toBe(143);
  });

  it('exec ends a program that ignores the request to end', async () => {
    const { orphan, ended, marked } = await startProgram(
      `process.on('SIGTERM', () => {}); ${READY} setInterval(() => {}, 1000);`,
      env,
    );
    await marked('ready');
    orphan();
    vi.advanceTimersByTime(500);
    expect(await ended).toBe(137);
  });

  it('exec watches no longer than its program runs', async () => {
    expect(await startCommand(execNode(''), { env }).ended).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['a script, in the background', { npm_lifecycle_event: 'pretest' }],
    ['a program that npx started', { npm_lifecycle_script: 'tsx setup.mts' }],
  ])('it runs on if it was started by %s', async (_, other) => {
    const { line, orphan } = startCommand([], { env: { ...env, ...other } });
    const url = await line;
    orphan();
    vi.advanceTimersByTime(10_000);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

describe('runCommand: a setting that is misspelt or in another form', () => {
  it.each([
    [['--prot', '8080'], 'Unknown option --prot.'],
    [['-p', '8080'], 'Unknown option -p.'],
    [['--port'], '--port needs a value.'],
    [['--port', '--quiet'], '--port needs a value.'],
    [['--port='], '--port needs a value.'],
    [['--quiet=no'], '--quiet takes no value.'],
    [['--port', '80 80'], '--port must be a whole number'],
    [['--port', '0x50'], '--port must be a whole number'],
    [['--port', '65536'], '--port must be a whole number'],
    [
      ['--service-version', '3.7.2'],
      '--service-version must be one of "3.0", "3.1", "3.2", "3.5", "3.6", "3.7", "next", not "3.7.2". `docspace',
    ],
    [['--edition', 'hosted'], '--edition must be one of "standalone", "community", not "hosted".'],
    [['--limits', 'none'], '--limits must be one of "real", "raised", not "none".'],
    [['--signature-key-hex', 'abc'], '--signature-key-hex must be hexadecimal'],
    [['--users', 'missing.mjs'], '--users missing.mjs cannot be loaded'],
    [['--users', 'missing.json'], '--users missing.json cannot be loaded: ENOENT'],
    [['--users', 'package.json'], '--users: user 1 must be an object such as'],
    [['http://127.0.0.1:8080'], 'Unexpected argument http://127.0.0.1:8080.'],
    [['exec', 'npm', 'test'], 'Unexpected argument npm. To run a program, write exec -- and the program'],
    [['exec', '--'], 'exec needs a program'],
    [
      ['--direct', 'exec', '--', 'npm', 'test'],
      '--direct has no API key for exec: requests need a signature. Leave out --direct.',
    ],
    [['exec', '--', ''], 'exec needs a program'],
    [['--', 'npm', 'test'], 'write exec -- and the program'],
  ])('%j is an error with exit code 2 and a remedy', async (argv, message) => {
    const { code, stdout, stderr } = await run(...argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it.each([['--help'], ['-h'], ['exec', '--help'], ['--help', 'exec', '--', 'npm']])(
    '%s %s lists the options',
    async (...argv) => {
      const { code, stdout } = await run(...argv);
      expect(code).toBe(0);
      expect(stdout).toContain('--signature-key-hex HEX');
      for (const line of stdout.split('\n')) {
        expect(line.length).toBeLessThanOrEqual(120);
      }
    },
  );
});

describe('runCommand: where it listens', () => {
  it('rejects a port that is taken at once, and names it', async () => {
    const { port } = new URL((await startEmulator()).url);
    const { code, stderr } = await run('--port', port);
    expect([code, stderr]).toEqual([1, `Port ${port} of 127.0.0.1 is taken. Set another port, or 0 for a free one.\n`]);
  });

  it('warns if --host opens it to others, and names a host that is none of this machine', async () => {
    const { code, stderr } = await run('--host', '192.0.2.1');
    expect(code).toBe(1);
    expect(stderr).toContain('Warning: everybody who reaches 192.0.2.1 can use this emulator');
    expect(stderr).toContain('The host "192.0.2.1" is no address of this machine.');
  });

  it('does not warn on the loopback address', async () => {
    const { line, printed } = startCommand(['--host', 'localhost']);
    await line;
    expect(printed.stderr).not.toContain('Warning');
  });
});

describe('runCommand: the options of the service', () => {
  it('reads --users from JSON, as docs/testing.md shows it', async () => {
    const file = join(await makeFolder(), 'users.json');
    await writeFile(file, blockWith('docs/testing.md', 'sk-emulator-anna', 'json'));
    const { line } = startCommand(['--users', file]);
    const baseUrl = await line;
    const [anna, ben] = ['sk-emulator-anna', 'sk-emulator-ben'].map(
      (apiKey) => new ClientManagementApi({ baseUrl, apiKey }),
    );
    await anna?.createClient(CREATE_REQUEST);
    expect([(await anna?.getClients())?.data.length, (await ben?.getClients())?.data.length]).toEqual([1, 0]);
  });

  it('takes --users with a byte order mark, and shows nothing of a file that is no JSON', async () => {
    const file = join(await makeFolder(), 'users.json');
    await writeFile(file, '\uFEFF{}');
    expect((await run('--users', file, ...execNode(''))).code).toBe(0);
    await writeFile(file, 'sk-secret');
    const { code, stderr } = await run('--users', file);
    expect([code, stderr]).toEqual([2, `--users ${file} cannot be loaded: it is no JSON.\n`]);
  });

  it('rejects a function of --users that throws for an unknown key', async () => {
    const file = join(await makeFolder(), 'users.mjs');
    await writeFile(file, "export default () => { throw new Error('no such user'); }");
    const { code, stderr } = await run('--users', file);
    expect([code, stderr]).toEqual([
      2,
      `--users ${file} throws for the key emulator-key: no such user. Return undefined for an unknown key.\n`,
    ]);
  });

  it.each(["throw new Error('gone')", "throw new TypeError('gone')"])(
    'names a function of --users that throws for data: %s',
    async (throws) => {
      const folder = await makeFolder();
      const [file, users] = [join(folder, 'data.json'), join(folder, 'users.mjs')];
      await writeFile(users, `export default (key) => { if (key !== 'emulator-key') ${throws}; }`);
      await writeFile(file, JSON.stringify({ clients: [{ name: 'Reporting', created_by: NOBODY }] }));
      const { code, stderr } = await run('--users', users, '--data', file);
      expect([code, stderr]).toEqual([2, `--users ${users} throws: gone. Return undefined for an unknown key.\n`]);
    },
  );

  it('rejects an async function of --users, whose rejection ends nothing', async () => {
    const unhandled = watchUnhandled();
    const file = join(await makeFolder(), 'users.mjs');
    await writeFile(file, "export default async () => { throw new Error('gone'); }");
    const { code, stderr } = await run('--users', file);
    expect(code).toBe(2);
    expect(stderr).toContain('not an instance of Promise');
    expect(await unhandled()).toEqual([]);
  });

  it.each([false, true])('reads --data as docs/testing.md shows it, with its --users: %s', async (withUsers) => {
    const folder = await makeFolder();
    const [file, users] = [join(folder, 'data.json'), join(folder, 'users.json')];
    await writeFile(file, blockWith('docs/testing.md', '"consents"', 'json'));
    await writeFile(users, blockWith('docs/testing.md', 'sk-emulator-anna', 'json'));
    const { line } = startCommand(['--data', file, ...(withUsers ? ['--users', users] : [])]);
    const api = new ClientManagementApi({ baseUrl: await line, apiKey: API_KEY });
    expect((await api.getConsents()).data).toMatchObject([{ scopes: 'files:read', client: { name: 'Reporting' } }]);
  });

  it('reads --service-version, --limits, --users and --direct', async () => {
    const file = join(await makeFolder(), 'users.mjs');
    await writeFile(file, `export default (key) => (key === 'key' ? ${JSON.stringify(USERS.admin)} : undefined);`);
    const { line } = startCommand(['--service-version', '3.0', '--users', file, '--limits', 'raised', '--direct']);
    const cookie = { Cookie: 'asc_auth_key=key' };
    const forwarded = { 'X-Forwarded-Host': 'portal.example.com', 'X-Forwarded-Proto': 'https' };
    expect(await revoke(await line, cookie)).toEqual([401, null]);
    expect(await revoke(await line, { ...cookie, ...forwarded })).toEqual([200, '999999']);
  });

  it('reads --edition, --signature-key-hex and --port', async () => {
    const hex = Buffer.from(SIGNATURE_KEY).toString('hex');
    const { line } = startCommand(['--edition', 'community', '--signature-key-hex', hex, '--port', '0']);
    const headers = { 'x-signature': signatureOf(USERS.user, SIGNATURE_KEY) };
    expect(await revoke(await line, headers)).toEqual([200, '99']);
  });

  async function revoke(url: string, headers: Record<string, string>): Promise<[number, string | null]> {
    const init = { method: 'DELETE', headers: { 'User-Agent': 'test', ...headers } };
    const response = await fetch(`${url}${CLIENTS}/${NOBODY}/revoke`, init);
    return [response.status, response.headers.get('x-ratelimit-remaining')];
  }
});

describe('runCommand: the request log', () => {
  it.each([
    ['has colours on a terminal', true, {}, '\x1b[32m200\x1b[0m'],
    ['has none otherwise', false, {}, '200'],
    ['has none if NO_COLOR is set', true, { NO_COLOR: '1' }, '200'],
    ['has them if FORCE_COLOR is set', false, { FORCE_COLOR: '1' }, '\x1b[32m200\x1b[0m'],
    ['has none if FORCE_COLOR is 0', true, { FORCE_COLOR: '0' }, '200'],
  ])('%s', async (_, isTTY, env, status) => {
    const { line, printed } = startCommand([], { isTTY, env });
    await fetch(`${await line}/health`);
    await vi.waitFor(() => expect(printed.stderr).toMatch(/\/health/), PATIENTLY);
    const [entry] = printed.stderr.split('\n').slice(1);
    expect(entry?.replace(/\d+ ms$/, 'N ms')).toBe(`GET /health ${status} N ms`);
  });

  it('holds no secret, wherever it is in a request', async () => {
    const { line, printed } = startCommand([]);
    const headers = { Authorization: 'Bearer sk-secret-1', Cookie: 'asc_auth_key=secret-2', 'x-signature': 'secret-3' };
    await fetch(`${await line}${CLIENTS}/sk-secret-4/eyJzZWNyZXQ.secret-5`, { headers });
    await vi.waitFor(() => expect(printed.stderr).toMatch(/clients/), PATIENTLY);
    expect(printed.stderr).toContain(`GET ${CLIENTS}/***/*** 403`);
    expect(printed.stderr).not.toContain('secret-');
  });

  it('holds no character that terminals obey, whatever the parser of the runtime lets through', () => {
    let printed = '';
    const stderr = new Writable({
      write: (chunk, _, done) => {
        printed += chunk;
        done();
      },
    });
    const response = Object.assign(new EventEmitter(), { headersSent: true, statusCode: 200 });
    const request = { method: 'GET', url: '/\u009b31m\x1b' };
    withRequestLog(() => {}, { stderr, env: {} })(request as IncomingMessage, response as unknown as ServerResponse);
    response.emit('close');
    expect(printed).toMatch(/^GET \/%C2%9B31m%1B 200 \d+ ms\n$/);
  });

  it('is written on when nobody reads it any more', async () => {
    const { line, host, signals, ended } = startCommand([]);
    const url = await line;
    for (const stream of [host.stdout, host.stderr]) {
      stream.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    }
    expect((await fetch(`${url}/health`)).status).toBe(200);
    signals.emit('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('is off, as is the key, with --quiet', async () => {
    const { line, printed, signals, ended } = startCommand(['--quiet']);
    await fetch(`${await line}/health`);
    signals.emit('SIGTERM');
    await ended;
    expect(printed.stderr).toBe('');
  });
});

describe('runCommand: --data', () => {
  it('saves what changes, and loads it again', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'data.json');
    const first = startCommand(['--data', file]);
    const api = new ClientManagementApi({ baseUrl: await first.line, apiKey: API_KEY });
    const { client_id, client_secret } = await api.createClient(CREATE_REQUEST);
    // Without an end of the command.
    await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toContain(client_id), PATIENTLY);
    const other = await api.createClient(CREATE_REQUEST);
    first.signals.emit('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(await readdir(folder)).toEqual(['data.json']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const second = startCommand(['--data', file]);
    const again = new ClientManagementApi({ baseUrl: await second.line, apiKey: API_KEY });
    expect(await again.getClient(client_id)).toMatchObject({ name: CREATE_REQUEST.name, client_secret });
    await again.deleteClient(other.client_id);
    second.signals.emit('SIGTERM');
    await second.ended;
    expect(JSON.parse(await readFile(file, 'utf8')).clients).toMatchObject([{ client_id }]);
  });

  it('keeps the ids of clients that the file only names', async () => {
    const file = join(await makeFolder(), 'data.json');
    await writeFile(file, '{"clients":[{"name":"Reporting"}]}');
    await run('--data', file, ...execNode(''));
    const kept = await readFile(file, 'utf8');
    expect(JSON.parse(kept).clients).toMatchObject([{ name: 'Reporting', client_id: expect.any(String) }]);
    await run('--data', file, ...execNode(''));
    expect(await readFile(file, 'utf8')).toBe(kept);
  });

  it.each([
    ['an array, as seed() takes it', '[{"name":"Reporting"}]', ['Reporting']],
    ['nothing, as mktemp makes it', '', []],
    ['an object without clients', '{"consents":[]}', []],
    ['a file with a byte order mark', '\uFEFF{"clients":[{"name":"Reporting"}]}', ['Reporting']],
  ])('loads %s', async (_, text, names) => {
    const file = join(await makeFolder(), 'data.json');
    await writeFile(file, text);
    const api = new ClientManagementApi({ baseUrl: await startCommand(['--data', file]).line, apiKey: API_KEY });
    expect((await api.getClients()).data.map(({ name }) => name)).toEqual(names);
  });

  it('loads consents, and saves those that are left', async () => {
    const file = join(await makeFolder(), 'data.json');
    const [first, second] = ['6c7cf17b-1bd3-47d5-94c6-be2d3570e168', '7c7cf17b-1bd3-47d5-94c6-be2d3570e168'];
    const clients = [first, second].map((client_id) => ({ name: 'Reporting', client_id }));
    const later = { user: API_KEY, client_id: first, scopes: ['openid'], modified_at: '2026-02-01T00:00:00Z' };
    const earlier = { user: API_KEY, client_id: second, scopes: ['files:read'], modified_at: '2026-01-01T00:00:00Z' };
    await writeFile(file, JSON.stringify({ clients, consents: [later, earlier] }));
    const { line, signals, ended } = startCommand(['--data', file]);
    const api = new ClientManagementApi({ baseUrl: await line, apiKey: API_KEY });
    const { data } = await api.getConsents();
    expect(data.map(({ registered_client_id, modified_at }) => [registered_client_id, modified_at])).toEqual([
      [first, later.modified_at],
      [second, earlier.modified_at],
    ]);
    await api.revokeUserClient(first);
    signals.emit('SIGTERM');
    await ended;
    const saved = JSON.parse(await readFile(file, 'utf8'));
    // The key is no longer in it.
    expect(saved.consents).toEqual([{ ...earlier, user: DEFAULT_USER.id }]);
    const kept = await readFile(file, 'utf8');
    await run('--data', file, ...execNode(''));
    expect(await readFile(file, 'utf8')).toBe(kept);
  });

  it('saves no consent to a client that is deleted', async () => {
    const file = join(await makeFolder(), 'data.json');
    const consents = [{ user: API_KEY, client_id: NOBODY, scopes: ['openid'] }];
    await writeFile(file, JSON.stringify({ clients: [{ name: 'Reporting', client_id: NOBODY }], consents }));
    const { line, signals, ended } = startCommand(['--data', file]);
    await new ClientManagementApi({ baseUrl: await line, apiKey: API_KEY }).deleteClient(NOBODY);
    signals.emit('SIGTERM');
    await ended;
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ clients: [], consents: [] });
  });

  it.each([
    ['{"clients":[', 'it is no JSON'],
    ['5', 'it must be an object, such as {"clients":'],
    ['{"clients":{}}', 'clients must be an array'],
    ['{"clients":[],"consent":[]}', 'unknown field "consent". Known fields: clients, consents.'],
    ['{"clients":[],"consents":{}}', 'consents must be an array, not an object.'],
    ['{"clients":[],"consents":[5]}', 'consents[0] must be an object, not 5.'],
    [
      '{"clients":[],"consents":[{"client":"x"}]}',
      'unknown field "client" in consents[0]. Known fields: user, client_id',
    ],
    ['{"clients":[],"consents":[{"user":"emulator-key"}]}', 'consents[0].client_id must be a string.'],
    [
      '{"clients":[],"consents":[{"user":"emulator-key","client_id":"x","scopes":[],"modified_at":"today"}]}',
      'consents[0].modified_at must be a time in ISO 8601 with Z',
    ],
    [
      '{"clients":[],"consents":[{"user":"admin","client_id":"x","scopes":[]}]}',
      'consents[0].user must be the id of a user (a UUID), or a key of `signIn` or `users`. It is neither. Pass the --users with which it was saved, correct it, or delete it.',
    ],
    [
      '{"clients":[],"consents":[{"user":"emulator-key","client_id":"x","scopes":[]}]}',
      'consents[0].client_id must be the id of a stored client, not "x".',
    ],
    ['{"clients":[{"nam":"Reporting"}]}', 'unknown field "nam" in clients[0]'],
  ])('does not overwrite a broken file: %j', async (text, reason) => {
    const file = join(await makeFolder(), 'data.json');
    await writeFile(file, text);
    const { code, stderr, stdout } = await run('--data', file);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`--data ${file} was not loaded, and stays as it is: ${reason}`);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it.each([
    ['a folder', (file: string) => mkdir(file)],
    // As a device or a pipe, but none that a fault of the command could replace for all.
    ['a socket', (file: string) => once(createServer().listen(file).unref(), 'listening')],
  ])('does not replace %s', async (_, make) => {
    const file = join(await makeFolder(), 'data.json');
    await make(file);
    const { code, stderr } = await run('--data', file);
    expect([code, stderr]).toEqual([
      1,
      `--data ${file} cannot be read: it is no regular file. Name a file, or leave out --data.\n`,
    ]);
    expect((await stat(file)).isFile()).toBe(false);
  });

  it('saves to the file that links name, and makes it if it is missing', async () => {
    const folder = await makeFolder();
    const [first, second, file] = ['first', 'second', 'folder/data.json'].map((name) => join(folder, name));
    await mkdir(join(folder, 'folder'));
    await symlink('second', first ?? '');
    await symlink(file ?? '', second ?? '');
    for (let clients = 0; clients < 2; clients += 1) {
      const { line, signals, ended } = startCommand(['--data', first ?? '']);
      const api = new ClientManagementApi({ baseUrl: await line, apiKey: API_KEY });
      expect((await api.getClients()).data).toHaveLength(clients);
      await api.createClient(CREATE_REQUEST);
      signals.emit('SIGTERM');
      await ended;
    }
    expect((await lstat(file ?? '')).isFile()).toBe(true);
    expect(JSON.parse(await readFile(file ?? '', 'utf8')).clients).toHaveLength(2);
  });

  it('removes what a process left that ended while it saved, and nothing of one that runs', async () => {
    const folder = await makeFolder();
    const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(ended, 'exit');
    const kept = ['data.json', `data.json.${process.ppid}.tmp`, 'data.json.tmp', `other.json.${ended.pid}.tmp`];
    const left = [`data.json.${ended.pid}.tmp`, `data.json.${process.pid}.tmp`];
    await Promise.all([...kept, ...left].map((name) => writeFile(join(folder, name), '')));
    expect((await run('--data', join(folder, 'data.json'), ...execNode(''))).code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(kept.sort());
  });

  it('writes secrets to no file that is there already', async () => {
    const folder = await makeFolder();
    const [file, other] = [join(folder, 'data.json'), join(folder, 'other')];
    const { line, signals, ended } = startCommand(['--data', file]);
    const api = new ClientManagementApi({ baseUrl: await line, apiKey: API_KEY });
    await symlink(other, `${file}.${process.pid}.tmp`);
    await api.createClient(CREATE_REQUEST);
    signals.emit('SIGTERM');
    expect(await ended).toBe(0);
    expect(await readdir(folder)).toEqual(['data.json']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is no error at the end if a later save succeeds', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'data.json');
    const { line, signals, ended, printed } = startCommand(['--data', file]);
    const api = new ClientManagementApi({ baseUrl: await line, apiKey: API_KEY });
    await rm(folder, { recursive: true });
    await api.createClient(CREATE_REQUEST);
    await vi.waitFor(() => expect(printed.stderr).toContain('cannot be written'), PATIENTLY);
    await mkdir(folder);
    signals.emit('SIGTERM');
    expect(await ended).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8')).clients).toHaveLength(1);
  });

  it('is an error at the start if the folder is missing', async () => {
    const file = join(await makeFolder(), 'missing', 'data.json');
    const { code, stderr } = await run('--data', file);
    expect(code).toBe(1);
    expect(stderr).toContain(`--data ${file} cannot be written`);
  });

  it('is an error at the end if the last save fails', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'data.json');
    const { line, signals, ended, printed } = startCommand(['--data', file]);
    const api = new ClientManagementApi({ baseUrl: await line, apiKey: API_KEY });
    await rm(folder, { recursive: true });
    await api.createClient(CREATE_REQUEST);
    signals.emit('SIGTERM');
    expect(await ended).toBe(1);
    expect(printed.stderr.match(/cannot be written/g)).toHaveLength(1);
  });
});

describe('runCommand: exec', () => {
  it('sets the environment of a program that can call at once', async () => {
    const call = `fetch(process.env.DOCSPACE_BASE_URL + '/api/2.0/security/oauth2/token',
      { headers: { Authorization: 'Bearer ' + process.env.DOCSPACE_API_KEY } }).then((response) => {
        process.exitCode = response.status === 200 ? 42 : 1; })`;
    const { code, stdout, stderr } = await run(...execNode(call));
    expect([code, stdout, stderr]).toEqual([42, '', '']);
  });

  it('takes --direct on 3.0, where a session token is enough', async () => {
    expect((await run('--direct', '--service-version', '3.0', ...execNode('process.exitCode = 7'))).code).toBe(7);
  });

  it('replaces the address and key of a real portal', async () => {
    const env = { ...process.env, DOCSPACE_BASE_URL: 'https://portal.example.com', DOCSPACE_API_KEY: 'sk-real' };
    const check = `const { DOCSPACE_BASE_URL: url, DOCSPACE_API_KEY: key } = process.env;
      process.exitCode = new URL(url).hostname === '127.0.0.1' && key === 'emulator-key' ? 42 : 1`;
    expect(await startCommand(execNode(check), { env }).ended).toBe(42);
  });

  it.each([
    ['process.exitCode = 7', 7],
    ['process.exitCode = 0', 0],
    ["process.kill(process.pid, 'SIGKILL')", 137],
    ["process.kill(process.pid, 'SIGTERM')", 143],
  ])('does not lie about the exit code: %s is %i', async (code, expected) => {
    expect((await run(...execNode(code))).code).toBe(expected);
  });

  it('names a program that does not exist', async () => {
    const { code, stderr } = await run('exec', '--', 'no-such-program');
    expect([code, stderr]).toEqual([127, 'no-such-program cannot be run: there is no such program.\n']);
  });

  it('knows a program with its arguments in one pair of quotes', async () => {
    const { code, stderr } = await run('exec', '--', 'npm test');
    expect([code, stderr]).toEqual([
      127,
      'npm test cannot be run: there is no such program. Leave out the quotes: exec -- npm test\n',
    ]);
  });

  it('logs requests with --log, and else nothing', async () => {
    const call = 'fetch(process.env.DOCSPACE_BASE_URL + "/health")';
    expect((await run(...execNode(call))).stderr).toBe('');
    expect((await run('--log', ...execNode(call))).stderr).toMatch(/^GET \/health 200 \d+ ms\n$/);
  });

  it('goes on with its program at a Ctrl-Z that stops neither, as without a shell', async () => {
    const program = `process.on('SIGCONT', () => process.exit(4)); ${READY} setInterval(() => {}, 1000);`;
    const { signals, sent, ended, marked } = await startProgram(program);
    await marked('ready');
    signals.emit('SIGTSTP');
    // Its listener is off then, so that the default action decides.
    expect(sent).toEqual(['SIGTSTP to 3, without a listener']);
    expect(signals.listenerCount('SIGTSTP')).toBe(1);
    expect(await ended).toBe(4);
  });

  it.each(['SIGQUIT', 'SIGUSR2'] as const)('passes each %s on, and ends as its program ends', async (signal) => {
    const program = `process.on('${signal}', () => { ${mark('got')} }); process.on('SIGTERM', () => process.exit(3));
      ${READY} setInterval(() => {}, 1000);`;
    const { signals, ended, marked } = await startProgram(program);
    await marked('ready');
    signals.emit(signal);
    await marked('readygot');
    signals.emit(signal);
    await marked('readygotgot');
    signals.emit('SIGTERM');
    expect(await ended).toBe(3);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('passes %s on once, though npm sends it twice', async (signal) => {
    const program = `process.on('${signal}', () => { ${mark('got')} setTimeout(() => process.exit(3), 50); });
      ${READY} setInterval(() => {}, 1000);`;
    const { signals, ended, marked } = await startProgram(program);
    await marked('ready');
    signals.emit(signal);
    signals.emit(signal);
    expect(await ended).toBe(3);
    await marked('readygot');
  });

  it('leaves nothing behind that the program started', async () => {
    const file = join(await makeFolder(), 'port');
    const server = `require('node:http').createServer((_, response) => response.end()).listen(0, '127.0.0.1', function () {
      require('node:fs').writeFileSync(process.env.MARKS, String(this.address().port)); })`;
    const program = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(server)}]);
      setInterval(() => require('node:fs').statSync(process.env.MARKS, { throwIfNoEntry: false })?.size && process.exit(5), 10)`;
    expect(await startCommand(execNode(program), { env: { ...process.env, MARKS: file } }).ended).toBe(5);
    const port = Number(await readFile(file, 'utf8'));
    expect(port).toBeGreaterThan(0);
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });
});
