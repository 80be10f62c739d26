import type { ApiKey } from './credentials.js';
import type { Logger, LogLevel } from './log.js';
import type { OperationMethod, OperationName } from './operations.js';
import type { RetryOptions } from './retry.js';

/** A wait that begins. */
export interface WaitInfo {
  /** The call that waits. */
  operation: OperationName;
  /** The HTTP method whose limit it waits for. */
  method: OperationMethod;
  /** How long, in ms. */
  delay: number;
  /** How many calls are in line for a turn, this one included; 0 for a wait outside the line. */
  queued: number;
}

/** What is checked against the contract. */
export interface ValidateOptions {
  /** The body of a request, before it is sent. Default true. */
  request?: boolean | undefined;
  /** The answer, before the call resolves to it. Default false. */
  response?: boolean | undefined;
}

/** What a single call may set. */
export interface CallOptions {
  /** Ends the call, a wait of it included; the call rejects with the signal's `reason`. Default none. */
  signal?: AbortSignal | undefined;
  /** The longest an attempt may take, headers and body, in ms. Default 30 000. */
  timeout?: number | undefined;
  /** The most that the call may spend waiting, for its turn and between its attempts, in ms. Default 600 000. */
  maxWait?: number | undefined;
  /**
   * When to try again; `false` for never. What is left out of the object keeps its value. Default
   * `{ maxRetries: 5, initialDelay: 500, maxDelay: 30_000 }`.
   */
  retry?: RetryOptions | false | undefined;
  /**
   * What is checked against the contract; `false` for nothing. A client id is checked all the same. Default
   * `{ request: true, response: false }`.
   */
  validate?: ValidateOptions | false | undefined;
  /** Headers for each request, on top of those of the API object. Default none. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** What an API object is made with. All but `signal` of a call can be set here for every call. */
export interface ClientManagementOptions extends Omit<CallOptions, 'signal'> {
  /**
   * The address of the portal, an absolute http or https URL; a path in it is kept. Default: the environment variable
   * `DOCSPACE_BASE_URL`, or else `http://localhost:8092`.
   */
  baseUrl?: string | undefined;
  /** Allows http to a host other than this machine, where anyone on the way can read the key. Default false. */
  allowInsecureConnection?: boolean | undefined;
  /**
   * The session or API key of a portal user, sent as the cookie `asc_auth_key`; or a function that gives it, called
   * for each attempt. Default: the environment variable `DOCSPACE_API_KEY`.
   */
  apiKey?: ApiKey | undefined;
  /**
   * `'include'` in a browser: its own cookie of the portal is the credential, and there is no `apiKey`. Default none:
   * the `apiKey` is.
   */
  credentials?: 'include' | undefined;
  /**
   * Whether requests wait for their turn once the service tells that a limit is reached, instead of being refused.
   * Default true.
   */
  pacing?: boolean | undefined;
  /**
   * Told of every wait as it begins. Calls in line wait together: the first one is told of. What it throws is ignored.
   * Default none.
   */
  onWait?: ((wait: WaitInfo) => void) | undefined;
  /** The longest body of a success that is read, in bytes; a longer one is cut off with an error. Default 8 MiB. */
  maxResponseBytes?: number | undefined;
  /** What sends the requests. Default: the platform's `fetch`, looked up for each request. */
  fetch?: typeof fetch | undefined;
  /** Where log lines go. Default: `console`. */
  logger?: Logger | undefined;
  /** The least important level that is logged. Default `'warn'`. */
  logLevel?: LogLevel | undefined;
}
