// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx cancel.mts [DEADLINE_IN_MS]
//
// Creates a client. Ctrl-C or a deadline cancels it, and the program then looks whether the client exists all the same.
import { ClientManagementApi, type CreateClientRequest, DocSpaceError } from 'docspace-client-management';

const BODY: CreateClientRequest = {
  name: 'Cancelled or not',
  logo: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
  scopes: ['files:read'],
  website_url: 'https://example.com',
  terms_url: 'https://example.com/terms',
  policy_url: 'https://example.com/privacy',
  redirect_uris: ['https://example.com/callback'],
  allowed_origins: ['https://example.com'],
  logout_redirect_uri: 'https://example.com/goodbye',
};
const [deadline = '60000'] = process.argv.slice(2);
if (!/^\d{1,9}$/.test(deadline)) {
  console.error('usage: cancel.mts [DEADLINE_IN_MS]');
  process.exit(1);
}
const ctrlC = new AbortController();
process.once('SIGINT', () => ctrlC.abort(new Error('stopped by Ctrl-C')));
// Aborts on the first of the two. The deadline limits the whole call, waits and retries included. The option `timeout`
// limits each attempt, and `maxWait` limits the waits.
const signal = AbortSignal.any([ctrlC.signal, AbortSignal.timeout(Number(deadline))]);
const api = new ClientManagementApi({
  onWait: ({ delay }) => console.log(`waiting ${Math.round(delay)} ms for the rate limit`),
});

try {
  const [newest] = (await api.getClients({ limit: 1 })).data;
  await api.createClient(BODY, { signal }).then(
    ({ client_id }) => console.log(`created ${client_id}`),
    (error) => afterFailure(error, newest?.created_on),
  );
} catch (error) {
  console.error(error instanceof DocSpaceError ? error.message : error);
  process.exitCode = 1;
}

async function afterFailure(error: unknown, newestBefore: string | undefined): Promise<void> {
  if (error !== signal.reason) {
    throw error;
  }
  console.log(`cancelled: ${signal.reason.message}`);
  // An abort ends the call at once, but it cannot undo a request that was sent.
  const lost = await findLost(newestBefore);
  console.log(lost ? `The client exists: ${lost}` : 'There is no such client.');
  process.exitCode = 1;
}

async function findLost(newestBefore = '1970-01-01T00:00:00Z'): Promise<string | undefined> {
  // The newest clients come first. Those that were there before do not count.
  for await (const { client_id, name, created_on } of api.listClients()) {
    if (Date.parse(created_on) <= Date.parse(newestBefore)) return undefined;
    if (name === BODY.name) return client_id;
  }
  return undefined;
}
