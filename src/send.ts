import type { Client } from '../generated/client/index.js';
import { type ApiPromise, type CallResult, toApiPromise } from './api-promise.js';
import type { Connection } from './connection.js';
import { ConfigurationError } from './errors.js';
import type { OperationName, PageQuery } from './operations.js';
import type { CallOptions } from './options.js';
import { type AnyPage, createList, type List, type SentQuery } from './pagination.js';
import { type CallExtras, type CallMeta, createTransport, type Transport } from './transport.js';

// Not a #private field: a Proxy, such as Vue's `reactive`, does not have it.
const TRANSPORT = Symbol('transport');
// Apart from the objects, which can be printed with all their members: a connection holds the key.
const CONNECTIONS = new WeakMap<Transport, Connection>();

/** What an error says of a method without an API object. */
export const DETACHED = 'the method was called without its object; use (id) => api.method(id)';

/** What an API object holds; `undefined` if it is none. */
export function connectionOf(api: unknown): Connection | undefined {
  return CONNECTIONS.get(Object(api)[TRANSPORT]);
}

/** For the calls that have none. */
export const NO_EXTRAS: CallExtras = { signal: undefined, bodyForRetry: undefined, confirmation: undefined };

/** Makes an API object of an object. */
export function attach<Api extends object>(api: Api, connection: Connection): Api {
  const transport = createTransport(connection);
  CONNECTIONS.set(transport, connection);
  return Object.defineProperty(api, TRANSPORT, { value: transport });
}

/** A generated function: calls the method of a client for its HTTP method, and returns the promise of that. */
type Generated<Arguments, Data> = (
  request: Arguments & { client: Client; meta?: Record<string, unknown> },
) => Promise<{ data: Data }>;

/** The same function with a transport as its client. */
type ThroughTransport<Arguments, Data> = (
  request: Arguments & { client: Transport; meta: CallMeta; headers: undefined },
) => Promise<CallResult<DataOf<Data>>>;

// The generator types a response without a schema as `unknown`; here it is `undefined`.
type DataOf<Data> = unknown extends Data ? undefined : Data;

/** The list of a generated function that returns a page. */
export function list<Page extends AnyPage>(
  api: unknown,
  operation: OperationName,
  query: PageQuery | undefined,
  options: CallOptions | undefined,
  generated: Generated<{ query: SentQuery }, Page>,
): List<Page> {
  const request = (query: SentQuery, signal: AbortSignal): Promise<Page> =>
    send(api, operation, options, { query }, generated, { ...NO_EXTRAS, signal }) as Promise<Page>;
  return createList(request, query, options, operation);
}

/** Calls a generated function with the transport of an API object as its client. */
export function send<Arguments extends object, Data>(
  api: unknown,
  operation: OperationName,
  options: CallOptions | undefined,
  args: Arguments,
  generated: Generated<Arguments, Data>,
  extras: CallExtras = NO_EXTRAS,
): ApiPromise<DataOf<Data>> {
  // `Object` because a method may be called on a proxy, on an object that inherits from this one, or on nothing at all.
  const client: Transport | undefined = Object(api)[TRANSPORT];
  if (!client) {
    return toApiPromise(Promise.reject(new ConfigurationError(DETACHED, { operation })));
  }
  // The only cast at the seam: a generated function calls one method of its `Client` and returns its promise untouched,
  // so a transport can stand in. test/unit/transport.test.ts holds the functions to that.
  const through = generated as unknown as ThroughTransport<Arguments, Data>;
  // Own `headers` and members of `extras`, or those that a program put on Object.prototype would be read.
  // Assigned, because V8 takes microseconds to spread objects of several shapes.
  const more = { client, meta: { operation, options, extras }, headers: undefined };
  return toApiPromise(through(Object.assign(args, more)));
}
