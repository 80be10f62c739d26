import { randomUUID } from 'node:crypto';
import type { ClientSettings, StoredClient } from './stored-client.js';

const TENANT = 1;

/** The clients of one portal. A user sees only their own. Stored clients are frozen: a change replaces the client. */
export class ClientStore {
  readonly #clients = new Map<string, StoredClient>();

  /** A copy of the store, by client id. */
  snapshot(): ReadonlyMap<string, StoredClient> {
    return new Map(this.#clients);
  }

  create(userId: string, settings: ClientSettings): StoredClient {
    const now = new Date().toISOString();
    return this.#put({
      ...settings,
      tenant: TENANT,
      enabled: true,
      client_id: randomUUID(),
      client_secret: randomUUID(),
      created_on: now,
      created_by: userId,
      modified_on: now,
      modified_by: userId,
    });
  }

  /** Finds a client that the user can see. */
  find(userId: string, clientId: string): StoredClient | undefined {
    const client = this.#clients.get(clientId.toLowerCase());
    return client?.created_by === userId ? client : undefined;
  }

  change(userId: string, client: StoredClient, changes: Partial<StoredClient>): void {
    const modified = { modified_on: new Date().toISOString(), modified_by: userId };
    this.#put({ ...client, ...changes, ...modified });
  }

  remove(client: StoredClient): void {
    this.#clients.delete(client.client_id);
  }

  removeOf(userId: string): void {
    for (const client of this.#clients.values()) {
      if (client.created_by === userId) {
        this.remove(client);
      }
    }
  }

  removeAll(): void {
    this.#clients.clear();
  }

  #put(client: StoredClient): StoredClient {
    for (const value of Object.values(client)) {
      Object.freeze(value);
    }
    this.#clients.set(client.client_id, Object.freeze(client));
    return client;
  }
}
