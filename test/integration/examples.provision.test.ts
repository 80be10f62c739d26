import { once } from 'node:events';
import { readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Ended, type RunningProgram, runExample, startExample } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { startFront } from '../support/front.js';
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
  return lines.map((line) => JSON.parse(line));
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
  const front = await startFront(service.url, (requestNumber) => {
    if (requestNumber === 50) {
      run.child.kill(signal);
      return ready(run);
    }
    return undefined;
  });
  const run = startExample('provision.ts', front.url, { args: [LIST, file] });
  return run.ended;
}

it('examples/provision.ts: creates a hundred clients and writes each one to the file', async () => {
  const service = await startService({ timeScale: TIME_SCALE });
  const file = join(await emptyFolder(), 'created.jsonl');
  const { code, stdout, stderr } = await runExample('provision.ts', service.url, { args: [LIST, file] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('100 created, 0 there before, 0 left');
  const created = await readCreated(file);
  expectTrue(created, service);
  expect([created.length, service.clients().size]).toEqual([100, 100]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('examples/provision.ts: stops cleanly at Ctrl-C, and a second run creates the rest', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService({ timeScale: TIME_SCALE });
  const first = await runStopped(service, file, 'SIGINT', ({ child }) => once(child.stdout, 'data'));
  const before = await readCreated(file);
  expectTrue(before, service);
  // Nothing that was made is forgotten.
  expect(before.length).toBe(service.clients().size);
  expect(before.length).toBeGreaterThan(10);
  expect(before.length).toBeLessThan(90);
  expect(first.code).toBe(1);
  expect(first.stdout).toContain('stopping');
  expect(first.stdout).toContain(`${before.length} created, 0 there before, ${100 - before.length} left`);
  expect(first.stderr).toBe('Error: stopped\n');

  const second = await runExample('provision.ts', service.url, { args: [LIST, file] });
  expect(second.stdout).toContain(`${100 - before.length} created, ${before.length} there before, 0 left`);
  const created = await readCreated(file);
  expectTrue(created, service);
  expect([created.length, service.clients().size]).toEqual([100, 100]);
});

it('examples/provision.ts: continues after a kill during a write', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService({ timeScale: TIME_SCALE });
  await runStopped(service, file, 'SIGKILL', ({ child }) => once(child, 'close'));
  const before = await readCreated(file);
  await truncate(file, (await stat(file)).size - 20);

  const second = await runExample('provision.ts', service.url, { args: [LIST, file] });
  expect(second.code).toBe(0);
  expect(second.stderr).toContain(`{"name":"${before.at(-1)?.name}"`);
  expect(second.stdout).toContain(`${101 - before.length} created, ${before.length - 1} there before, 0 left`);
  const created = await readCreated(file);
  expectTrue(created, service);
  expect(created.length).toBe(100);
});

it('examples/provision.ts: names the client that may exist if a response is lost', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService({ timeScale: TIME_SCALE });
  const front = await startFront(service.url, (requestNumber, { socket }) => {
    if (requestNumber === 3) {
      socket.resetAndDestroy();
    }
  });
  const { code, stdout, stderr } = await runExample('provision.ts', front.url, { args: [LIST, file] });
  expect(code).toBe(1);
  expect(stdout).toContain('99 created, 0 there before, 1 left');
  const created = await readCreated(file);
  const names = new Set(created.map(({ name }) => name));
  const [lost, ...others] = [...service.clients().values()].filter(({ name }) => !names.has(name));
  expect(others).toEqual([]);
  expect(stderr).toContain(`createClient "${lost?.name}": `);
  expect(stderr).toContain('the client may have been created');
});

it('examples/provision.ts: prints an error once if all clients fail alike', async () => {
  const file = join(await emptyFolder(), 'created.jsonl');
  const service = await startService({ timeScale: TIME_SCALE, users: {} });
  const { code, stdout, stderr } = await runExample('provision.ts', service.url, { args: [LIST, file] });
  expect(code).toBe(1);
  expect(stdout).toContain('0 created, 0 there before, 100 left');
  expect(stderr.match(/AuthenticationError/g)).toHaveLength(1);
});
