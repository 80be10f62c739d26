// Creates a client. Ctrl-C or a deadline cancels it, and the program then prints whether the client may exist.
//
//   DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx examples/cancel.ts [DEADLINE_IN_MS]
import { ClientManagementApi } from 'docspace-client-management';

const [deadline = '60000'] = process.argv.slice(2);
const ctrlC = new AbortController();
process.once('SIGINT', () => ctrlC.abort(new Error('stopped by Ctrl-C')));

// Aborts on the first of the two. The deadline limits the whole call, waits and retries included. The option `timeout`
// limits each attempt, and `maxWait` limits the waits.
const signal = AbortSignal.any([ctrlC.signal, AbortSignal.timeout(Number(deadline))]);

// An abort ends the call at once, but it cannot undo a request that was sent: the client may exist, and its secret is
// lost. Errors of the SDK have `mayHaveRun` for this. An aborted call rejects with the reason of the signal instead, so
// this program watches its own requests.
let mayExist = false;
const api = new ClientManagementApi({
  fetch: async (...parts) => {
    mayExist = true;
    const response = await fetch(...parts);
    // A 429 or 503 creates no client: the SDK waits, and sends the request again.
    mayExist = response.status !== 429 && response.status !== 503;
    return response;
  },
  onWait: ({ delay }) => console.log(`waiting ${delay} ms for the rate limit`),
});

try {
  const { client_id } = await api.createClient(
    {
      name: 'Cancelled or not',
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
  console.log(mayExist ? 'The client may exist: look for it in the portal.' : 'No client was created.');
  process.exitCode = 1;
}
