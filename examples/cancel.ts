// Creates a client. Ctrl-C or a deadline cancels it, and the program then looks whether the client exists all the same.
//
//   DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx examples/cancel.ts [DEADLINE_IN_MS]
import { ClientManagementApi } from 'docspace-client-management';

const NAME = 'Cancelled or not';
const [deadline = '60000'] = process.argv.slice(2);
const ctrlC = new AbortController();
process.once('SIGINT', () => ctrlC.abort(new Error('stopped by Ctrl-C')));

const api = new ClientManagementApi({
  onWait: ({ delay }) => console.log(`waiting ${Math.round(delay)} ms for the rate limit`),
});
const [newest] = (await api.getClients({ limit: 1 })).data;

// Aborts on the first of the two. The deadline limits the whole call, waits and retries included. The option `timeout`
// limits each attempt, and `maxWait` limits the waits.
const signal = AbortSignal.any([ctrlC.signal, AbortSignal.timeout(Number(deadline))]);
try {
  const { client_id } = await api.createClient(
    {
      name: NAME,
      logo: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
      scopes: ['files:read'],
      website_url: 'https://example.com',
      terms_url: 'https://example.com/terms',
      policy_url: 'https://example.com/privacy',
      redirect_uris: ['https://example.com/callback'],
      allowed_origins: ['https://example.com'],
      logout_redirect_uri: 'https://example.com/goodbye',
    },
    { signal },
  );
  console.log(`created ${client_id}`);
} catch (error) {
  if (error !== signal.reason) {
    throw error;
  }
  console.log(`cancelled: ${signal.reason.message}`);
  // An abort ends the call at once, but it cannot undo a request that was sent.
  const lost = await findLost();
  console.log(lost ? `The client exists: ${lost}` : 'There is no such client.');
  process.exitCode = 1;
}

async function findLost(): Promise<string | undefined> {
  // The newest clients come first. Those that were there before do not count.
  for await (const { client_id, name, created_on } of api.listClients()) {
    if (newest && Date.parse(created_on) <= Date.parse(newest.created_on)) {
      return undefined;
    }
    if (name === NAME) {
      return client_id;
    }
  }
  return undefined;
}
