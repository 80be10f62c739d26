import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLIENT_ID } from '../support/calls.js';
import { runExample } from '../support/example.js';
import { emptyFolder } from '../support/folder.js';
import { type MockServer, startMockServer } from '../support/mock-server.js';

let mock: MockServer;

beforeAll(async () => {
  mock = await startMockServer();
});

afterAll(() => mock.close());

// The mock always returns the example of the document, so its lists have no end: the programs that print lists are not
// here.
it.each<[file: string, stdout: string, args?: (folder: string) => string[], input?: string]>([
  ['quick-start.mts', `id:     ${CLIENT_ID}`],
  ['rotate-secret.mts', 'holds the new secret', (folder) => [CLIENT_ID, join(folder, 'secret')]],
  ['replace-client.mts', 'is ready', (folder) => ['create', CLIENT_ID, join(folder, 'new.json')]],
  ['replace-client.mts', 'gets no new tokens', () => ['retire', CLIENT_ID]],
  ['deactivate-listed.mts', `${CLIENT_ID}: deactivated`, () => [], CLIENT_ID],
  ['custom-fetch.mts', `${CLIENT_ID} is active`, () => [CLIENT_ID]],
  ['logging-with-pino.mts', 'consent withdrawn', () => [CLIENT_ID]],
  ['cancel.mts', `created ${CLIENT_ID}`],
  ['provision.mts', '100 of 100 clients', (folder) => ['examples/clients.json', join(folder, 'created.jsonl')]],
])('examples/%s: runs against Prism: %s', async (file, expected, args, input) => {
  const folder = await emptyFolder();
  const options = { ...(args && { args: args(folder) }), ...(input && { input }) };
  const { code, stdout, stderr } = await runExample(file, mock.url, options);
  expect(stdout).toContain(expected);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
