import { once } from 'node:events';
import { readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Ended, type RunningProgram, runExample, startExample } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { startFront } from '../support/front.js';
import { startLosingFront } from '../support/losing-front.js';
import { type Service, startService } from '../support/service.js';

const LIST = 'examples/clients.json';
// A create each 10 ms.
const TIME_SCALE = 600;

interface Created {
  name: string;
  client_id: string;
  client_secret: string;
}

async function readCreated(file: string): Promise<Created[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  // What is written is whole lines.
  expect(lines.pop()).toBe('');
  const [start = '', ...created] = lines;
  expect(JSON.parse(start)).toEqual({ since: expect.stringMatching(/Z$/) });
  return created.map((line) => JSON.parse(line));
}

/** Every client that is written down is there, with its secret, and none is written down twice. */
function expectTrue(created: readonly Created[], service: Service): void {
  for (const { client_id, ...others } of created) {
    expect(service.stored(client_id)).toMatchObject(others);
  }
  expect(new Set(created.map(({ name }) => name)).size).toBe(created.length);
}

/** A run that gets a signal while its fiftieth create is under way, whose response is held until `ready`. */
async function runStopped(
  service: Service,
  file: string,
  signal: NodeJS.Signals,
  ready: (run: RunningProgram) => Promise<unknown>,
): Promise<Ended> {
  let creates = 0;
  const front = await startFront(service.url, (_, { method }) => {
    creates += method === 'POST' ? 1 : 0;
    if (method === 'POST' && creates === 50) {
      run.child.kill(signal);
      return ready(run);
    }
    return undefined;
  });
  const run = startExample('provision.mts', front.url, { args: [LIST, file] });
  return run.ended;
}

it('examples/provision.mts: creates a hundred clients and writes each one to the file', async () => {
  const service = await startService({ timeScale: TIME_SCALE });
  const file = join(await emptyFolder(), 'created.jsonl');
  const { code, stdout, stderr } = await runExample('provision.mts', service.url, { args: [LIST, file] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`100 of 100 clients are in ${file}`);
  const created = await readCreated(file);
  expectTrue(created, service);
  expect([created.length, service.clients().size]).toEqual([100, 100]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('examples/provision.mts: continues after Ctrl-C, without a second client of any name', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService({ timeScale: TIME_SCALE });
  await service.create();
  const first = await runStopped(service, file, 'SIGINT', () => new Promise(() => {}));
  const before = await readCreated(file);
  expectTrue(before, service);
  expect(before.length).toBeGreaterThan(10);
  expect(before.length).toBeLessThan(90);
  expect(first.code).toBe(1);
  expect(first.stdout).toContain(`${before.length} of 100 clients are in ${file}`);
  expect(first.stderr).toBe('Error: stopped by Ctrl-C\n');

  const second = await runExample('provision.mts', service.url, { args: [LIST, file] });
  expect(second.stdout).toContain(`100 of 100 clients are in ${file}`);
  const created = await readCreated(file);
  expectTrue(created, service);
  expect([created.length, service.clients().size]).toEqual([100, 101]);
});

it('examples/provision.mts: continues after a kill during a write, with the secret of the client that was not on file', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService({ timeScale: TIME_SCALE });
  await runStopped(service, file, 'SIGKILL', ({ child }) => once(child, 'close'));
  await truncate(file, (await stat(file)).size - 20);

  const second = await runExample('provision.mts', service.url, { args: [LIST, file] });
  expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: '' });
  const created = await readCreated(file);
  expectTrue(created, service);
  expect([created.length, service.clients().size]).toEqual([100, 100]);
});

it('examples/provision.mts: finds the client of a lost response', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService({ timeScale: TIME_SCALE });
  let creates = 0;
  const front = await startFront(service.url, (_, { method, socket }) => {
    creates += method === 'POST' ? 1 : 0;
    if (method === 'POST' && creates === 3) {
      socket.resetAndDestroy();
    }
  });
  const { code, stdout, stderr } = await runExample('provision.mts', front.url, { args: [LIST, file] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`100 of 100 clients are in ${file}`);
  const created = await readCreated(file);
  expectTrue(created, service);
  expect([created.length, service.clients().size]).toEqual([100, 100]);
});

it('examples/provision.mts: takes no older client for one of its own', async () => {
  const service = await startService({ timeScale: TIME_SCALE });
  const [one, other] = [join(await emptyFolder(), 'one.jsonl'), join(await emptyFolder(), 'other.jsonl')];
  await runExample('provision.mts', service.url, { args: [LIST, one] });
  await runExample('provision.mts', service.url, { args: [LIST, other] });
  const ids = [...(await readCreated(one)), ...(await readCreated(other))].map(({ client_id }) => client_id);
  expect([new Set(ids).size, service.clients().size]).toEqual([200, 200]);
});

it('examples/provision.mts: prints an error once if all clients fail alike', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService();
  const url = await startLosingFront(service.url, { method: 'POST', lost: 'request' });
  const { code, stdout, stderr } = await runExample('provision.mts', url, { args: [LIST, file] });
  expect(code).toBe(1);
  expect(stdout).toContain(`0 of 100 clients are in ${file}`);
  expect(stderr).toMatch(/^ConnectionError: createClient "[^"]*": .*\n$/);
});

it('examples/provision.mts: explains a bad key', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService({ users: {} });
  const { code, stdout, stderr } = await runExample('provision.mts', service.url, { args: [LIST, file] });
  expect({ code, stdout }).toEqual({ code: 1, stdout: `0 of 100 clients are in ${file}\n` });
  expect(stderr).toMatch(/^AuthenticationError: getClients: the portal returned 401; .*\n$/);
});
