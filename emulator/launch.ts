import type { RequestListener } from 'node:http';
import { withCors } from './cors.js';
import { type EmulatorOptions, resolveSettings } from './emulator-options.js';
import { withFaults } from './faults.js';
import { listen, listenerOf } from './listen.js';
import { type EmulatorStats, Service } from './service.js';
import type { StoredClient } from './stored-client.js';

/** A running emulator. */
export interface Emulator {
  /** The base URL, without a trailing slash. */
  readonly url: string;
  /** Returns the counts so far, frozen. */
  stats(): EmulatorStats;
  /** Returns the clients stored so far, by client id. The map is a copy and its clients are frozen. */
  clients(): ReadonlyMap<string, StoredClient>;
  /** Stops the server and ends every connection, active ones included. Can be called repeatedly. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Settings for this repository only. */
export interface LaunchInternals {
  /** The clock of the limits, in ms. */
  now?: () => number;
  /** Wraps the listener of the service. */
  wrap?: (listener: RequestListener, stats: () => EmulatorStats) => RequestListener;
}

/** Starts an emulator. */
export async function launch(options: EmulatorOptions, { now, wrap }: LaunchInternals = {}): Promise<Emulator> {
  const service = new Service(resolveSettings(options, now));
  const stats = (): EmulatorStats => service.stats();
  const listener = applyOptions(listenerOf(service), options);
  const { url, close } = await listen(wrap?.(listener, stats) ?? listener);
  return { url, stats, clients: () => service.clients(), close, [Symbol.asyncDispose]: close };
}

function applyOptions(listener: RequestListener, { corsOrigin, faults }: EmulatorOptions): RequestListener {
  const faulty = faults ? withFaults(listener) : listener;
  return corsOrigin === undefined ? faulty : withCors(faulty, corsOrigin);
}
