// npx docspace-emulator exec -- npx vite browser
//
// A page on which a signed-in user of a portal creates a client. The credential is the browser's own cookie for the portal,
// so the page has no key. It belongs at the portal's own address; Vite makes its own address one, see vite.config.mts.
import { ClientManagementApi, type CreateClientRequest, DocSpaceError } from 'docspace-client-management';

const form = find('form');
const button = find('button');
const output = find('output');

const api = new ClientManagementApi({
  baseUrl: location.origin,
  credentials: 'include',
  onWait: ({ delay }) => {
    output.textContent = `The portal asks to wait ${Math.ceil(delay / 1000)} s.`;
  },
});

// If the user leaves the page, the call is cancelled.
const pageLeft = new AbortController();
addEventListener('pagehide', () => pageLeft.abort());

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  output.textContent = 'One moment …';
  const fields = new FormData(form);
  try {
    output.textContent = await create(String(fields.get('name')), String(fields.get('website')));
  } catch (error) {
    output.textContent = error instanceof DocSpaceError ? error.message : String(error);
  }
  button.disabled = false;
});

/** Creates a client and describes it. */
async function create(name: string, website: string): Promise<string> {
  const { origin } = new URL(website);
  const body: CreateClientRequest = {
    name,
    logo: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
    scopes: ['files:read'],
    website_url: website,
    terms_url: `${origin}/terms`,
    policy_url: `${origin}/privacy`,
    redirect_uris: [`${origin}/callback`],
    allowed_origins: [origin],
    logout_redirect_uri: `${origin}/goodbye`,
  };
  const { client_id, client_secret } = await api.createClient(body, { signal: pageLeft.signal });
  return `Created ${name}.\nId: ${client_id}\nSecret: ${client_secret}`;
}

function find<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] {
  const found = document.querySelector(tag);
  if (!found) {
    throw new Error(`the page has no ${tag}`);
  }
  return found;
}
