// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx rotate-secret.mts CLIENT_ID SECRET_FILE
//
// Gives a client a new secret and writes it to a file. Replace the file with the place where you store secrets.
//
// The old secret stops working as soon as the new one exists. Until the new one is stored and your application has read
// it, the application gets no token. To keep that time short, this program prepares the file before the call. Let the
// application read the file again if its secret is rejected. If even a second is too long, replace the client: see
// replace-client.mts.
import { rename, rm, writeFile } from 'node:fs/promises';
import { ClientManagementApi, DocSpaceError } from 'docspace-client-management';

const [clientId = '', secretFile = ''] = process.argv.slice(2);
if (!secretFile) {
  console.error('usage: rotate-secret.mts CLIENT_ID SECRET_FILE');
  process.exit(1);
}

const api = new ClientManagementApi();
const newFile = `${secretFile}.new`;

// If the file cannot be written, the program fails here, while the old secret still works.
await writeFile(newFile, '', { mode: 0o600 });
try {
  await writeFile(newFile, await newSecret(), { flush: true });
  // A reader sees the old file or the new one, never an incomplete one.
  await rename(newFile, secretFile);
  console.log(`${secretFile} holds the new secret`);
} catch (error) {
  await rm(newFile);
  if (!(error instanceof DocSpaceError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}

async function newSecret(): Promise<string> {
  const { client_secret: old } = await api.getClient(clientId);
  try {
    return (await api.regenerateSecret(clientId)).client_secret;
  } catch (error) {
    if (!(error instanceof DocSpaceError && error.mayHaveRun)) {
      throw error;
    }
    // The response was lost, and the SDK does not retry this operation. The portal has the secret that works now.
    const { client_secret: present } = await api.getClient(clientId);
    if (present === old) {
      throw error;
    }
    return present;
  }
}
