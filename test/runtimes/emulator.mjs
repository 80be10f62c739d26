// For Node, Bun and Deno: starts the emulator of the package, creates a client on it and prints what the emulator has.
import { ClientManagementApi } from 'docspace-client-management';
import { createEmulator } from 'docspace-client-management/emulator';

const emulator = await createEmulator();
const [seeded] = emulator.seed([{ name: 'Seeded' }]);
const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: emulator.signIn('admin'), retry: false });
emulator.respondWith('deleteClient', { status: 403 });
const { code } = await api.deleteClient(seeded.client_id).catch((error) => error);
await api.deleteClient(seeded.client_id);
const { name } = await api.createClient({
  name: 'Created',
  logo: 'data:image/png;base64,iVBORw0KGgo=',
  scopes: ['files:read'],
  website_url: 'https://reporting.example.com',
  terms_url: 'https://reporting.example.com/terms',
  policy_url: 'https://reporting.example.com/privacy',
  redirect_uris: ['https://reporting.example.com/callback'],
  allowed_origins: ['https://reporting.example.com'],
  logout_redirect_uri: 'https://reporting.example.com/goodbye',
});
console.log(JSON.stringify({ code, created: name, stored: [...emulator.clients().values()].map(({ name }) => name) }));
await emulator.close();
