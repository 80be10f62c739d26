import { type ApiKey, apiKeyProblem } from './api-key.js';
import type { SecurityScheme } from './credentials.js';
import { headersProblem } from './headers.js';
import { isRecord } from './json.js';
import { LOG_LEVELS, type Logger, type LogLevel } from './log.js';
import type { OperationMethod, OperationName } from './operations.js';
import type { RetryOptions } from './retry.js';

/** What `onWait` is called with when a wait starts. */
export interface WaitInfo {
  /** The operation that waits. */
  operation: OperationName;
  /** The HTTP method whose rate limit it waits for. */
  method: OperationMethod;
  /** How long, in ms. */
  delay: number;
  /** The length of the queue, this call included; 0 during a retry backoff. */
  queued: number;
}

/** What is checked against the contract. */
export interface ValidateOptions {
  /** The body of a request, before it is sent. Default true. */
  request?: boolean | undefined;
  /** The response, before the call resolves to it. Default false. */
  response?: boolean | undefined;
}

/** What a single call may set. */
export interface CallOptions {
  /** Ends the call, also while it waits; the call rejects with the signal's `reason`. Default none. */
  signal?: AbortSignal | undefined;
  /**
   * The longest an attempt may take, headers and body, in ms. Default 30 000. Node's own fetch ends a request after
   * 300 000 ms without headers, or between two parts of the body; pass a `fetch` with an undici `Agent` to allow more.
   */
  timeout?: number | undefined;
  /** The longest the call may wait in total, in the queue and between its attempts, in ms. Default 600 000. */
  maxWait?: number | undefined;
  /**
   * When to retry; `false` for never. A field that is not set keeps its value. Default
   * `{ maxRetries: 5, initialDelay: 500, maxDelay: 30_000 }`.
   */
  retry?: RetryOptions | false | undefined;
  /**
   * What is checked against the contract; `false` for nothing. A client id is checked all the same. Default
   * `{ request: true, response: false }`.
   */
  validate?: ValidateOptions | false | undefined;
  /**
   * Headers for each request, on top of those of the API object: of two with the same name, in any case, the call's is
   * sent. Default none.
   */
  headers?: Headers | Readonly<Record<string, string>> | undefined;
}

/** The options of an API object. All options of a call but `signal` can be set here for every call. */
export interface ClientManagementOptions extends Omit<CallOptions, 'signal'> {
  /**
   * The address of the portal, an absolute http or https URL, as a string or a URL. A path in it is kept; `/api/2.0` must
   * not be in it. Default: the environment variable `DOCSPACE_BASE_URL`, or else `http://localhost:8092`.
   */
  baseUrl?: string | URL | undefined;
  /** Allows http to a host other than this machine, where anyone on the way can read the key. Default false. */
  allowInsecureConnection?: boolean | undefined;
  /**
   * What a portal user has: an API key (`sk-…`), a personal access token (a session token) or an OAuth access token; or
   * a function that returns it, called for each attempt. Each portal gets the credential that it takes: those from
   * DocSpace 3.1 on a signature, which is requested with the key, kept and renewed, and 3.0 the session token itself.
   * Not needed if `headers` has an `x-signature`. Default: the environment variable `DOCSPACE_API_KEY`.
   */
  apiKey?: ApiKey | undefined;
  /**
   * Who sends the requests if there is no `apiKey`: `'include'` for the user whose cookie of the portal a browser holds,
   * `'omit'` for nobody. Default none: the user of the `apiKey`.
   */
  credentials?: 'include' | 'omit' | undefined;
  /**
   * How requests are authenticated: by a signature (`'x-signature'`, DocSpace 3.1 and later) or by the session cookie
   * (`'asc_auth_key'`, DocSpace 3.0). Default: found out by the first call.
   */
  securityScheme?: SecurityScheme | undefined;
  /** Whether calls queue when the service's rate limit is reached, instead of being rejected. Default true. */
  pacing?: boolean | undefined;
  /**
   * Called when a wait starts, in the async context of the call that waits. Queued calls share one wait, reported once,
   * for the first of them. What it throws is ignored. Default none.
   */
  onWait?: ((wait: WaitInfo) => void) | undefined;
  /** The longest body of a success that is read, in bytes; a longer one is cut off with an error. Default 8 MiB. */
  maxResponseBytes?: number | undefined;
  /** Sends the requests. Default: the platform's `fetch`, looked up for each request. */
  fetch?: ((...args: Parameters<typeof fetch>) => Promise<Response>) | undefined;
  /** Where log lines go. Default: `console`. */
  logger?: Logger | undefined;
  /**
   * The least important level that is logged. Default: the environment variable `DOCSPACE_LOG`, or else `'warn'`, which
   * logs waits longer than 5 s.
   */
  logLevel?: LogLevel | undefined;
}

/** Says what is wrong with the value of an option and what would be right; `undefined` if nothing is wrong. */
type Check = (value: unknown) => string | undefined;

/** Who sets options. */
export type OptionOwner = 'constructor' | 'call';

/** One option. */
export interface OptionRow {
  /** Who may set it; not set if the constructor and a call may. */
  readonly of?: OptionOwner;
  /** The default. */
  readonly initial?: unknown;
  readonly check: Check;
  /** The options that it consists of, if it is an object. */
  readonly members?: OptionRows;
  /** What `false` means for an object. */
  readonly off?: object;
}

/** Options by name. */
export type OptionRows<Options = Readonly<Record<string, unknown>>> = {
  readonly [Name in keyof Required<Options>]: OptionRow;
};

// setTimeout overflows above it and fires at once.
const MAX_TIMER_MS = 2 ** 31 - 1;

const RETRY_ROWS: OptionRows<RetryOptions> = {
  maxRetries: { initial: 5, check: number(0) },
  initialDelay: { initial: 500, check: number(1) },
  maxDelay: { initial: 30_000, check: number(1) },
};

const VALIDATE_ROWS: OptionRows<ValidateOptions> = {
  request: { initial: true, check: boolean },
  response: { initial: false, check: boolean },
};

/** One row per option: who may set it, its default, and what it must be. */
export const OPTION_ROWS: OptionRows<ClientManagementOptions & CallOptions> = {
  signal: { of: 'call', check: must(isSignal, 'an AbortSignal') },
  timeout: { initial: 30_000, check: number(1) },
  maxWait: { initial: 600_000, check: number(0) },
  retry: group(RETRY_ROWS, { maxRetries: 0 }),
  validate: group(VALIDATE_ROWS, { request: false, response: false }),
  headers: { initial: { accept: 'application/json' }, check: headersProblem },
  baseUrl: { of: 'constructor', check: must(isAddress, 'a string or a URL') },
  allowInsecureConnection: { of: 'constructor', check: boolean },
  apiKey: { of: 'constructor', check: (value) => (isFunction(value) ? undefined : apiKeyProblem(value)) },
  credentials: { of: 'constructor', check: oneOf('include', 'omit') },
  securityScheme: { of: 'constructor', check: oneOf('x-signature', 'asc_auth_key') },
  pacing: { of: 'constructor', initial: true, check: boolean },
  onWait: { of: 'constructor', check: must(isFunction, 'a function') },
  maxResponseBytes: { of: 'constructor', initial: 8 * 1024 * 1024, check: number(1) },
  fetch: { of: 'constructor', check: must(isFunction, 'a function') },
  logger: { of: 'constructor', check: must(isLogger, 'a logger such as console') },
  logLevel: { of: 'constructor', check: oneOf(...LOG_LEVELS) },
};

/** The defaults of options. */
export function initialValues(rows: OptionRows): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rows).map(([name, { initial }]) => [name, initial]));
}

function group(members: OptionRows, off: object): OptionRow {
  return { members, off, initial: initialValues(members), check: must(isObjectOrFalse, 'false or an object') };
}

function must(right: (value: unknown) => boolean, description: string): Check {
  return (value) => (right(value) ? undefined : `must be ${description}`);
}

function oneOf(...values: readonly unknown[]): Check {
  return must((value) => values.includes(value), `one of ${values.join(', ')}`);
}

function number(least: number): Check {
  return must(
    (value) => typeof value === 'number' && value >= least && value <= MAX_TIMER_MS,
    `a number from ${least} to ${MAX_TIMER_MS}`,
  );
}

function boolean(value: unknown): string | undefined {
  return typeof value === 'boolean' ? undefined : 'must be true or false';
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isObjectOrFalse(value: unknown): boolean {
  return value === false || isRecord(value);
}

// The URL of a browser's page in Node is of another class.
function isAddress(value: unknown): boolean {
  return typeof (Object(value).href ?? value) === 'string';
}

// Polyfilled signals have no class in common.
function isSignal(value: unknown): boolean {
  return typeof Object(value).aborted === 'boolean' && isFunction(Object(value).addEventListener);
}

function isLogger(value: unknown): boolean {
  return LOG_LEVELS.every((level) => level === 'off' || isFunction(Object(value)[level]));
}
