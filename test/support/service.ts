import { onTestFinished } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions, type StoredClient } from '../../emulator/index.js';
import { ClientManagementApi } from '../../src/index.js';
import { CREATE_REQUEST } from './calls.js';
import { KEY } from './example.js';

/** An emulator, closed after the test, and what a test does to it. */
export interface Service extends Emulator {
  /** Makes a client and gives its id. */
  create(): Promise<string>;
  deactivate(clientId: string): Promise<void>;
  /** A client as it is stored. */
  stored(clientId: string): StoredClient | undefined;
}

export async function startService(options?: EmulatorOptions): Promise<Service> {
  const emulator = await createEmulator(options);
  onTestFinished(() => emulator.close());
  const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: KEY });
  return {
    ...emulator,
    create: async () => (await api.createClient(CREATE_REQUEST)).client_id,
    deactivate: (clientId) => api.changeActivation(clientId, { status: false }),
    stored: (clientId) => emulator.clients().get(clientId),
  };
}
