import type { RequestListener } from 'node:http';
import { withCors } from './cors.js';
import { type EmulatorOptions, resolveSettings } from './emulator-options.js';
import { withFaults } from './faults.js';
import { listen, listenerOf } from './listen.js';
import { type EmulatorStats, Service } from './service.js';
import type { StoredClient } from './stored-client.js';

/** An emulator that runs. */
export interface Emulator {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Live counts. */
  readonly stats: EmulatorStats;
  /** Live, by client id. */
  readonly clients: ReadonlyMap<string, StoredClient>;
  /** Ends every connection, those in use too. May be called again. */
  close(): Promise<void>;
}

/** What users of the emulator do not get to set. */
export interface Internals {
  /** The clock of the limits, in ms. */
  now?: () => number;
  /** Goes around the listener of the service. */
  wrap?: (listener: RequestListener, stats: Readonly<EmulatorStats>) => RequestListener;
}

/** Starts an emulator. */
export async function launch(options: EmulatorOptions, { now, wrap }: Internals = {}): Promise<Emulator> {
  const service = new Service(resolveSettings(options, now));
  const listener = around(listenerOf(service), options);
  const server = await listen(wrap?.(listener, service.stats) ?? listener);
  return { ...server, stats: service.stats, clients: service.store.all };
}

function around(listener: RequestListener, { corsOrigin, faults }: EmulatorOptions): RequestListener {
  const faulty = faults ? withFaults(listener) : listener;
  return corsOrigin === undefined ? faulty : withCors(faulty, corsOrigin);
}
