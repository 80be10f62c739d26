// For Node, Bun and Deno: starts the emulator of the package, changes its clients and prints what it has.
import { ClientManagementApi } from 'docspace-client-management';
import { createEmulator } from 'docspace-client-management/emulator';

const emulator = await createEmulator();
const [deleted, kept] = emulator.seed([{ name: 'Deleted' }, { name: 'Kept' }]);
const api = new ClientManagementApi({ baseUrl: emulator.url, apiKey: emulator.signIn('admin'), retry: false });
emulator.respondWith('deleteClient', { status: 403 });
const { code } = await api.deleteClient(deleted.client_id).catch((error) => error);
await api.deleteClient(deleted.client_id);
await api.modifyClient(kept.client_id, { name: 'Changed' });
console.log(JSON.stringify({ code, stored: Array.from(emulator.clients().values(), ({ name }) => name) }));
await emulator.close();
