import { expect, it } from 'vitest';
import { KEY, runExample } from '../support/example.js';
import { startService } from '../support/service.js';

it('examples/quick-start.mts: creates a client and prints its id and secret', async () => {
  const service = await startService();
  const { code, stdout, stderr } = await runExample('quick-start.mts', service.url);
  const [client] = service.clients().values();
  expect(stdout).toBe(`id:     ${client?.client_id}\nsecret: ${client?.client_secret}\n`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(service.clients().size).toBe(1);
});

it('examples/quick-start.mts: explains a bad key', async () => {
  const service = await startService({ users: {} });
  const { code, stdout, stderr } = await runExample('quick-start.mts', service.url);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    'createClient "Reporting": the portal returned 401; the apiKey is unknown, or its session has ended; make a key in DocSpace settings, Developer Tools, API keys\n',
  );
  expect(stderr).not.toContain(KEY);
});
