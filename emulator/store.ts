import { randomBytes, randomUUID } from 'node:crypto';
import { createTimestamps, type EmulatorClock, toMicroseconds } from './clock.js';
import { Consents } from './consents.js';
import { UUID_PATTERN } from './field-kinds.js';
import { type Outages, requireUp } from './outages.js';
import { compareTimes } from './pages.js';
import { completeSeed, type SeedClient } from './seed.js';
import type { ClientSettings, StoredClient } from './stored-client.js';
import type { Caller, Directory } from './users.js';
import type { Behaviour } from './versions.js';

/** What the store knows of an id. */
export type Lookup =
  | { readonly found: true; readonly client: StoredClient }
  | { readonly found: false; readonly why: 'malformed' | 'unknown' | 'deleted' };

const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The clients of all portals, with their consents. Stored clients are frozen: a change replaces the client. */
export class Store {
  readonly #clients = new Map<string, StoredClient>();
  /** When clients were deleted, by id. */
  readonly #deleted = new Map<string, number>();
  readonly #cache = new Map<string, { client: StoredClient; until: number }>();
  /** All clients, the newest first, until one changes. */
  #newestFirst: readonly StoredClient[] | undefined;
  /** The clients that `reset` restores. */
  readonly #seed: StoredClient[] = [];
  readonly #behaviour: Behaviour;
  readonly #clock: EmulatorClock;
  readonly #timestamp: () => string;
  readonly #outages: Outages;
  /** What users allowed clients. `reset` removes it. */
  readonly consents: Consents;

  constructor(behaviour: Behaviour, clock: EmulatorClock, outages: Outages) {
    this.#behaviour = behaviour;
    this.#clock = clock;
    this.#outages = outages;
    this.#timestamp = createTimestamps(clock);
    this.consents = new Consents({
      find: (clientId) => this.#clients.get(clientId),
      timeSinceRemoval: (clientId) => {
        const now = clock.now();
        return now - (this.#deleted.get(clientId) ?? now);
      },
      newTime: () => toMicroseconds(this.#timestamp()),
    });
  }

  /** A copy of the clients, by id. */
  snapshot(): ReadonlyMap<string, StoredClient> {
    return new Map(this.#clients);
  }

  /** Stores clients that `reset` restores, and returns them. Throws a TypeError or a RangeError. */
  seed<const Clients extends readonly SeedClient[]>(
    clients: Clients,
    users: Directory,
  ): { readonly [Index in keyof Clients]: StoredClient } {
    const stored = completeSeed(clients, {
      owner: users.first,
      findUser: (key) => users.find(key),
      idOf: (keyOrId) => users.idOf(keyOrId),
      isTaken: (clientId) => this.#clients.has(clientId),
      newId: randomUUID,
      newSecret: () => this.#newSecret(),
      newTime: () => toMicroseconds(this.#timestamp()),
    });
    this.#seed.push(...stored);
    for (const client of stored) {
      this.#put(client);
    }
    // One for each.
    return Object.freeze(stored) as { readonly [Index in keyof Clients]: StoredClient };
  }

  /** Removes everything, and forgets what `seed` stored. */
  clear(): void {
    this.#seed.length = 0;
    this.reset();
  }

  /** Removes everything, and stores what `seed` stored. */
  reset(): void {
    for (const entries of [this.#clients, this.#deleted, this.#cache]) {
      entries.clear();
    }
    this.consents.clear();
    this.#newestFirst = undefined;
    for (const client of this.#seed) {
      this.#put(client);
    }
  }

  /** Stores a new client and returns it as it is before the database rounds its times. */
  create(caller: Caller, settings: ClientSettings): StoredClient {
    requireUp(this.#outages, 'database');
    const now = this.#timestamp();
    const client: StoredClient = {
      ...settings,
      tenant: caller.tenant,
      enabled: true,
      client_id: randomUUID(),
      client_secret: this.#newSecret(),
      created_on: now,
      created_by: caller.id,
      modified_on: now,
      modified_by: caller.id,
      is_public: true,
    };
    // The database takes the time of the change when it stores the client.
    this.#put({ ...client, created_on: toMicroseconds(now), modified_on: toMicroseconds(this.#timestamp()) });
    this.#remember(client);
    return client;
  }

  /** Finds a client in the database. */
  find(clientId: string): Lookup {
    requireUp(this.#outages, 'database');
    const id = clientId.toLowerCase();
    const client = this.#clients.get(id);
    if (client) {
      return { found: true, client };
    }
    const why = this.#deleted.has(id) ? 'deleted' : UUID_PATTERN.test(id) ? 'unknown' : 'malformed';
    return { found: false, why };
  }

  /** Finds a client in the cache, which knows deleted ones for some time, or in the database. */
  findCached(clientId: string): Lookup {
    const cached = this.#cache.get(clientId.toLowerCase());
    if (cached && cached.until > this.#clock.now()) {
      return { found: true, client: cached.client };
    }
    const lookup = this.find(clientId);
    if (lookup.found) {
      this.#remember(lookup.client);
    }
    return lookup;
  }

  change(caller: Caller, client: StoredClient, changes: Partial<ClientSettings & { enabled: boolean }>): void {
    this.#change(caller, client, changes);
  }

  /** Replaces the secret and returns the new one. */
  regenerateSecret(caller: Caller, client: StoredClient): string {
    const secret = this.#newSecret();
    this.#change(caller, client, { client_secret: secret });
    return secret;
  }

  remove(client: StoredClient): void {
    this.#cache.delete(client.client_id);
    this.#remove(client);
  }

  /** Removes the clients of a user and all that the user consented to. The cache is left as it is. */
  removeOf(caller: Caller): void {
    for (const client of this.listOf(caller, false)) {
      this.#remove(client);
    }
    this.consents.removeOf(caller.id);
  }

  /** Removes the clients of a portal. */
  removeAllOf(tenant: number): void {
    for (const client of this.#clients.values()) {
      if (client.tenant === tenant) {
        this.remove(client);
      }
    }
  }

  /** The clients of a user, or of the whole portal, the newest first. */
  listOf({ id, tenant }: Caller, wholePortal: boolean): StoredClient[] {
    return this.all().filter((client) => client.tenant === tenant && (wholePortal || client.created_by === id));
  }

  /** The clients of all portals, the newest first. */
  all(): StoredClient[] {
    requireUp(this.#outages, 'database');
    // Of two with the same time, the one that was stored later comes first.
    this.#newestFirst ??= [...this.#clients.values()]
      .reverse()
      .sort((one, other) => compareTimes(other.created_on, one.created_on));
    return [...this.#newestFirst];
  }

  #change(caller: Caller, client: StoredClient, changes: Partial<StoredClient>): void {
    const modified = { modified_on: toMicroseconds(this.#timestamp()), modified_by: caller.id };
    this.#put({ ...client, ...changes, ...modified });
    this.#cache.delete(client.client_id);
  }

  #put(client: StoredClient): void {
    for (const value of Object.values(client)) {
      Object.freeze(value);
    }
    this.#clients.set(client.client_id, Object.freeze(client));
    this.#newestFirst = undefined;
  }

  #remember(client: StoredClient): void {
    if (this.#behaviour.cachedFor > 0) {
      this.#cache.set(client.client_id, { client, until: this.#clock.now() + this.#behaviour.cachedFor });
    }
  }

  #remove({ client_id }: StoredClient): void {
    this.#clients.delete(client_id);
    this.#newestFirst = undefined;
    this.#deleted.set(client_id, this.#clock.now());
  }

  #newSecret(): string {
    return this.#behaviour.secret === 'uuid'
      ? randomUUID()
      : Array.from(randomBytes(36), (byte) => ALPHANUMERICS[byte % ALPHANUMERICS.length]).join('');
  }
}
