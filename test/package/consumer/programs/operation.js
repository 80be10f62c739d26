// Uses one generated operation.
import { createClient, createFetchClient } from 'docspace-client-management/generated';

const [, , baseUrl = ''] = process.argv;
const token = await fetch(`${baseUrl}/api/2.0/security/oauth2/token`, {
  headers: { authorization: 'Bearer emulator-key' },
});
const { response: signature } = await token.json();
const client = createFetchClient({ baseUrl, headers: { 'x-signature': signature } });
const body = {
  name: 'Reporting',
  logo: 'data:image/png;base64,iVBORw0KGgo=',
  scopes: ['files:read'],
  website_url: 'https://reporting.example.com',
  terms_url: 'https://reporting.example.com/terms',
  policy_url: 'https://reporting.example.com/privacy',
  redirect_uris: ['https://reporting.example.com/callback'],
  allowed_origins: ['https://reporting.example.com'],
  logout_redirect_uri: 'https://reporting.example.com/goodbye',
};
const { response } = await createClient({ client, body });
console.log(response.status);
