import { validateHeaderName, validateHeaderValue } from 'node:http';
import { requireKnownFields, requireRecord } from './checks.js';
import { type EmulatorOperation, OPERATION_NAMES } from './operation-names.js';
import type { EmulatedResponse } from './response.js';

/**
 * What a request gets instead of the response of the service: a response, no response at all (`hang`), or a closed
 * connection (`disconnect`).
 */
export type PlannedResponse =
  | {
      /** 200 to 599. */
      readonly status: number;
      /** Sent with `Content-Length` and, for an object as `body`, `Content-Type: application/json`. Default: no others. */
      readonly headers?: Readonly<Record<string, string>> | undefined;
      /**
       * An object is sent as JSON, a string as it is. Default: what the service says of an error, from status 400 on, and
       * else no body. `''` is no body: the SDK takes an empty 403 for a rejected signature, and sends the request again.
       */
      readonly body?: object | string | undefined;
    }
  | {
      /** Never responds, until the client disconnects, or until `reset` or `close`. */
      readonly hang: true;
    }
  | {
      /**
       * Closes the connection without a response. The `fetch` of Bun and of Deno sends some requests again by itself, so a
       * test that runs there sets `times` to `Infinity`.
       */
      readonly disconnect: true;
    };

/** How often a planned response is used. */
export interface PlanOptions {
  /** The number of requests: a whole number of at least 1, or `Infinity`. Default 1. */
  readonly times?: number | undefined;
}

/** What happens to a request. */
export type Plan = EmulatedResponse | 'hang' | 'disconnect';

/** The planned responses by operation. */
export class PlannedResponses {
  readonly #counted = new Map<EmulatorOperation, { plan: Plan; left: number }[]>();
  readonly #standing = new Map<EmulatorOperation, Plan>();

  /** Throws a RangeError or a TypeError that names what is wrong. */
  add(operation: EmulatorOperation, response: PlannedResponse, options: PlanOptions = {}): void {
    if (!OPERATION_NAMES.includes(operation)) {
      throw new RangeError(
        `respondWith: there is no operation ${operation}. Operations: ${OPERATION_NAMES.join(', ')}.`,
      );
    }
    const plan = readPlan(response);
    requireKnownFields('respondWith: the options', requireRecord('respondWith: the options', options), ['times']);
    const { times = 1 } = options;
    if (times === Number.POSITIVE_INFINITY) {
      this.#standing.set(operation, plan);
    } else if (Number.isSafeInteger(times) && times >= 1) {
      this.#counted.set(operation, [...(this.#counted.get(operation) ?? []), { plan, left: times }]);
    } else {
      throw new RangeError(`respondWith: times must be a whole number of at least 1, or Infinity, not ${times}.`);
    }
  }

  /** Returns what is planned for the next request of an operation, which counts as used. */
  take(operation: EmulatorOperation): Plan | undefined {
    const [next, ...later] = this.#counted.get(operation) ?? [];
    if (!next) {
      return this.#standing.get(operation);
    }
    next.left -= 1;
    this.#counted.set(operation, next.left > 0 ? [next, ...later] : later);
    return next.plan;
  }

  clear(): void {
    this.#counted.clear();
    this.#standing.clear();
  }
}

const KINDS = ['status', 'hang', 'disconnect'] as const;

function readPlan(response: unknown): Plan {
  const fields = requireRecord('respondWith: the response', response);
  const kinds = KINDS.filter((kind) => fields[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw new TypeError('respondWith: the response needs one of status, hang and disconnect.');
  }
  if (kind === 'status') {
    return readResponse(fields);
  }
  requireKnownFields('respondWith: the response', fields, [kind]);
  if (fields[kind] !== true) {
    throw new TypeError(`respondWith: ${kind} must be true.`);
  }
  return kind;
}

function readResponse(fields: Readonly<Record<string, unknown>>): EmulatedResponse {
  requireKnownFields('respondWith: the response', fields, ['status', 'headers', 'body']);
  const { status, headers = {}, body } = fields;
  if (!(Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599)) {
    throw new RangeError(`respondWith: status must be a whole number from 200 to 599, not ${status}.`);
  }
  const sent = Object.entries(requireRecord('respondWith: headers', headers)).map(([name, value]) => {
    if (typeof value !== 'string') {
      throw new TypeError(`respondWith: the header ${name} must be a string.`);
    }
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return [name, value] as const;
  });
  if (body !== undefined && typeof body !== 'string' && (typeof body !== 'object' || body === null)) {
    throw new TypeError('respondWith: body must be an object or a string.');
  }
  const named = sent.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status: Number(status),
    headers: {
      ...(typeof body === 'object' && !named && { 'Content-Type': 'application/json' }),
      ...Object.fromEntries(sent),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    framing: 'length',
    bare: true,
  };
}
