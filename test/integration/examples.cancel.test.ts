import { expect, it } from 'vitest';
import { runExample, startExample } from '../support/example.js';
import { startServer } from '../support/server.js';
import { startService } from '../support/service.js';
import { rateLimited, silent } from '../support/steps.js';

const A_MINUTE = { 'retry-after': '60' };

it('examples/cancel.ts: creates the client if nothing interrupts it', async () => {
  const service = await startService();
  const ended = await runExample('cancel.ts', service.url);
  const [id] = service.clients().keys();
  expect(ended).toEqual({ code: 0, stdout: `created ${id}\n`, stderr: '' });
});

it('examples/cancel.ts: prints that the client may exist if Ctrl-C comes after the request', async () => {
  const service = await startServer([silent]);
  const { child, ended } = startExample('cancel.ts', service.url);
  await service.received(1);
  child.kill('SIGINT');
  expect(await ended).toEqual({
    code: 1,
    stdout: 'cancelled: stopped by Ctrl-C\nThe client may exist: look for it in the portal.\n',
    stderr: '',
  });
});

it('examples/cancel.ts: prints that no client was created if Ctrl-C comes during a wait', async () => {
  const service = await startServer([rateLimited(A_MINUTE)]);
  const { child, ended } = startExample('cancel.ts', service.url);
  child.stdout.once('data', () => child.kill('SIGINT'));
  const { code, stdout } = await ended;
  expect(code).toBe(1);
  expect(stdout).toContain('for the rate limit\ncancelled: stopped by Ctrl-C\nNo client was created.\n');
  expect(service.requests).toHaveLength(1);
});

it('examples/cancel.ts: ends a wait when the deadline is over', async () => {
  const service = await startServer([rateLimited(A_MINUTE)]);
  const { code, stdout } = await runExample('cancel.ts', service.url, { args: ['100'] });
  expect(code).toBe(1);
  expect(stdout).toContain('cancelled: The operation was aborted due to timeout\nNo client was created.\n');
});
