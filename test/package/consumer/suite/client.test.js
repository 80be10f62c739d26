// One suite for the runners that read CommonJS without any configuration: Jest, Mocha and that of Node.
const assert = require('node:assert/strict');
const { ClientManagementApi, isDocSpaceError, NotFoundError } = require('docspace-client-management');
const { createEmulator } = require('docspace-client-management/emulator');
const { ClientResponseSchema } = require('docspace-client-management/generated');

// Jest and Mocha define it.
const it = globalThis.it ?? require('node:test').it;

it('creates and deletes a client', async () => {
  const emulator = await createEmulator();
  try {
    const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'emulator-key' });
    const client = await api.createClient({
      name: 'Reporting',
      logo: 'data:image/png;base64,iVBORw0KGgo=',
      scopes: ['files:read'],
      website_url: 'https://reporting.example.com',
      terms_url: 'https://reporting.example.com/terms',
      policy_url: 'https://reporting.example.com/privacy',
      redirect_uris: ['https://reporting.example.com/callback'],
      allowed_origins: ['https://reporting.example.com'],
      logout_redirect_uri: 'https://reporting.example.com/goodbye',
    });
    assert.equal(client.name, 'Reporting');
    assert.deepEqual(
      Object.keys(client).filter((name) => !(name in ClientResponseSchema.properties)),
      [],
    );
    await api.deleteClient(client.client_id);
    const error = await api.deleteClient(client.client_id).catch((reason) => reason);
    assert.ok(error instanceof NotFoundError && error instanceof Error && isDocSpaceError(error), String(error));
  } finally {
    await emulator.close();
  }
});
