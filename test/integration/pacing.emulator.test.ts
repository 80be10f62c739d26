import { expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../emulator/index.js';
import { ClientManagementApi } from '../../src/index.js';
import { CREATE_REQUEST } from '../support/calls.js';
import { range } from '../support/pacer-queue.js';

it('pacing: creates forty clients on an emulator with a token per millisecond', async () => {
  const emulator = await createEmulator({ timeScale: 6000 });
  onTestFinished(() => emulator.close());
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'emulator-key' });
  const clients = await Promise.all(range(1, 40).map(() => api.createClient(CREATE_REQUEST)));
  expect(new Set(clients.map(({ client_id }) => client_id)).size).toBe(40);
  expect(emulator.clients().size).toBe(40);
});
