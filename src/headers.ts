import { isRecord } from './json.js';

/** Request headers by lower-case name. */
export type HeaderRecord = Readonly<Record<string, string>>;

// They describe the connection, which is the platform's: it ignores them or fails the request.
const CONNECTION_HEADERS =
  /^(connection|content-length|expect|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/i;
const HEADER_NAME = /^[!#$%&'*+.^`|~\w-]+$/;
// They would win over the credential of the `apiKey`.
const CREDENTIAL_COOKIE = /(?:^|[;\s])(asc_auth_key|x-signature)\s*=/i;
// Some platforms' Headers accept values that a header cannot carry.
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Says what is wrong with the option `headers`; `undefined` if nothing is. Values may be secret and are not quoted. */
export function headersProblem(headers: unknown): string | undefined {
  if (!isRecord(headers) || (Symbol.iterator in Object(headers) && !isHeaders(headers))) {
    return 'must be a Headers object or a plain object';
  }
  for (const [name, value] of entriesOf(headers)) {
    if (!HEADER_NAME.test(name)) {
      return 'must have names of letters, digits and hyphens';
    }
    if (CONNECTION_HEADERS.test(name)) {
      return `must not set ${name.toLowerCase()}; leave it to the platform`;
    }
    if (typeof value !== 'string' || !HEADER_VALUE.test(value)) {
      return `must have Latin-1 text without line ends as ${name}`;
    }
    const [, cookie] = (/^cookie$/i.test(name) && CREDENTIAL_COOKIE.exec(value)) || [];
    if (cookie) {
      return `must not set the cookie ${cookie.toLowerCase()}; use apiKey`;
    }
  }
  return undefined;
}

/**
 * Joins headers by lower-case name. Of two with the same name, in any case, the later one wins: the default, then the
 * API object's, then the call's.
 */
export function mergeHeaders(...parts: readonly (Headers | HeaderRecord | undefined)[]): HeaderRecord {
  return Object.fromEntries(parts.flatMap(entriesOf).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

// By its methods: a polyfill has a class of its own.
function isHeaders(value: unknown): value is Headers {
  return typeof Object(value).append === 'function' && typeof Object(value).forEach === 'function';
}

function entriesOf(headers: unknown): [string, unknown][] {
  if (!isHeaders(headers)) {
    return Object.entries(Object(headers));
  }
  const entries: [string, string][] = [];
  headers.forEach((value, name) => {
    entries.push([name, value]);
  });
  return entries;
}
