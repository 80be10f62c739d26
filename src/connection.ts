import { mergeHeaders } from './headers.js';
import type { ClientManagementOptions } from './options.js';
import { createPacers, type Pacers } from './pacer.js';
import { readOptions, type Settings, type SetValues, toSettings } from './read-options.js';
import { SignatureCache } from './signature.js';
import { TaskQueue } from './task-queue.js';

/** What an API object holds, and shares with those that `withOptions` makes of it. */
export interface Connection {
  readonly options: SetValues<ClientManagementOptions>;
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
  return open(readOptions(options), new SignatureCache());
}

/** A connection with other options. Throws a ConfigurationError for options that cannot work. */
export function reconnect(connection: Connection, options: ClientManagementOptions): Connection {
  const changes = readOptions(options);
  return open(merge(connection.options, changes), connection.signatures, connection);
}

function open(options: Connection['options'], signatures: SignatureCache, from?: Connection): Connection {
  const settings = toSettings(options, signatures);
  // The service counts requests by user, so another user gets queues of their own.
  const queues = from && isSameUser(from, options, settings) ? from : createQueues();
  const { pacers, writes, modifications } = queues;
  return { options, settings, signatures, pacers, writes, modifications };
}

function createQueues(): Pick<Connection, 'pacers' | 'writes' | 'modifications'> {
  return { pacers: createPacers(), writes: new TaskQueue(), modifications: new TaskQueue() };
}

function isSameUser(from: Connection, options: Connection['options'], settings: Settings): boolean {
  return (
    from.options.apiKey === options.apiKey &&
    from.options.credentials === options.credentials &&
    from.settings.baseUrl === settings.baseUrl &&
    from.settings.headers['x-signature'] === settings.headers['x-signature']
  );
}

function merge(before: Connection['options'], changes: Connection['options']): Connection['options'] {
  const others = changes.apiKey || changes.credentials ? withoutUser(before) : before;
  // Without a prototype, like what is read of options: a program may have put something on Object.prototype.
  return Object.assign(Object.create(null), others, changes, {
    headers: mergeHeaders(others.headers, changes.headers),
    ...(changes.retry && { retry: { ...before.retry, ...changes.retry } }),
    ...(changes.validate && { validate: { ...before.validate, ...changes.validate } }),
  });
}

// One user's key beside the signature or the cookie of another would send requests of the wrong one.
function withoutUser({ apiKey, credentials, headers, ...others }: Connection['options']): Connection['options'] {
  const { 'x-signature': signature, ...kept } = mergeHeaders(headers);
  return { ...others, headers: kept };
}
