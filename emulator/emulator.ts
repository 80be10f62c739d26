import type { RequestListener } from 'node:http';
import { requireRecord } from './checks.js';
import { withCors } from './cors.js';
import { withFaults } from './faults.js';
import { createHandler } from './handler.js';
import { hostCheckFor } from './host-check.js';
import { listen } from './listen.js';
import { OpenGuard } from './open-guard.js';
import type { EmulatorOperation } from './operation-names.js';
import { type EmulatorOptions, type LaunchOptions, resolveSettings } from './options.js';
import type { Dependency } from './outages.js';
import { type PlannedResponse, PlannedResponses, type PlanOptions } from './planned-responses.js';
import type { PortalState } from './portal.js';
import { type RecordedRequest, RecordedRequests } from './recorded-requests.js';
import type { SeedClient } from './seed.js';
import type { SeedConsent } from './seed-consents.js';
import { type EmulatorStats, Service } from './service.js';
import type { StoredClient } from './stored-client.js';
import { DEFAULT_USER, type EmulatorUser, type Role } from './users.js';

/**
 * A running emulator. Its methods need no `this`. After `close`, all that a test can read stays readable; the methods that
 * change something throw an Error.
 */
export interface Emulator {
  /** The base URL, without a trailing slash: the `baseUrl` of the SDK. */
  readonly url: string;
  /** The last 1000 requests, the oldest first; fewer if their bodies are larger than 16 million characters. A frozen copy. */
  readonly requests: readonly RecordedRequest[];
  /** The raw HMAC key (HS256) of signatures; another one after `rotateSignatureKey`. */
  readonly signatureKey: Uint8Array;
  /**
   * Adds a user with this role to the portal and returns a key of theirs: an API key (`sk-…`), or a session token on 3.0,
   * which has no API keys. No real portal knows it. The user is in the portal of the first admin of `users`, and stays
   * signed in after `reset`.
   *
   * @throws RangeError if the role is unknown.
   */
  signIn(role: Role): string;
  /**
   * Stores clients and returns them. They belong to the seed: `reset` restores them as they are now. A name is enough for
   * each; an admin of `users` owns those without `created_by`.
   *
   * @throws TypeError if a field is unknown or has the wrong type, RangeError if a `client_id` is taken, or `created_by` or
   * `modified_by` names no user. Then none is stored.
   */
  seed<const Clients extends readonly SeedClient[]>(
    clients: Clients,
  ): { readonly [Index in keyof Clients]: StoredClient };
  /**
   * Gives the next requests of an operation this response; the service neither sees nor counts them, whatever their
   * credential. Several calls for an operation take effect in their order; one with `times: Infinity` takes effect when no
   * other is left, and replaces an earlier one.
   *
   * @throws RangeError or TypeError if an argument is wrong, such as an unknown operation.
   */
  respondWith(operation: EmulatorOperation, response: PlannedResponse, options?: PlanOptions): void;
  /**
   * Moves the clock of the emulator forward by `ms`: signatures expire and limits refill. Real time passes as well; fake
   * timers do not affect it.
   *
   * @throws RangeError if `ms` is negative or not finite, or the time would be in the year 10000 or later.
   */
  advance(ms: number): void;
  /**
   * Returns to the seed: clients, limits, outages, the state of the portal, planned responses, requests and counts are as
   * they were at the start. Consents are removed. Requests under way get a 410 and change nothing. Keys and signatures stay good,
   * the clock does not go back, and the key of signatures stays.
   */
  reset(): void;
  /** Forgets the seed and resets, so that no client is left. For tests that each seed what they need. */
  clear(): void;
  /** Returns the counts so far, frozen. */
  stats(): EmulatorStats;
  /** Returns the clients stored so far, by client id. The map is a copy and its clients are frozen. */
  clients(): ReadonlyMap<string, StoredClient>;
  /**
   * Stores what a user allowed a client, so that `getConsents` returns it and `revokeUserClient` has something to revoke.
   * A portal stores it when the user allows a client to sign in; there is no request for that here. `user` is a key of
   * `signIn` or `users`, or the id of a user; an unknown UUID is good too. The consent replaces an earlier one, and `reset`
   * removes it.
   *
   * @throws RangeError if `user` is neither a key nor an id, or no client has this id; TypeError if an argument has the
   * wrong type.
   */
  consent(user: string, clientId: string, scopes: readonly string[]): void;
  /**
   * Takes a dependency of the service down, or brings it up again.
   *
   * @throws RangeError if the dependency is unknown, TypeError if `down` is no boolean.
   */
  setOutage(dependency: Dependency, down: boolean): void;
  /**
   * Keeps the portal from issuing signatures, or lets it again. Signatures that it issued before stay good.
   *
   * @throws RangeError if the state is unknown.
   */
  setPortal(state: PortalState): void;
  /** Replaces the key of signatures by a random one. The service rejects all earlier signatures; the portal issues good ones. */
  rotateSignatureKey(): void;
  /** Stops the server and ends every connection, active ones included. Can be called repeatedly. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Wraps the listener of the service, for this repository and the command. */
export type WrapListener = (listener: RequestListener, stats: () => EmulatorStats) => RequestListener;

/**
 * Starts an emulator of the client management service of a portal. It keeps everything in memory and shares nothing with
 * others, so a process can have several. It does not keep the process alive. Close it when you are done.
 *
 * @throws RangeError or TypeError if an option is wrong or unknown, Error if the port is taken.
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { emulator, unref } = await launch(options);
  unref();
  return emulator;
}

/** An emulator with what only this repository uses. */
export interface Launched {
  readonly emulator: Emulator;
  /** Keeps the emulator from keeping the process alive. */
  unref(): void;
  /** The consents of all users to stored clients, as the option `consents` takes them. */
  consents(): SeedConsent[];
  /** Returns the user of a key. */
  findUser(key: string): EmulatorUser | undefined;
}

/** Starts an emulator that keeps the process alive until `unref`. Its listener may be wrapped. */
export async function launch(options: LaunchOptions, wrap: WrapListener = (listener) => listener): Promise<Launched> {
  const {
    faults = false,
    consents = [],
    adminKey,
    ...known
  } = requireRecord('createEmulator: options', options) as LaunchOptions;
  const settings = resolveSettings(known);
  const { clients = [] } = known;
  const { corsOrigin, host, port } = settings;
  const service = new Service(settings);
  if (adminKey !== undefined && !service.users.find(adminKey)) {
    service.users.add(adminKey, { ...DEFAULT_USER, tenant: service.users.first.tenant });
  }
  const planned = new PlannedResponses();
  const requests = new RecordedRequests();
  // Until it listens, no other name is served.
  let servesHost = hostCheckFor('127.0.0.1', host);
  const handler = createHandler({
    service,
    planned,
    requests,
    behindPortal: settings.behindPortal,
    servesHost: (header) => servesHost(header),
  });
  const stats = (): EmulatorStats => service.stats();
  const seed = <const Clients extends readonly SeedClient[]>(
    seeds: Clients,
  ): { readonly [Index in keyof Clients]: StoredClient } => service.store.seed(seeds, service.users);
  seed(clients);
  service.store.consents.seed(consents, service.users);
  const faulty = faults ? withFaults(handler.listener) : handler.listener;
  const listener = corsOrigin === undefined ? faulty : withCors(faulty, corsOrigin);
  const { url, address, close, unref } = await listen(wrap(listener, stats), { host, port });
  servesHost = hostCheckFor(address, host);
  const reset = (): void => {
    handler.reset();
    service.reset();
    planned.clear();
    requests.clear();
  };
  const guard = new OpenGuard();
  const closeForGood = (): Promise<void> => {
    guard.close();
    return close();
  };
  const emulator: Emulator = {
    url,
    get requests() {
      return requests.list();
    },
    get signatureKey() {
      return Uint8Array.from(service.portal.signatureKey);
    },
    signIn: guard.whileOpen('signIn', service.signIn.bind(service)),
    seed: guard.whileOpen('seed', seed),
    respondWith: guard.whileOpen('respondWith', planned.add.bind(planned)),
    advance: guard.whileOpen('advance', settings.clock.advance.bind(settings.clock)),
    reset: guard.whileOpen('reset', reset),
    clear: guard.whileOpen('clear', () => {
      service.store.clear();
      reset();
    }),
    stats,
    clients: () => service.store.snapshot(),
    consent: guard.whileOpen('consent', (user: string, clientId: string, scopes: readonly string[]) =>
      service.store.consents.add({ user, client_id: clientId, scopes }, service.users),
    ),
    setOutage: guard.whileOpen('setOutage', service.setOutage.bind(service)),
    setPortal: guard.whileOpen('setPortal', service.setPortal.bind(service)),
    rotateSignatureKey: guard.whileOpen('rotateSignatureKey', () => service.portal.rotateSignatureKey()),
    close: closeForGood,
    [Symbol.asyncDispose]: closeForGood,
  };
  return {
    emulator,
    unref,
    consents: () => service.store.consents.saved(),
    findUser: (key) => service.users.find(key),
  };
}
