let probed: { readonly by: typeof Request; readonly cookies: boolean } | undefined;

/**
 * Whether this is a browser, which adds cookies and a User-Agent of its own and takes none from programs. It drops a
 * cookie header silently, so a request that goes nowhere is looked at.
 */
export function isBrowser(): boolean {
  if (typeof Request === 'undefined') {
    return false;
  }
  if (probed?.by !== Request) {
    const { headers } = new Request('http://localhost', { headers: { cookie: 'name=value' } });
    probed = { by: Request, cookies: headers.has('cookie') };
  }
  return !probed.cookies;
}
