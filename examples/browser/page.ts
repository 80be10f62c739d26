// A page on which a signed-in user of a portal makes a client. The credential is the browser's own cookie of the portal:
// no key is in the page, and a page could not set the cookie `asc_auth_key` for a request anyway.
//
//   npm run build && npm run mock
//   npx vite examples/browser
//
// Then open what vite names on `localhost`, and sign in to the mock, which takes any cookie: type
// `document.cookie = 'asc_auth_key=any'` in the console. The page and the mock are of one site there, so the browser
// sends it. A portal sends its cookie along with a page of another site only if it allows that, by CORS and SameSite;
// simplest is to serve the page from the portal's own address.
import { ClientManagementApi, DocSpaceError } from 'docspace-client-management';

const form = find<HTMLFormElement>('form');
const button = find<HTMLButtonElement>('button');
const output = find<HTMLOutputElement>('output');

const api = new ClientManagementApi({
  ...(form.dataset.portal && { baseUrl: form.dataset.portal }),
  credentials: 'include',
  onWait: ({ delay }) => {
    output.textContent = `The portal asks to wait ${Math.ceil(delay / 1000)} s.`;
  },
});

// A user who leaves the page in the middle of a wait wants no client.
const left = new AbortController();
addEventListener('pagehide', () => left.abort());

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  output.textContent = 'One moment …';
  output.textContent = await create(
    find<HTMLInputElement>('[name=name]').value,
    find<HTMLInputElement>('[name=website]').value,
  );
  button.disabled = false;
});

/** Creates a client and tells of it, or of what went wrong. */
async function create(name: string, website: string): Promise<string> {
  const { origin } = new URL(website);
  try {
    const { client_id, client_secret } = await api.createClient(
      {
        name,
        logo: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
        scopes: ['files:read'],
        website_url: website,
        terms_url: `${origin}/terms`,
        policy_url: `${origin}/privacy`,
        redirect_uris: [`${origin}/callback`],
        allowed_origins: [origin],
        logout_redirect_uri: `${origin}/goodbye`,
      },
      { signal: left.signal },
    );
    return `Created ${name}.\nId: ${client_id}\nSecret: ${client_secret}`;
  } catch (error) {
    return error instanceof DocSpaceError ? error.message : String(error);
  }
}

function find<Found extends Element>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (!found) {
    throw new Error(`the page has no ${selector}`);
  }
  return found;
}
