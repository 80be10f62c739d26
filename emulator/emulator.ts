import type { RequestListener } from 'node:http';
import { withCors } from './cors.js';
import { withFaults } from './faults.js';
import { listen, listenerOf } from './listen.js';
import { type EmulatorOptions, resolveSettings } from './options.js';
import type { Dependency } from './outages.js';
import type { PortalState } from './portal.js';
import { type EmulatorStats, Service } from './service.js';
import type { StoredClient } from './stored-client.js';

/** A running emulator. */
export interface Emulator {
  /** The base URL, without a trailing slash. */
  readonly url: string;
  /** The raw HMAC key (HS256) of signatures; another one after `rotateSignatureKey`. */
  readonly signatureKey: Uint8Array;
  /** Returns the counts so far, frozen. */
  stats(): EmulatorStats;
  /** Returns the clients stored so far, by client id. The map is a copy and its clients are frozen. */
  clients(): ReadonlyMap<string, StoredClient>;
  /** Stores what a user allowed a client, as the consents of the user show it. There is no request for that. */
  consent(userId: string, clientId: string, scopes: readonly string[]): void;
  /** Takes a dependency of the service down, or brings it up again. */
  setOutage(dependency: Dependency, down: boolean): void;
  /** Keeps the portal from issuing signatures, or lets it again. Signatures that it issued before stay good. */
  setPortal(state: PortalState): void;
  /** Replaces the key of signatures by a random one. The service rejects all earlier signatures; the portal issues good ones. */
  rotateSignatureKey(): void;
  /** Stops the server and ends every connection, active ones included. Can be called repeatedly. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Wraps the listener of the service, for this repository only. */
export type WrapListener = (listener: RequestListener, stats: () => EmulatorStats) => RequestListener;

/**
 * Starts an emulator of the client management service. It keeps everything in memory; close it when you are done.
 *
 * @throws RangeError if an option is out of range.
 */
export function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return launch(options, (listener) => listener);
}

/** Starts an emulator whose listener is wrapped. */
export async function launch(options: EmulatorOptions, wrap: WrapListener): Promise<Emulator> {
  const settings = resolveSettings(options);
  const service = new Service(settings);
  const stats = (): EmulatorStats => service.stats();
  const { url, close } = await listen(wrap(applyOptions(listenerOf(service), options), stats), options);
  return {
    url,
    get signatureKey() {
      return Uint8Array.from(service.portal.signatureKey);
    },
    stats,
    clients: () => service.store.snapshot(),
    consent: (userId, clientId, scopes) => service.store.consent(userId, clientId, scopes),
    setOutage: (dependency, down) => {
      if (down) {
        service.outages.add(dependency);
      } else {
        service.outages.delete(dependency);
      }
    },
    setPortal: (state) => {
      service.portal.state = state;
    },
    rotateSignatureKey: () => service.portal.rotateSignatureKey(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function applyOptions(listener: RequestListener, { corsOrigin, faults }: EmulatorOptions): RequestListener {
  const faulty = faults ? withFaults(listener) : listener;
  return corsOrigin === undefined ? faulty : withCors(faulty, corsOrigin);
}
