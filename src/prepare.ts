import type { Client } from '../generated/client/index.js';
import { buildUrl } from '../generated/client/utils.gen.js';
import type { CallArguments } from './arguments.js';
import type { OperationMethod } from './operations.js';
import type { Settings } from './settings.js';

/** What a generated function is given, apart from the arguments of its operation. */
export interface RequestSettings {
  client: Client;
  baseUrl: string;
  headers: Readonly<Record<string, string>>;
}

/** A generated function, which describes the request of an operation. */
export type Describe<Arguments extends CallArguments = CallArguments> = (
  request: RequestSettings & Arguments,
) => unknown;

/** What every attempt of a call sends, but for the key and the body. */
export interface Prepared {
  readonly url: string;
  readonly method: OperationMethod;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

type Described = RequestSettings & Parameters<Client['buildUrl']>[0];

// A generated function hands to its client what it knows of the request. This client sends nothing, it only reads that.
const READER = {
  post: (request: Described) => read('POST', request),
  put: (request: Described) => read('PUT', request),
  patch: (request: Described) => read('PATCH', request),
  delete: (request: Described) => read('DELETE', request),
} as unknown as Client;

/** Has a generated function tell what it would send. */
export function prepare(describe: Describe, args: CallArguments, { baseUrl, headers }: Settings): Prepared {
  return describe({ ...args, client: READER, baseUrl, headers }) as Prepared;
}

function read(method: OperationMethod, request: Described): Prepared {
  // As `Headers` would: of two names that differ in case alone the later one holds.
  const named = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  // The headers of the API object may tell of bodies, and not every request has one.
  const headers = request.body === undefined ? named.filter(([name]) => name !== 'content-type') : named;
  return { method, url: buildUrl(request), headers: Object.fromEntries(headers) };
}
