// Gives a client a new secret and puts it into a file, which stands for the place where you keep secrets.
//
//   DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx examples/rotate-secret.ts CLIENT_ID SECRET_FILE
//
// The service kills the old secret as it makes the new one, so there is a short time in which nobody can get a token:
// from the answer until the new secret is stored, and until your application has read it. Keep it short: store first
// what can be stored before, and let the application read the secret again when the service calls it invalid. Where not
// even a second will do, replace the client instead: see replace-client.ts.
import { rename, rm, writeFile } from 'node:fs/promises';
import { ClientManagementApi, ConnectionError, DocSpaceError, TimeoutError } from 'docspace-client-management';

const [clientId = '', secretFile = ''] = process.argv.slice(2);
if (!secretFile) {
  throw new Error('usage: rotate-secret.ts CLIENT_ID SECRET_FILE');
}

const api = new ClientManagementApi();
const newFile = `${secretFile}.new`;

// A missing folder or right is found here, while the old secret still works.
await writeFile(newFile, '', { mode: 0o600 });
try {
  const { client_secret } = await api.regenerateSecret(clientId);
  await writeFile(newFile, client_secret, { flush: true });
  // Readers see the old file or the new one, never half of it.
  await rename(newFile, secretFile);
  console.log(`${secretFile} holds the new secret`);
} catch (error) {
  if (!(error instanceof DocSpaceError)) {
    throw error;
  }
  await rm(newFile);
  console.error(error.message);
  // Only where the answer was lost is it unknown which secret is alive: the SDK does not send this request twice.
  if (error instanceof ConnectionError || error instanceof TimeoutError) {
    console.error('The old secret may be dead. Run this again: it makes another one, and that one you get to know.');
  }
  process.exitCode = 1;
}
