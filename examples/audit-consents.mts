// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx audit-consents.mts [DAYS]
//
// Prints the consents that the user of the key gave to clients, and what is worth a look about each: rights to change
// data, scopes that the portal does not know, and an age above a number of days. The exit code is 1 if there is any.
// logging-with-pino.mts withdraws a consent.
import { ClientManagementApi, type Consent, DocSpaceError } from 'docspace-client-management';

const [days = '365'] = process.argv.slice(2);
if (!/^\d+$/.test(days)) {
  console.error('usage: audit-consents.mts [DAYS]');
  process.exit(2);
}
const oldest = Date.now() - Number(days) * 24 * 60 * 60 * 1000;

try {
  const api = new ClientManagementApi();
  const types = new Map((await api.getScopes()).map(({ name, type }) => [name, type]));
  let [count, noted] = [0, 0];
  for await (const consent of api.listConsents()) {
    const notes = audit(consent, types);
    // As JSON, for whoever made the client chose its name, control characters included.
    const name = consent.client ? JSON.stringify(consent.client.name) : 'a deleted client';
    console.log(`${consent.registered_client_id} ${name}: ${scopesOf(consent).join(' ')}, ${consent.modified_at}`);
    for (const note of notes) {
      console.log(`  ${note}`);
    }
    count += 1;
    noted += notes.length > 0 ? 1 : 0;
  }
  console.log(`consents: ${count}, with notes: ${noted}`);
  process.exitCode = noted > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof DocSpaceError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 2;
}

function audit(consent: Consent, types: ReadonlyMap<string, string>): string[] {
  const scopes = scopesOf(consent);
  const writing = scopes.filter((scope) => types.get(scope) === 'write');
  const unknown = scopes.filter((scope) => !types.has(scope));
  return [
    ...(writing.length > 0 ? [`may change data: ${writing.join(' ')}`] : []),
    ...(unknown.length > 0 ? [`unknown to the portal: ${unknown.join(' ')}`] : []),
    ...(Date.parse(consent.modified_at) < oldest ? [`older than ${days} days`] : []),
  ];
}

// DocSpace 3.0 separates scopes by commas, later versions by spaces.
function scopesOf({ scopes }: Consent): string[] {
  return scopes.split(/[ ,]+/).filter(Boolean).sort();
}
