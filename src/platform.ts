import { tryTo } from './try-to.js';

/** What the platform's `fetch` can do. */
export interface Platform {
  /** Whether it adds cookies and a User-Agent of its own and takes none from programs, as a browser does. */
  readonly isBrowser?: boolean;
  /** Whether it takes the member `cache`. Workers of Cloudflare throw because of it, unless their date is a recent one. */
  readonly takesCache?: boolean;
}

let probed: (Platform & { readonly by: typeof Request }) | undefined;

/** Finds it out by requests that go nowhere: a browser drops a cookie header silently. */
export function platform(): Platform {
  if (typeof Request === 'undefined') {
    return {};
  }
  if (probed?.by !== Request) {
    const { headers } = new Request('http://localhost', { headers: { cookie: 'name=value' } });
    probed = { by: Request, isBrowser: !headers.has('cookie'), takesCache: takesCache() };
  }
  return probed;
}

function takesCache(): boolean {
  return tryTo(() => new Request('http://localhost', { cache: 'no-store' }).cache) === 'no-store';
}
