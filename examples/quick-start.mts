// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx quick-start.mts
//
// Creates a client and prints its id and its secret.
import { ClientManagementApi, DocSpaceError } from 'docspace-client-management';

try {
  // Reads DOCSPACE_BASE_URL and DOCSPACE_API_KEY from the environment; both can be options too.
  const api = new ClientManagementApi();
  const client = await api.createClient({
    name: 'Reporting',
    logo: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
    scopes: ['files:read'],
    website_url: 'https://reporting.example.com',
    terms_url: 'https://reporting.example.com/terms',
    policy_url: 'https://reporting.example.com/privacy',
    redirect_uris: ['https://reporting.example.com/callback'],
    allowed_origins: ['https://reporting.example.com'],
    logout_redirect_uri: 'https://reporting.example.com/goodbye',
  });
  console.log('id:    ', client.client_id);
  console.log('secret:', client.client_secret);
} catch (error) {
  if (!(error instanceof DocSpaceError)) {
    throw error;
  }
  // Such as: createClient "Reporting": the portal returned 401; the apiKey is unknown, or its session has ended; …
  console.error(error.message);
  process.exitCode = 1;
}
