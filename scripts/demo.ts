import {
  type ApiPromise,
  ClientManagementApi,
  type ClientResponse,
  type CreateClientRequest,
  type UpdateClientRequest,
} from 'docspace-client-management';
import { createEmulator, type ServiceVersion } from '../emulator/index.js';

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

const { DOCSPACE_BASE_URL, DOCSPACE_API_KEY } = process.env;
if (DOCSPACE_BASE_URL && DOCSPACE_API_KEY) {
  console.log(`Running against ${DOCSPACE_BASE_URL}`);
  await runLifeOfClient(DOCSPACE_BASE_URL, DOCSPACE_API_KEY);
} else {
  console.log('Set DOCSPACE_BASE_URL and DOCSPACE_API_KEY to run against a portal.');
  for (const serviceVersion of ['3.7', '3.0'] as const) {
    await runOnEmulator(serviceVersion);
  }
}

async function runOnEmulator(serviceVersion: ServiceVersion): Promise<void> {
  // The third of the three PATCH requests is rate limited (429). The request after it, the revocation, gets a 503.
  const emulator = await createEmulator({
    serviceVersion,
    limits: { PATCH: 2 },
    timeScale: 10,
    gateway: { unavailable: (requestNumber) => requestNumber === 7, retryAfter: '1' },
  });
  console.log(`\nRunning against an emulator of DocSpace ${serviceVersion} at ${emulator.url}`);
  try {
    await runLifeOfClient(emulator.url, 'emulator-key');
  } finally {
    await emulator.close();
  }
}

async function runLifeOfClient(baseUrl: string, apiKey: string): Promise<void> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
  const { signal } = interrupted;
  const api = new ClientManagementApi({
    baseUrl,
    apiKey,
    // Shows the waits.
    logLevel: 'info',
  });

  const { client_id } = await show('create', api.createClient(NEW_CLIENT, { signal }));
  let deleted = false;
  try {
    await show('update', api.updateClient(client_id, CHANGES, { signal }));
    await show('deactivate', api.changeActivation(client_id, { status: false }, { signal }));
    await show('activate', api.changeActivation(client_id, { status: true }, { signal }));
    await show('regenerate', api.regenerateSecret(client_id, { signal }));
    await show('revoke', api.revokeUserClient(client_id, { signal }));
    await show('delete', api.deleteClient(client_id, { signal }));
    deleted = true;
  } finally {
    if (!deleted) {
      await show('clean up', api.deleteClient(client_id)).catch((error) => {
        console.error(`The client ${client_id} could not be deleted; please do so by hand.`, error);
      });
    }
  }
}

async function show<Data>(step: string, call: ApiPromise<Data>): Promise<Data> {
  const started = performance.now();
  const { data, response, attempts } = await call.withResponse();
  const columns = [
    step.padEnd(10),
    `status ${response.status}`,
    `${attempts} ${attempts === 1 ? 'attempt ' : 'attempts'}`,
    `${Math.round(performance.now() - started)} ms`.padStart(7),
    describe(data),
  ];
  console.log(columns.join('  '));
  return data;
}

function describe(data: unknown): string {
  const { client_id, name, client_secret }: Partial<ClientResponse> = data ?? {};
  const parts = [client_id && `client ${client_id}`, name && `"${name}"`, client_secret && 'secret ********'];
  return parts.filter(Boolean).join(', ') || 'nothing';
}
