import { requireKnownFields, requireRecord, shown } from './checks.js';
import { COUNT, type FieldKind, FLAG, requireKind, TEXT, TEXTS, TIME, UUID } from './field-kinds.js';
import type { ClientSettings, StoredClient } from './stored-client.js';
import { type EmulatorUser, requireUserId } from './users.js';

/**
 * A client to store: a name, and whatever else matters to the test. The body of a create and a stored client both fit.
 * Only the types of the fields are checked, so a test can store what the service would not take.
 */
export interface SeedClient {
  /** A text that is not blank. */
  readonly name: string;
  /** Default `null`. */
  readonly description?: string | null | undefined;
  /** Default: a PNG of one pixel. */
  readonly logo?: string | undefined;
  /** Default `['files:read']`. */
  readonly scopes?: readonly string[] | undefined;
  /** Default `['client_secret_post']`, and `none` too if `allow_pkce` is true. */
  readonly authentication_methods?: ClientSettings['authentication_methods'] | undefined;
  /** In place of `authentication_methods`. */
  readonly allow_pkce?: boolean | null | undefined;
  /** Default `https://example.com`. */
  readonly website_url?: string | undefined;
  /** Default `https://example.com/terms`. */
  readonly terms_url?: string | undefined;
  /** Default `https://example.com/privacy`. */
  readonly policy_url?: string | undefined;
  /** Default `['https://example.com/callback']`. */
  readonly redirect_uris?: readonly string[] | undefined;
  /** Default `['https://example.com']`. */
  readonly allowed_origins?: readonly string[] | undefined;
  /** Default `['https://example.com/goodbye']`. */
  readonly logout_redirect_uris?: readonly string[] | undefined;
  /** In place of `logout_redirect_uris`. */
  readonly logout_redirect_uri?: string | undefined;
  /** Default true. */
  readonly enabled?: boolean | undefined;
  /** Without effect: the service ignores it too. */
  readonly is_public?: boolean | null | undefined;
  /** A UUID in lower case. Default: a random one. */
  readonly client_id?: string | undefined;
  /** Default: a random one, in the form of the version. */
  readonly client_secret?: string | undefined;
  /** The number of the portal. Default: that of the user in `created_by`. */
  readonly tenant?: number | undefined;
  /** ISO 8601 with `Z`. Lists are in the order of these times. Default: now. */
  readonly created_on?: string | undefined;
  /**
   * A key of `signIn` or `users`, or the id of a user. An id that no user has is good too: only admins see such a client.
   * Default: an admin of `users`.
   */
  readonly created_by?: string | undefined;
  /** ISO 8601 with `Z`. Default: `created_on`. */
  readonly modified_on?: string | undefined;
  /** A key of `signIn` or `users`, or the id of a user. Default: `created_by`. */
  readonly modified_by?: string | undefined;
}

/** What a seed needs to know. */
export interface SeedContext {
  /** The user of a client that names none. */
  readonly owner: EmulatorUser;
  findUser(key: string): EmulatorUser | undefined;
  /** The id of a user that is named by key or id; `undefined` for a text that is neither. */
  idOf(keyOrId: string): string | undefined;
  /** Whether a client with this id is stored. */
  isTaken(clientId: string): boolean;
  newId(): string;
  newSecret(): string;
  /** A time that no other client has. */
  newTime(): string;
}

// Each field and what it has to be.
const FIELDS: Readonly<Record<keyof SeedClient, FieldKind>> = {
  name: TEXT,
  description: TEXT,
  logo: TEXT,
  scopes: TEXTS,
  authentication_methods: TEXTS,
  allow_pkce: FLAG,
  website_url: TEXT,
  terms_url: TEXT,
  policy_url: TEXT,
  redirect_uris: TEXTS,
  allowed_origins: TEXTS,
  logout_redirect_uris: TEXTS,
  logout_redirect_uri: TEXT,
  enabled: FLAG,
  is_public: FLAG,
  client_id: UUID,
  client_secret: TEXT,
  tenant: COUNT,
  created_on: TIME,
  created_by: TEXT,
  modified_on: TIME,
  modified_by: TEXT,
};
const NULLABLE: readonly string[] = ['description', 'allow_pkce', 'is_public'];
const REPLACED = [
  ['allow_pkce', 'authentication_methods'],
  ['logout_redirect_uri', 'logout_redirect_uris'],
] as const;

const URL = 'https://example.com';
// A single transparent pixel.
const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** Checks the clients and fills in what they leave out; throws a TypeError or a RangeError. */
export function completeSeed(clients: unknown, context: SeedContext): StoredClient[] {
  if (!Array.isArray(clients)) {
    throw new TypeError(`seed: clients must be an array such as [{ "name": "Reporting" }], not ${shown(clients)}.`);
  }
  const taken = new Set<string>();
  // Not clients.map, which passes over holes.
  const checked = Array.from(clients, (client: unknown, index): SeedClient => {
    const path = `seed: clients[${index}]`;
    const fields = requireRecord(path, client, 'an object such as { "name": "Reporting" }');
    requireFields(index, fields);
    const { client_id: id } = fields;
    if (typeof id === 'string' && (taken.has(id) || context.isTaken(id))) {
      throw new RangeError(`${path}.client_id is the id of another client. Set another one, or none for a random id.`);
    }
    taken.add(String(id));
    for (const name of ['created_by', 'modified_by'] as const) {
      const user = fields[name];
      if (typeof user === 'string') {
        requireUserId(`${path}.${name}`, user, context);
      }
    }
    return fields as Readonly<Record<string, unknown>> & SeedClient;
  });
  return checked.map((client) => complete(client, context));
}

function complete(seed: SeedClient, context: SeedContext): StoredClient {
  const { owner, newId, newSecret, newTime } = context;
  const creator = idOf(seed.created_by, context) ?? owner.id;
  const createdOn = seed.created_on ?? newTime();
  const { allow_pkce: allowPkce, logout_redirect_uri: logoutUri } = seed;
  return {
    name: seed.name,
    description: seed.description ?? null,
    scopes: [...(seed.scopes ?? ['files:read'])],
    website_url: seed.website_url ?? URL,
    terms_url: seed.terms_url ?? `${URL}/terms`,
    policy_url: seed.policy_url ?? `${URL}/privacy`,
    logo: seed.logo ?? LOGO,
    authentication_methods: [
      ...(seed.authentication_methods ?? [
        'client_secret_post' as const,
        ...(allowPkce === true ? ['none' as const] : []),
      ]),
    ],
    redirect_uris: [...(seed.redirect_uris ?? [`${URL}/callback`])],
    allowed_origins: [...(seed.allowed_origins ?? [URL])],
    logout_redirect_uris: [...(seed.logout_redirect_uris ?? [logoutUri ?? `${URL}/goodbye`])],
    tenant: seed.tenant ?? tenantOf(seed.created_by, context) ?? owner.tenant,
    enabled: seed.enabled ?? true,
    client_id: seed.client_id ?? newId(),
    client_secret: seed.client_secret ?? newSecret(),
    created_on: createdOn,
    created_by: creator,
    modified_on: seed.modified_on ?? createdOn,
    modified_by: idOf(seed.modified_by, context) ?? creator,
    is_public: true,
  };
}

function idOf(user: string | undefined, context: SeedContext): string | undefined {
  return user === undefined ? undefined : context.idOf(user);
}

function tenantOf(key: string | undefined, context: SeedContext): number | undefined {
  return key === undefined ? undefined : context.findUser(key)?.tenant;
}

function requireFields(index: number, fields: Readonly<Record<string, unknown>>): void {
  const path = `seed: clients[${index}]`;
  requireKnownFields('seed', fields, Object.keys(FIELDS), `clients[${index}]`);
  if (typeof fields.name !== 'string' || fields.name.trim() === '') {
    throw new TypeError(`${path}.name must be a string that is not blank, not ${shown(fields.name)}.`);
  }
  for (const [name, kind] of Object.entries(FIELDS)) {
    const value = fields[name] === null && NULLABLE.includes(name) ? undefined : fields[name];
    requireKind(`${path}.${name}`, kind, value, { isOptional: true });
  }
  for (const [name, other] of REPLACED) {
    if (fields[name] !== undefined && fields[other] !== undefined) {
      throw new TypeError(`${path} must not have both ${name} and ${other}. Leave one of them out.`);
    }
  }
}
