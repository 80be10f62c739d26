import type { Client } from '../generated/client/index.js';
import type { CallResult } from './api-promise.js';
import type { CallRequest } from './attempt.js';
import { call } from './call.js';
import type { Connection } from './connection.js';
import type { HeaderRecord } from './headers.js';
import type { OperationMethod, OperationName } from './operations.js';
import type { CallOptions } from './options.js';
import { readCallOptions, type Settings } from './read-options.js';
import { type CallArguments, checkArguments } from './validation.js';

/** What the facade sends along with a request: `meta` of the generated functions. */
export interface CallMeta extends Record<string, unknown> {
  readonly operation: OperationName;
  readonly options: CallOptions | undefined;
}

/** What a generated function passes to its client. */
export interface GeneratedRequest extends CallArguments {
  readonly url: string;
  readonly meta: CallMeta;
}

// The facade makes the JSON itself, to send what it checked.
const BODY_HEADERS: HeaderRecord = { 'content-type': 'application/json' };

type Send = (request: GeneratedRequest) => Promise<CallResult<unknown>>;

/** The part of the generated `Client` through which the generated functions send. */
export type Transport = { readonly [Method in Extract<keyof Client, 'post' | 'put' | 'patch' | 'delete'>]: Send };

/** Makes the client of the generated functions, which checks, paces and retries what they send. */
export function createTransport({ settings: base, pacers }: Connection): Transport {
  const send = (method: OperationMethod): Send => {
    const pacer = base.pacing ? pacers[method] : undefined;
    return (request) => {
      try {
        const { operation, options } = request.meta;
        const settings = options === undefined ? base : readCallOptions(base, options, { operation });
        return call(toCallRequest(operation, method, request, settings), settings, pacer);
      } catch (error) {
        // Wrong arguments and options reject the promise; no method throws.
        return Promise.reject(error);
      }
    };
  };
  // Frozen, or a proxy around the API object (Vue's `reactive`) would wrap it in a proxy of its own.
  return Object.freeze({ post: send('POST'), put: send('PUT'), patch: send('PATCH'), delete: send('DELETE') });
}

function toCallRequest(
  operation: OperationName,
  method: OperationMethod,
  request: GeneratedRequest,
  { baseUrl, headers, validate }: Settings,
): CallRequest {
  // Its own: of what the operation does not take, Object.prototype may have something.
  const path = Object.hasOwn(request, 'path') ? request.path : undefined;
  const { body, client } = checkArguments(operation, path, request.body, validate.request);
  const url = baseUrl + request.url.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(path?.[name])));
  return {
    operation,
    client,
    method,
    url,
    headers: body === undefined ? bodyless(headers) : { ...BODY_HEADERS, ...headers },
    body,
  };
}

// The headers of the API object may describe bodies, and not every request has one.
function bodyless(headers: HeaderRecord): HeaderRecord {
  const { 'content-type': type, ...others } = headers;
  return type === undefined ? headers : others;
}
