// A page on which a signed-in user of a portal creates a client. The credential is the browser's own cookie for the
// portal. The page has no key: a page cannot set the cookie `asc_auth_key` of a request.
//
//   npm run build && npm run mock
//   npx vite examples/browser
//
// Open the `localhost` address that vite prints, and sign in to the mock, which accepts any cookie: type
// `document.cookie = 'asc_auth_key=any'` in the console. The page and the mock are on the same site, so the browser sends
// the cookie. For a page on another site, the portal must allow it, by CORS and by the SameSite attribute of the cookie.
// It is simplest to serve the page from the portal's own address.
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

// If the user leaves the page, the call is cancelled.
const pageLeft = new AbortController();
addEventListener('pagehide', () => pageLeft.abort());

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

/** Creates a client and describes it, or the error. */
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
      { signal: pageLeft.signal },
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
