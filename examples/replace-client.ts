// Replaces a client with a new one, without a time in which neither works, in two runs:
//
//   npx tsx examples/replace-client.ts create SETTINGS.json NEW_CLIENT.json    then switch your application to the new one
//   npx tsx examples/replace-client.ts retire OLD_CLIENT_ID                    when nobody uses the old one any more
//
// DOCSPACE_BASE_URL and DOCSPACE_API_KEY are in the environment. SETTINGS.json is the body for createClient. Keep it with
// your application: the SDK has no operation that reads the settings of a client.
//
// The new client has another id, and its users are asked for their consent again.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { ClientManagementApi } from 'docspace-client-management';

const [command, first = '', second = ''] = process.argv.slice(2);
const api = new ClientManagementApi();

if (command === 'create' && second) {
  await create(first, second);
} else if (command === 'retire' && first) {
  await retire(first);
} else {
  throw new Error('usage: replace-client.ts create SETTINGS.json NEW_CLIENT.json | retire OLD_CLIENT_ID');
}

async function create(settingsFile: string, newClientFile: string): Promise<void> {
  const settings = JSON.parse(await readFile(settingsFile, 'utf8'));
  // Created before the client. Fails if the file exists: it may hold the only copy of a secret.
  await writeFile(newClientFile, '', { flag: 'wx', mode: 0o600 });
  const client = await api.createClient(settings).catch(async (error) => {
    await rm(newClientFile);
    throw error;
  });
  const { client_id, client_secret } = client;
  await writeFile(newClientFile, JSON.stringify({ client_id, client_secret }), { flush: true });
  console.log(`${client_id} is ready, and the old client still works`);
}

// An inactive client gets no new tokens. Those it has stay valid until they expire. If somebody still needs the client,
// activate it again. deleteClient ends everything at once and cannot be undone: call it later.
async function retire(oldClientId: string): Promise<void> {
  await api.changeActivation(oldClientId, { status: false });
  console.log(`${oldClientId} gets no new tokens`);
}
