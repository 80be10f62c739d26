// A program for browsers: creates a client and reads it again. It ends in `globalThis.result`.
import { ClientManagementApi, isDocSpaceError } from 'docspace-client-management';

async function run() {
  const api = new ClientManagementApi({ baseUrl: globalThis.baseUrl, apiKey: 'emulator-key' });
  const { client_id, name } = await api.createClient({
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
  await api.deleteClient(client_id);
  const error = await api.getClient(client_id).catch((reason) => reason);
  return [name, isDocSpaceError(error) && error.code];
}

globalThis.result = run();
