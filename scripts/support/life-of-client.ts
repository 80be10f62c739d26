import {
  type ApiPromise,
  ClientManagementApi,
  type ClientResponse,
  type CreateClientRequest,
  type UpdateClientRequest,
} from 'docspace-client-management';
import { createEmulator, type ServiceVersion } from '../../emulator/index.js';

const LOGO = 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=';
const NEW_CLIENT: CreateClientRequest = {
  name: 'Demo client',
  description: 'Made by the demo; safe to delete.',
  logo: LOGO,
  scopes: ['files:read'],
  website_url: 'https://demo.example.com',
  terms_url: 'https://demo.example.com/terms',
  policy_url: 'https://demo.example.com/privacy',
  redirect_uris: ['https://demo.example.com/callback'],
  allowed_origins: ['https://demo.example.com'],
  logout_redirect_uri: 'https://demo.example.com/goodbye',
};
const CHANGES: UpdateClientRequest = {
  name: 'Demo client, renamed',
  logo: LOGO,
  allowed_origins: ['https://demo.example.com'],
};

/** Takes a line of output. */
export type Print = (line: string) => void;

/**
 * Creates, changes and deletes a client of an emulator. One request is rate limited (429), and one gets a 503. Waits are
 * `timeScale` times shorter than those of a portal.
 */
export async function runOnEmulator(serviceVersion: ServiceVersion, print: Print, timeScale = 10): Promise<void> {
  let step = '';
  let failed = false;
  const unavailable = (): boolean => {
    const fails = step === 'revoke' && !failed;
    failed ||= fails;
    return fails;
  };
  const emulator = await createEmulator({
    serviceVersion,
    // The third of the three PATCH requests is one too many.
    limits: { PATCH: 2 },
    timeScale,
    gateway: { unavailable, retryAfter: String(10 / timeScale) },
  });
  print(`Running against an emulator of DocSpace ${serviceVersion} at ${emulator.url}`);
  try {
    await runLifeOfClient(emulator.url, 'emulator-key', print, (started) => {
      step = started;
    });
  } finally {
    await emulator.close();
  }
}

/** Creates, changes and deletes a client of a portal. */
export async function runLifeOfClient(
  baseUrl: string,
  apiKey: string,
  print: Print,
  onStep?: (step: string) => void,
): Promise<void> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
  const { signal } = interrupted;
  const api = new ClientManagementApi({
    baseUrl,
    apiKey,
    // Shows the waits.
    logLevel: 'info',
    logger: { debug: log, info: log, warn: log, error: log },
  });

  function log(message: string): void {
    print(message.replace(/^docspace-client-management: /, ''));
  }

  async function show<Data>(step: string, start: () => ApiPromise<Data>): Promise<Data> {
    onStep?.(step);
    const started = performance.now();
    const { data, response, attempts } = await start().withResponse();
    const columns = [
      step.padEnd(10),
      `status ${response.status}`,
      `${attempts} ${attempts === 1 ? 'attempt ' : 'attempts'}`,
      `${Math.round(performance.now() - started)} ms`.padStart(7),
      describe(data),
    ];
    print(columns.join('  '));
    return data;
  }

  const { client_id } = await show('create', () => api.createClient(NEW_CLIENT, { signal }));
  let deleted = false;
  try {
    await show('update', () => api.updateClient(client_id, CHANGES, { signal }));
    await show('deactivate', () => api.changeActivation(client_id, { status: false }, { signal }));
    await show('activate', () => api.changeActivation(client_id, { status: true }, { signal }));
    await show('regenerate', () => api.regenerateSecret(client_id, { signal }));
    await show('revoke', () => api.revokeUserClient(client_id, { signal }));
    await show('delete', () => api.deleteClient(client_id, { signal }));
    deleted = true;
  } finally {
    if (!deleted) {
      await show('clean up', () => api.deleteClient(client_id)).catch((error) => {
        console.error(`The client ${client_id} could not be deleted; please do so by hand.`, error);
      });
    }
  }
}

function describe(data: unknown): string {
  const { client_id, client_secret }: Partial<ClientResponse> = data ?? {};
  const parts = [client_id && `client ${client_id}`, client_secret && 'secret ********'];
  return parts.filter(Boolean).join(', ') || 'nothing';
}
