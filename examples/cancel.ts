// Creates a client, unless Ctrl-C or a deadline comes first, and tells what is known then.
//
//   DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx examples/cancel.ts [DEADLINE_IN_MS]
import { ClientManagementApi } from 'docspace-client-management';

const [deadline = '60000'] = process.argv.slice(2);
const ctrlC = new AbortController();
process.once('SIGINT', () => ctrlC.abort(new Error('stopped by Ctrl-C')));

// Whichever comes first. The deadline is for the whole call, waits and retries included; the option `timeout` is for each
// attempt, and `maxWait` for the waits.
const signal = AbortSignal.any([ctrlC.signal, AbortSignal.timeout(Number(deadline))]);

// An abort ends the call at once, but cannot call back what was sent: after that the client may exist, and its secret is
// lost. Whether it was sent, only what sends it can tell.
let sent = false;
const api = new ClientManagementApi({
  fetch: async (...parts) => {
    sent = true;
    const response = await fetch(...parts);
    // A refusal made nothing.
    sent = response.ok;
    return response;
  },
  onWait: ({ delay }) => console.log(`waiting ${delay} ms for the service's limit`),
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
  // An aborted call rejects with the signal's own reason, not with an error of the SDK.
  if (!signal.aborted) {
    throw error;
  }
  console.log(`cancelled: ${signal.reason.message}`);
  console.log(sent ? 'The client may exist: look for it in the portal.' : 'No client was made.');
  process.exitCode = 1;
}
