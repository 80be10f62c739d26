import type { ClientManagementOptions } from './options.js';
import { createPacers, type Pacers } from './pacer.js';
import { type AllOptions, defaults, mergeOptions, readOptions, type Settings, toSettings } from './read-options.js';
import { SignatureCache } from './signature.js';
import { TaskQueue } from './task-queue.js';

/** What an API object holds, and shares with those that `withOptions` makes of it. */
export interface Connection {
  readonly options: AllOptions;
  readonly settings: Settings;
  readonly signatures: SignatureCache;
  readonly pacers: Pacers;
  /** The writes by client, so that they keep their order. */
  readonly writes: TaskQueue;
  /** The calls of `modifyClient` by client: each reads what the one before has written. */
  readonly modifications: TaskQueue;
}

/** Throws a ConfigurationError for options that cannot work. */
export function connect(options: ClientManagementOptions): Connection {
  return open(mergeOptions(defaults(), readOptions(options)), new SignatureCache());
}

/** A connection with other options. Throws a ConfigurationError for options that cannot work. */
export function reconnect(connection: Connection, options: ClientManagementOptions): Connection {
  const changes = readOptions(options);
  const base = changes.apiKey || changes.credentials ? withoutUser(connection.options) : connection.options;
  return open(mergeOptions(base, changes), connection.signatures, connection);
}

function open(options: AllOptions, signatures: SignatureCache, from?: Connection): Connection {
  const settings = toSettings(options, signatures);
  // The service counts requests by user, so another user gets queues of their own.
  const queues = from && isSameUser(from, options, settings) ? from : createQueues();
  const { pacers, writes, modifications } = queues;
  return { options, settings, signatures, pacers, writes, modifications };
}

function createQueues(): Pick<Connection, 'pacers' | 'writes' | 'modifications'> {
  return { pacers: createPacers(), writes: new TaskQueue(), modifications: new TaskQueue() };
}

function isSameUser(from: Connection, options: AllOptions, settings: Settings): boolean {
  return (
    from.options.apiKey === options.apiKey &&
    from.options.credentials === options.credentials &&
    from.settings.baseUrl === settings.baseUrl &&
    from.settings.headers['x-signature'] === settings.headers['x-signature']
  );
}

// One user's key beside the signature or the cookie of another would send requests of the wrong one.
function withoutUser(options: AllOptions): AllOptions {
  const { 'x-signature': signature, ...headers } = options.headers;
  return { ...options, apiKey: undefined, credentials: undefined, headers };
}
