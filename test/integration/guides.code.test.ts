import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from 'rolldown/utils';
import { expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { ClientManagementApi } from '../../src/index.js';
import { run } from '../package/run.js';
import { CREATE_REQUEST } from '../support/calls.js';
import { openapi } from '../support/document.js';
import { KEY, runProgram, startCode } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { blocks, blockWith, quoted, rowsAfter, textOf } from '../support/pages.js';
import { ROOT } from '../support/root.js';
import { startService } from '../support/service.js';
import { unusedUrl } from '../support/unused-url.js';

const PLAIN_FETCH = 'docs/from-plain-fetch.md';

/** Code that both sides of a comparison take for granted. */
function setUp(url: string, id: string): string {
  return `
    import { ClientManagementApi } from 'docspace-client-management';
    const [baseUrl, apiKey, id, body] = ${JSON.stringify([url, KEY, id, CREATE_REQUEST])};
    const token = await fetch(baseUrl + '/api/2.0/security/oauth2/token', { headers: { authorization: 'Bearer ' + apiKey } });
    const signature = (await token.json()).response;
    const api = new ClientManagementApi({ baseUrl, apiKey });
  `;
}

it.each([
  ['Create a client', 0],
  ['Change one setting', 1],
  ['List all clients', 2],
] as const)('docs/from-plain-fetch.md: both sides of "%s" do the same', async (_, index) => {
  const [plain = '', sdk = ''] = [blocks(PLAIN_FETCH, 'js')[index], blocks(PLAIN_FETCH, 'ts')[index]];
  const found = [];
  for (const side of [plain, sdk]) {
    const service = await startService();
    const id = await service.create();
    const code = `${setUp(service.url, id)} { ${side} if (${index} === 2 && typeof clients !== 'undefined') { for (const { name } of clients) console.log(name); } }`;
    const { code: exitCode, stdout, stderr } = await runProgram(code, service.url);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const stored = [...service.clients().values()].map(({ name, allowed_origins, authentication_methods, scopes }) => {
      return { name, allowed_origins, authentication_methods, scopes };
    });
    found.push({ stdout, stored });
  }
  expect(found[0]).toEqual(found[1]);
  expect(found[0]?.stored.length).toBe(index === 0 ? 2 : 1);
});

it('docs/from-plain-fetch.md: the table of requests has every operation of the document', () => {
  const rows = rowsAfter(PLAIN_FETCH, 'Which method replaces which request').map(([request = '', methods = '']) => [
    quoted(request)[0],
    quoted(methods)[0] ?? 'generateJwtToken',
  ]);
  const operations = Object.entries(openapi.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId }]) =>
      operationId ? [[`${method.toUpperCase()} ${path}`, String(operationId)]] : [],
    ),
  );
  expect(rows.sort()).toEqual(operations.sort());
});

it('docs/from-the-vendor-sdk.md: the blocks of this package create, delete and bulk delete', async () => {
  const service = await startService();
  const id = await service.create();
  const ours = (text: string): string => blockWith('docs/from-the-vendor-sdk.md', text);
  // All blocks in one program, with the address of the emulator in place of a portal's.
  const code = `
    import { ClientManagementApi, NotFoundError } from 'docspace-client-management';
    const [apiKey, id, body] = ${JSON.stringify([KEY, id, CREATE_REQUEST])};
    ${ours('new ClientManagementApi({ baseUrl').replace(/^import .*/, '')}
    console.log(client.name);
    ${ours('await api.deleteClient').repeat(2)}
    console.log((await api.getClients()).data.length);
    ${ours('confirm:')}`
    .replace('https://portal.example.com', service.url)
    .replace('portal.example.com', new URL(service.url).host);
  const { stdout, stderr } = await runProgram(code, '');
  expect({ stdout, stderr }).toEqual({ stdout: 'Reporting\nit is gone already\n1\n', stderr: '' });
  expect(service.clients().size).toBe(0);
});

it('docs/several-users-in-a-web-server.md: the server calls the portal with the key of each user', async () => {
  const [alice, bob] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const service = await startService({
    users: {
      [KEY]: { id: '33333333-3333-4333-8333-333333333333', role: 'admin', tenant: 1 },
      'sk-alice': { id: alice, role: 'user', tenant: 1 },
      'sk-bob': { id: bob, role: 'user', tenant: 1 },
    },
  });
  const url = await unusedUrl();
  const { code } = transformSync('server.ts', blockWith('docs/several-users-in-a-web-server.md', 'createServer'), {
    sourcemap: false,
  });
  const env = {
    PORT: new URL(url).port,
    DOCSPACE_API_KEY: '',
    KEYS_BY_SESSION: JSON.stringify({ a: 'sk-alice', b: 'sk-bob' }),
  };
  const { child } = startCode(code, service.url, { env });
  await once(child.stdout, 'data');

  async function send(session: string, body?: object): Promise<{ status: number; text: string }> {
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const response = await fetch(url, { headers: { cookie: `session=${session}` }, ...init });
    return { status: response.status, text: await response.text() };
  }

  const created = await Promise.all(['a', 'b', 'a'].map((session) => send(session, CREATE_REQUEST)));
  expect(created.map(({ status, text }) => [status, JSON.parse(text).created_by])).toEqual([
    [200, alice],
    [200, bob],
    [200, alice],
  ]);
  const listed = await Promise.all(['a', 'b'].map((session) => send(session)));
  expect(listed.map(({ text }) => JSON.parse(text).length)).toEqual([2, 1]);
  for (const session of ['nobody', '__proto__', 'constructor']) {
    expect(await send(session)).toEqual({ status: 401, text: '' });
  }
  expect(await send('a', { name: 'x' })).toMatchObject({
    status: 400,
    text: expect.stringMatching(/^createClient.*name must/s),
  });
});

it('docs/logging.md: shows the lines of a call that is retried', async () => {
  let failures = 0;
  const service = await startService({ gateway: { unavailable: () => failures-- > 0, retryAfter: '0.01' } });
  const id = await service.create();
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const logger = { debug: log, info: log, warn: log, error: log };
  const api = new ClientManagementApi({ baseUrl: service.url, apiKey: KEY, logLevel: 'debug', logger });
  failures = 1;
  await api.deleteClient(id);
  const shape = (text: string): string =>
    text
      .replace(/[\da-f-]{36}/g, 'ID')
      .replace(/\[\w+\]/g, '[CALL]')
      .replace(/\d+ ms/g, 'N ms')
      .trim();
  expect(shape(lines.join('\n'))).toBe(shape(blockWith('docs/logging.md', 'deleteClient', 'text')));
});

it('docs/logging.md: modifyClient logs two calls', async () => {
  const emulator = await createEmulator();
  onTestFinished(() => emulator.close());
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const logger = { debug: log, info: log, warn: log, error: log };
  const apiKey = emulator.signIn('admin');
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey, logger, logLevel: 'debug' });
  const [client] = emulator.seed([{ name: 'Reporting' }]);
  await api.modifyClient(client.client_id, { name: 'Reporting 2' });
  expect(new Set(lines.map((line) => line.match(/\[\w+\]/)?.[0])).size).toBe(2);
});

it('docs/testing.md: the first block of the emulator prints the client and the number of clients', async () => {
  const { code, stdout, stderr } = await runProgram(blockWith('docs/testing.md', "serviceVersion: '3.7'"), '');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^[\da-f-]{36} 1\n$/);
});

it('docs/testing.md: the suite for node:test passes in a CommonJS project, by the command that starts it', async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'node_modules'));
  await symlink(ROOT, join(folder, 'node_modules/docspace-client-management'));
  await symlink(`${ROOT}node_modules/tsx`, join(folder, 'node_modules/tsx'));
  await writeFile(join(folder, 'package.json'), '{ "type": "commonjs" }');
  const [, ...args] = blockWith('docs/testing.md', 'client.test.mts', 'sh').trim().split(' ');
  await writeFile(join(folder, args.at(-1) ?? ''), blockWith('docs/testing.md', "from 'node:test'"));
  const { code, stdout, stderr } = await run(folder, process.execPath, ...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^# pass 2$/m);
});

it('docs/testing.md: names every option of createEmulator', async () => {
  const error = await createEmulator({ none: 1 } as object).catch(String);
  const [, options = ''] = String(error).match(/Known options: (.*)\./) ?? [];
  expect(options).toContain('serviceVersion, ');
  const named = quoted(textOf('docs/testing.md')).flatMap((code) => code.match(/^\w+/) ?? []);
  const inBlocks = blocks('docs/testing.md', 'ts').join();
  const missing = options.split(', ').filter((name) => !named.includes(name) && !inBlocks.includes(`${name}: `));
  expect(missing).toEqual([]);
});

it('docs/testing.md: the suite for Jest passes with what Jest defines', async () => {
  const steps = { beforeAll: [], test: [], afterEach: [], afterAll: [] } as Record<string, (() => unknown)[]>;
  const globals = Object.entries(steps).map(
    ([name, list]) => [name, (...args: (() => unknown)[]) => list.push(...args.slice(-1))] as const,
  );
  const parameters = [
    ...globals,
    ['expect', expect] as const,
    ['require', createRequire(`${ROOT}package.json`)] as const,
  ];
  const suite = new Function(...parameters.map(([name]) => name), blockWith('docs/testing.md', 'beforeAll(', 'js'));
  suite(...parameters.map(([, value]) => value));
  expect(steps.test?.length).toBe(1);
  for (const step of Object.values(steps).flat()) {
    await step();
  }
});

it('docs/testing.md: the environment of Jest is the one that test/frameworks runs', () => {
  const environment = readFileSync(`${ROOT}test/frameworks/jest-jsdom/jsdom-with-fetch.cjs`, 'utf8');
  expect(blockWith('docs/testing.md', 'TestEnvironment', 'js')).toBe(environment);
});
