import { validateHeaderName, validateHeaderValue } from 'node:http';
import { requireKnownFields, requireOneOf, requireRecord, shown } from './checks.js';
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
      /**
       * Sent with `Content-Length` and, for an object as `body`, `Content-Type: application/json`. Default: no others. The
       * emulator sets `Connection`, `Content-Length`, `Trailer` and `Transfer-Encoding` itself, so they are refused.
       */
      readonly headers?: Readonly<Record<string, string>> | undefined;
      /**
       * An object is sent as JSON, a string as it is. Default: what the service says of an error, from status 400 on, and
       * else no body. `''` is an empty body: the SDK takes an empty 403 for a rejected signature, and sends the request again.
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
    requireOperation(operation);
    const plan = readPlan(response);
    requireKnownFields(
      'respondWith',
      requireRecord('respondWith: options', options, 'an object such as { times: 2 }'),
      ['times'],
    );
    const { times = 1 } = options;
    if (times === Number.POSITIVE_INFINITY) {
      this.#standing.set(operation, plan);
    } else if (Number.isSafeInteger(times) && times >= 1) {
      this.#counted.set(operation, [...(this.#counted.get(operation) ?? []), { plan, left: times }]);
    } else {
      throw new RangeError(
        `respondWith: times must be a whole number of at least 1, or Infinity, not ${shown(times)}.`,
      );
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

// With others, the response could not be read.
const OWN_HEADERS: readonly string[] = ['connection', 'content-length', 'trailer', 'transfer-encoding'];
const KINDS = ['status', 'hang', 'disconnect'] as const;
const FIELDS = [...KINDS, 'headers', 'body'];

// Methods of the SDK that are no operations, and what they send.
const SENT_BY: Readonly<Record<string, string>> = {
  listClients: 'getClients',
  listClientsInfo: 'getClientsInfo',
  listConsents: 'getConsents',
  modifyClient: 'getClient and updateClient',
};

function requireOperation(operation: string): void {
  if (Object.hasOwn(SENT_BY, operation)) {
    throw new RangeError(`respondWith: ${operation} is no operation. It sends ${SENT_BY[operation]}: name that.`);
  }
  requireOneOf('respondWith: operation', operation, OPERATION_NAMES);
}

function readPlan(response: unknown): Plan {
  const fields = requireRecord('respondWith: response', response, 'an object such as { status: 403 }');
  requireKnownFields('respondWith', fields, FIELDS, 'response');
  const kinds = KINDS.filter((kind) => fields[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw new TypeError(
      'respondWith: response must have exactly one of status, hang and disconnect, such as { status: 403 }.',
    );
  }
  if (kind === 'status') {
    return readResponse(fields);
  }
  const useless = ['headers', 'body'].find((field) => fields[field] !== undefined);
  if (useless !== undefined) {
    throw new TypeError(`respondWith: response.${useless} has no effect with ${kind}. Leave it out.`);
  }
  if (fields[kind] !== true) {
    throw new TypeError(`respondWith: response.${kind} must be true, not ${shown(fields[kind])}.`);
  }
  return kind;
}

const HEADERS = 'an object such as { "Retry-After": "2" }';

function readResponse(fields: Readonly<Record<string, unknown>>): EmulatedResponse {
  const { status, headers = {}, body } = fields;
  if (!(Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599)) {
    throw new RangeError(`respondWith: response.status must be a whole number from 200 to 599, not ${shown(status)}.`);
  }
  const sent = Object.entries(requireRecord('respondWith: response.headers', headers, HEADERS)).map(([name, value]) => {
    const header = `respondWith: the header ${shown(name)} of response`;
    if (typeof value !== 'string') {
      throw new TypeError(`${header} must be a string, not ${shown(value)}.`);
    }
    requireSendable(() => validateHeaderName(name), `${header} must have a name of letters, digits and hyphens.`);
    requireSendable(
      () => validateHeaderValue(name, value),
      `${header} must have a value of Latin characters in one line.`,
    );
    if (OWN_HEADERS.includes(name.toLowerCase())) {
      throw new TypeError(`${header} must not be set: the emulator sets it. Leave it out.`);
    }
    return [name, value] as const;
  });
  if (body !== undefined && typeof body !== 'string' && (typeof body !== 'object' || body === null)) {
    throw new TypeError(
      `respondWith: response.body must be an object or a string, not ${shown(body)}. Set "" for an empty body.`,
    );
  }
  const named = sent.some(([name]) => name.toLowerCase() === 'content-type');
  return {
    status: Number(status),
    headers: {
      ...(typeof body === 'object' && !named && { 'Content-Type': 'application/json' }),
      ...Object.fromEntries(sent),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : toJson(body) }),
    framing: 'length',
    bare: true,
  };
}

function toJson(body: object): string {
  try {
    const text: string | undefined = JSON.stringify(body);
    if (text !== undefined) {
      return text;
    }
  } catch (cause) {
    throw new TypeError(`respondWith: response.body must be an object that JSON can hold: ${cause}`, { cause });
  }
  throw new TypeError('respondWith: response.body must be an object that JSON can hold. Its toJSON returns nothing.');
}

function requireSendable(validate: () => void, message: string): void {
  try {
    validate();
  } catch (cause) {
    throw new TypeError(message, { cause });
  }
}
