import { expect, it } from 'vitest';
import { runExample, startExample } from '../support/example.js';
import { startFront } from '../support/front.js';
import { startService } from '../support/service.js';

it('examples/cancel.mts: creates the client if nothing interrupts it', async () => {
  const service = await startService();
  const ended = await runExample('cancel.mts', service.url);
  const [id] = service.clients().keys();
  expect(ended).toEqual({ code: 0, stdout: `created ${id}\n`, stderr: '' });
});

it('examples/cancel.mts: finds the client that exists if Ctrl-C comes after the request', async () => {
  const service = await startService();
  await service.create();
  const front = await startFront(service.url, (_, { method }) => {
    if (method === 'POST') {
      run.child.kill('SIGINT');
      // There is no response.
      return new Promise(() => {});
    }
    return undefined;
  });
  const run = startExample('cancel.mts', front.url);
  const ended = await run.ended;
  const id = [...service.clients().keys()].at(-1);
  expect(ended).toEqual({ code: 1, stdout: `cancelled: stopped by Ctrl-C\nThe client exists: ${id}\n`, stderr: '' });
});

it('examples/cancel.mts: finds no client if Ctrl-C comes during a wait, whatever older ones are called', async () => {
  const service = await startService({ limits: { POST: 1 } });
  await runExample('cancel.mts', service.url);
  const { child, ended } = startExample('cancel.mts', service.url);
  child.stdout.once('data', () => child.kill('SIGINT'));
  const { code, stdout, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^docspace-client-management: .* waiting \d+ ms after status 429\n$/);
  expect(stdout).toContain('for the rate limit\ncancelled: stopped by Ctrl-C\nThere is no such client.\n');
  expect(service.clients().size).toBe(1);
});

it('examples/cancel.mts: ends a wait when the deadline is over', async () => {
  const service = await startService({ limits: { POST: 1 } });
  await service.create();
  const { code, stdout } = await runExample('cancel.mts', service.url, { args: ['100'] });
  expect(code).toBe(1);
  expect(stdout).toContain('cancelled: The operation was aborted due to timeout\nThere is no such client.\n');
});

it('examples/cancel.mts: explains a bad key', async () => {
  const service = await startService({ users: {} });
  const { code, stdout, stderr } = await runExample('cancel.mts', service.url);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^getClients: the portal returned 401; .*\n$/);
});
