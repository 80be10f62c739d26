import { expect, it } from 'vitest';
import { CLIENT_ID } from '../support/calls.js';
import { runExample } from '../support/example.js';
import { NO_TOKENS } from '../support/front.js';
import { startProxy } from '../support/proxy.js';
import { startServer } from '../support/server.js';
import { startService } from '../support/service.js';

it('examples/custom-fetch.mts: sends the request through the proxy', async () => {
  const service = await startService();
  const id = await service.create();
  await service.deactivate(id);
  const proxy = await startProxy();
  const ended = await runExample('custom-fetch.mts', service.url, { args: [id], env: { HTTPS_PROXY: proxy.url } });
  expect(ended).toEqual({ code: 0, stdout: `${id} is active\n`, stderr: '' });
  expect(service.stored(id)?.enabled).toBe(true);
  expect(new Set(proxy.targets)).toEqual(new Set([new URL(service.url).host]));
});

it('examples/custom-fetch.mts: uses an agent of its own without a proxy', async () => {
  const service = await startService();
  const id = await service.create();
  await service.deactivate(id);
  const ended = await runExample('custom-fetch.mts', service.url, { args: [id] });
  expect(ended).toEqual({ code: 0, stdout: `${id} is active\n`, stderr: '' });
  expect(service.stored(id)?.enabled).toBe(true);
});

it('examples/custom-fetch.mts: follows no redirect', async () => {
  const other = await startServer([]);
  const service = await startServer([{ status: 302, headers: { location: other.url } }], NO_TOKENS);
  const { code, stderr } = await runExample('custom-fetch.mts', service.url, { args: [CLIENT_ID] });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^changeActivation .* redirect.*\n$/);
  expect([service.requests.length, other.requests.length]).toEqual([1, 0]);
});
