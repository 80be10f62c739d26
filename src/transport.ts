import type { Client } from '../generated/client/index.js';
import type { Limits } from './abortable.js';
import type { CallResult } from './api-promise.js';
import type { CallRequest } from './attempt.js';
import { call } from './call.js';
import type { Connection } from './connection.js';
import { TimeoutError } from './errors.js';
import type { HeaderRecord } from './headers.js';
import type { OperationMethod, OperationName } from './operations.js';
import type { CallOptions } from './options.js';
import { readCallOptions, type Settings } from './read-options.js';
import { type CallArguments, type Confirmation, checkArguments } from './validation.js';

/** What the facade sends along with a request: `meta` of the generated functions. */
export interface CallMeta extends Record<string, unknown> {
  readonly operation: OperationName;
  readonly options: CallOptions | undefined;
  readonly extras: CallExtras;
}

/** What only some calls have. */
export interface CallExtras {
  /** The signal of a list, in place of that of the options, which the list heeds itself. */
  readonly signal: AbortSignal | undefined;
  /** Makes the body anew before a retry. */
  readonly bodyForRetry: (() => Promise<object>) | undefined;
  /** What confirms that all clients are to be deleted. */
  readonly confirmation: Confirmation | undefined;
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
export type Transport = {
  readonly [Method in Extract<keyof Client, 'get' | 'post' | 'put' | 'patch' | 'delete'>]: Send;
};

/** Makes the client of the generated functions, which checks, paces and retries what they send. */
export function createTransport({ settings: base, pacers, writes }: Connection): Transport {
  const send = (method: OperationMethod): Send => {
    const pacer = base.pacing ? pacers[method] : undefined;
    return (request) => {
      try {
        const { operation, options, extras } = request.meta;
        const given = options === undefined ? base : readCallOptions(base, options, { operation });
        const settings = extras.signal ? { ...given, signal: extras.signal } : given;
        const toSend = toCallRequest(operation, method, request, settings);
        const { clientLabel } = toSend;
        if (method === 'GET' || method === 'POST' || clientLabel === undefined) {
          return call(toSend, settings, pacer);
        }
        const startedAt = performance.now();
        return writes.run(clientLabel, queueLimits(toSend, settings), () =>
          call(toSend, settings, pacer, performance.now() - startedAt),
        );
      } catch (error) {
        // Wrong arguments and options reject the promise; no method throws.
        return Promise.reject(error);
      }
    };
  };
  // Frozen, or a proxy around the API object (Vue's `reactive`) would wrap it in a proxy of its own.
  return Object.freeze({
    get: send('GET'),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH'),
    delete: send('DELETE'),
  });
}

function queueLimits(request: CallRequest, { signal, maxWait }: Settings): Limits {
  const onLimit = (): TimeoutError => {
    const message = `earlier writes on the same client took longer than maxWait (${maxWait} ms); allow a longer maxWait`;
    const { operation, clientLabel: client } = request;
    return new TimeoutError(message, { operation, client, request });
  };
  return { signal, limit: maxWait, onLimit };
}

function toCallRequest(
  operation: OperationName,
  method: OperationMethod,
  request: GeneratedRequest,
  { baseUrl, headers, validate }: Settings,
): CallRequest {
  const { bodyForRetry } = request.meta.extras;
  const { body, clientLabel, query } = checkArguments(operation, request, baseUrl, validate.request);
  const url = baseUrl + request.url.replace('{clientId}', String(clientLabel)) + query;
  return {
    operation,
    clientLabel,
    method,
    url,
    headers: body === undefined ? bodyless(headers) : Object.assign({}, BODY_HEADERS, headers),
    body,
    bodyForRetry:
      bodyForRetry &&
      (async () =>
        checkArguments(operation, { ...request, body: await bodyForRetry() }, baseUrl, validate.request).body ?? ''),
  };
}

// The headers of the API object may describe bodies, and not every request has one.
function bodyless(headers: HeaderRecord): HeaderRecord {
  if (!Object.hasOwn(headers, 'content-type')) {
    return headers;
  }
  const { 'content-type': _, ...others } = headers;
  return others;
}
