import { compareTimes } from './pages.js';
import { type ConsentContext, completeConsent, completeConsents, type SeedConsent } from './seed-consents.js';
import type { StoredClient } from './stored-client.js';
import type { Directory } from './users.js';

/** What a user allowed a client. */
export interface Consent {
  readonly userId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** ISO 8601. */
  readonly modifiedAt: string;
  /** `undefined` once the client is gone. */
  readonly client: StoredClient | undefined;
}

/** What consents need to know of the clients. */
export interface ConsentedClients {
  /** Returns the stored client with this id. */
  find(clientId: string): StoredClient | undefined;
  /** How long ago a client was removed, in ms; 0 if it was not. */
  timeSinceRemoval(clientId: string): number;
  /** The time of a change now, in ISO 8601. */
  newTime(): string;
}

type StoredConsent = Omit<Consent, 'client'>;

// A consent outlives its client for so long, in ms.
const CONSENT_OUTLIVES = 10_000;

/** The consents of all users. */
export class Consents {
  readonly #clients: ConsentedClients;
  /** The oldest first. */
  #stored: StoredConsent[] = [];

  constructor(clients: ConsentedClients) {
    this.#clients = clients;
  }

  /** Stores all consents, or none if one is wrong. Throws a TypeError or a RangeError. */
  seed(consents: unknown, users: Directory): void {
    for (const consent of completeConsents(consents, this.#context(users))) {
      this.#put(consent);
    }
  }

  /** Stores a consent. Throws a TypeError or a RangeError. */
  add(consent: SeedConsent, users: Directory): void {
    const pathOf = (field: keyof SeedConsent): string => `consent: ${field === 'client_id' ? 'clientId' : field}`;
    this.#put(completeConsent(pathOf, { ...consent }, this.#context(users)));
  }

  /** The consents of all users to stored clients, the oldest first, as `seed` takes them. */
  saved(): SeedConsent[] {
    return this.#stored
      .filter(({ clientId }) => this.#clients.find(clientId))
      .map(({ userId, clientId, scopes, modifiedAt }) => ({
        user: userId,
        client_id: clientId,
        scopes,
        modified_at: modifiedAt,
      }));
  }

  /** The consents of a user, the newest first. */
  of(userId: string): Consent[] {
    return this.#stored
      .filter(({ clientId }) => this.#clients.timeSinceRemoval(clientId) < CONSENT_OUTLIVES)
      .filter((consent) => consent.userId === userId)
      .map((consent) => ({ ...consent, client: this.#clients.find(consent.clientId) }))
      .reverse();
  }

  revoke(userId: string, clientId: string): void {
    const id = clientId.toLowerCase();
    this.#stored = this.#stored.filter((consent) => consent.userId !== userId || consent.clientId !== id);
  }

  /** Removes the consents of a user. */
  removeOf(userId: string): void {
    this.#stored = this.#stored.filter((consent) => consent.userId !== userId);
  }

  /** Removes all consents. */
  clear(): void {
    this.#stored = [];
  }

  #context(users: Directory): ConsentContext {
    return {
      idOf: (keyOrId) => users.idOf(keyOrId),
      isStored: (clientId) => this.#clients.find(clientId) !== undefined,
    };
  }

  #put({ user, client_id, scopes, modified_at = this.#clients.newTime() }: SeedConsent): void {
    this.revoke(user, client_id);
    this.#stored.push({ userId: user, clientId: client_id, scopes: [...scopes], modifiedAt: modified_at });
    this.#stored.sort((one, other) => compareTimes(one.modifiedAt, other.modifiedAt));
  }
}
