/** A version of the service, by the first two numbers; `next` is the development state after 3.7. */
export type ServiceVersion = '3.0' | '3.1' | '3.2' | '3.5' | '3.6' | '3.7' | 'next';

/** The versions, oldest first. */
export const SERVICE_VERSIONS: readonly ServiceVersion[] = ['3.0', '3.1', '3.2', '3.5', '3.6', '3.7', 'next'];

/** The values of one property, each with the version from which on it holds. */
type Since<Value> = Readonly<{ '3.0': Value } & Partial<Record<ServiceVersion, Value>>>;

// The differences between versions, all of them. A row holds a property of the service and its values over time.
const TABLE = {
  // Credentials.
  badCredentialStatus: { '3.0': 401, '3.1': 403 } as Since<number>,
  credential: { '3.0': 'session', '3.1': 'signature' } as Since<'session' | 'signature'>,
  /** Whether the portal issues signatures. */
  tokenEndpoint: { '3.0': false, '3.1': true } as Since<boolean>,
  quotedCookies: { '3.0': true, '3.7': false } as Since<boolean>,
  /** Who may use the operations on clients: admins, or every developer on their own clients. */
  rights: { '3.0': 'admins', '3.1': 'developers' } as Since<'admins' | 'developers'>,

  // Rate limits.
  bucketOwner: { '3.0': 'address', '3.2': 'user' } as Since<'address' | 'user'>,
  /** Whether accepted requests carry the wait as well. */
  resetWhenAccepted: { '3.0': true, '3.1': false } as Since<boolean>,
  resetMeans: { '3.0': 'full', '3.2': 'next token' } as Since<'full' | 'next token'>,
  limitedContentType: { '3.0': undefined, '3.1': 'application/json' } as Since<string | undefined>,

  // Routes, methods and media types.
  secondPrefix: { '3.0': false, '3.7': true } as Since<boolean>,
  bulkDeletes: { '3.0': false, '3.1': true } as Since<boolean>,
  /** What becomes of unknown routes, wrong methods and media types: an exception, a proper status, or a bare 403. */
  unknownRoute: { '3.0': 'exception', '3.1': 'status', '3.7': 'forbidden' } as Since<Mismatch>,
  wrongMethod: { '3.0': 'exception', '3.1': 'status', '3.7': 'forbidden' } as Since<Mismatch>,
  wrongContentType: { '3.0': 'exception', '3.2': 'status', '3.7': 'forbidden' } as Since<Mismatch>,
  /** Whether routes say that they consume `application/json` alone; without that any `+json` will do. */
  declaresContentType: { '3.0': false, '3.2': true } as Since<boolean>,
  /** What becomes of an `Accept` that cannot be parsed, or that takes other JSON alone. */
  notAcceptable: { '3.0': 'exception', '3.7': 'forbidden' } as Since<'exception' | 'forbidden'>,
  rejectsPreflight: { '3.0': true, '3.7': false } as Since<boolean>,
  /** For TRACE and methods that HTTP/1.1 itself does not define. */
  strangeMethodStatus: { '3.0': 400, '3.7': 403 } as Since<number>,
  /** The largest request line with headers, in bytes. */
  maxHead: { '3.0': 8192, next: 65_536 } as Since<number>,
  gzip: { '3.0': true, '3.1': false } as Since<boolean>,
  /** Whether responses to HEAD say how their body would be framed. */
  framesHead: { '3.0': true, '3.5': false } as Since<boolean>,

  // Errors.
  errors: { '3.0': 'reason', '3.7': 'problem' } as Since<'reason' | 'problem'>,
  databaseErrorOnCreate: { '3.0': 'empty', '3.7': 'body' } as Since<'empty' | 'body'>,
  databaseErrorOnUpdate: { '3.0': 'body', '3.1': 'empty', '3.7': 'body' } as Since<'empty' | 'body'>,
  unknownScope: { '3.0': 'empty', '3.7': 'json', next: 'problem' } as Since<'empty' | 'json' | 'problem'>,

  // Bodies.
  trailingText: { '3.0': 'ignored', '3.7': 'rejected' } as Since<'ignored' | 'rejected'>,
  /** Whether a bare boolean is taken for `{ "status": … }`. */
  bareStatus: { '3.0': true, '3.7': false } as Since<boolean>,
  blankName: { '3.0': true, '3.7': false } as Since<boolean>,
  nameLengthOnUpdate: { '3.0': false, '3.7': true } as Since<boolean>,
  maxLogoBytes: { '3.0': 1_048_576, '3.1': 256_000 } as Since<number>,
  /** The first layer of checks of page addresses, and the second, with errors of another form. */
  pageUrl: { '3.0': 'loose', '3.1': 'strict' } as Since<'loose' | 'strict'>,
  secondLayer: { '3.0': 'none', '3.1': 'dotted paths', '3.7': 'fields' } as Since<'none' | 'dotted paths' | 'fields'>,
  scopesBeforeSecondLayer: { '3.0': true, next: false } as Since<boolean>,
  redirectUrl: { '3.0': 'host and path', '3.1': 'page', '3.2': 'any' } as Since<'host and path' | 'page' | 'any'>,
  redirectSchemes: { '3.0': ['http', 'https'], '3.5': ['http', 'https', 'claude'] } as Since<readonly string[]>,
  /** Whether `redirectUris` is another name of `redirect_uris`. */
  camelCaseRedirectUris: { '3.0': true, '3.5': false } as Since<boolean>,
  maxUrls: { '3.0': undefined, '3.5': 12 } as Since<number | undefined>,
  updatesScopes: { '3.0': false, next: true } as Since<boolean>,
  originsMayNotBeNull: { '3.0': false, next: true } as Since<boolean>,

  // Clients.
  deletesNeedBroker: { '3.0': false, '3.1': true } as Since<boolean>,
  /** What an unknown client is on a write, and what a malformed id is anywhere. */
  missingClient: { '3.0': 'exception', '3.1': 'not found' } as Since<'exception' | 'not found'>,
  infoOfForeignClients: { '3.0': true, '3.1': false } as Since<boolean>,
  secret: { '3.0': 'uuid', '3.6': 'alphanumeric' } as Since<'uuid' | 'alphanumeric'>,
  secretInLists: { '3.0': 'plain', '3.1': 'encrypted' } as Since<'plain' | 'encrypted'>,
  /** What names a user in `created_by` and `modified_by`. */
  userNamedBy: { '3.0': 'e-mail', '3.1': 'id' } as Since<'e-mail' | 'id'>,
  shape: { '3.0': 'with invalidated', '3.1': 'with public', '3.7': 'plain' } as Since<
    'with invalidated' | 'with public' | 'plain'
  >,
  /** How long a client is served from the cache, in ms. */
  cachedFor: { '3.0': 0, '3.7': 300_000 } as Since<number>,

  // Pages.
  paging: { '3.0': 'numbers', '3.1': 'cursors' } as Since<'numbers' | 'cursors'>,
  maxPage: { '3.0': 100, '3.1': 50 } as Since<number>,
  defaultPage: { '3.0': undefined, '3.2': 30 } as Since<number | undefined>,
};

/** How a service deals with what does not fit a route. */
export type Mismatch = 'exception' | 'status' | 'forbidden';

type Table = typeof TABLE;

/** How a version of the service behaves: one value of each row of the table. */
export type Behaviour = { readonly [Name in keyof Table]: Table[Name] extends Since<infer Value> ? Value : never };

/** The behaviour of a version. */
export function behaviourOf(version: ServiceVersion): Behaviour {
  const reached = SERVICE_VERSIONS.slice(0, SERVICE_VERSIONS.indexOf(version) + 1);
  const latest = (row: Since<unknown>): unknown => row[reached.findLast((known) => Object.hasOwn(row, known)) ?? '3.0'];
  return Object.fromEntries(Object.entries(TABLE).map(([name, row]) => [name, latest(row)])) as Behaviour;
}
