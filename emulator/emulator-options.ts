import { performance } from 'node:perf_hooks';

/** The HTTP methods that have a rate limit, each with a bucket of its own. */
export type LimitedMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The generation of the service to emulate: `new` is 3.6 and later. */
export type Generation = 'new' | 'old';

/** A gateway in front of the service that can respond with 503. */
export interface GatewayOptions {
  /** Decides whether a request gets a 503; the first request has the number 1. Default: never. */
  unavailable?: (requestNumber: number) => boolean;
  /** The `Retry-After` of a 503, in seconds or as an HTTP date. Default: none. */
  retryAfter?: string;
  /** Whether a 503 has an HTML page as its body. Default false: no body. */
  html?: boolean;
}

/** The options of `createEmulator`. */
export interface EmulatorOptions {
  /** Default `new`: errors are problem details. `old`: errors are `{ reason }`. */
  generation?: Generation;
  /** The accepted values of the cookie `asc_auth_key`, one per user. Default `['emulator-key']`. */
  apiKeys?: readonly string[];
  /** How many times faster the limits refill. 60: a token every 100 ms instead of 6 s, with headers to match. Default 1. */
  timeScale?: number;
  /**
   * Requests per minute and user before scaling, which is also the largest burst. Default: POST 10, the others 15.
   * `false`: no limits and no rate limit headers.
   */
  limits?: Partial<Record<LimitedMethod, number>> | false;
  /** Requests per second of all users together, before scaling. Default 125; `false`: no limit. */
  serviceLimit?: number | false;
  /** Default: no gateway. */
  gateway?: GatewayOptions;
  /** The other origin whose pages may send requests with the cookie. Default: none. */
  corsOrigin?: string;
  /** Whether paths that begin with `/faults/` inject faults; see faults.ts. Default false. */
  faults?: boolean;
}

/** The options with their defaults applied. */
export interface EmulatorSettings {
  readonly generation: Generation;
  readonly apiKeys: readonly string[];
  readonly timeScale: number;
  readonly limits: Readonly<Record<LimitedMethod, number>> | undefined;
  readonly serviceLimit: number | undefined;
  readonly gateway: Readonly<GatewayOptions>;
  /** The time in whole nanoseconds since an arbitrary start. */
  readonly clock: () => number;
}

const DEFAULT_LIMITS: Readonly<Record<LimitedMethod, number>> = { POST: 10, PUT: 15, PATCH: 15, DELETE: 15 };

/** Checks the options and applies the defaults; `now` returns the time in ms. */
export function resolveSettings(
  options: EmulatorOptions,
  now: () => number = () => performance.now(),
): EmulatorSettings {
  const { timeScale = 1, limits = {}, serviceLimit = 125 } = options;
  const resolved = limits && { ...DEFAULT_LIMITS, ...limits };
  requirePositive('timeScale', timeScale);
  for (const limit of [...Object.values(resolved || {}), ...(serviceLimit === false ? [] : [serviceLimit])]) {
    requirePositive('a limit', limit);
    if (!Number.isInteger(limit)) {
      throw new RangeError(`a limit must be a whole number, not ${limit}`);
    }
  }
  return {
    generation: options.generation ?? 'new',
    apiKeys: options.apiKeys ?? ['emulator-key'],
    timeScale,
    limits: resolved || undefined,
    serviceLimit: serviceLimit || undefined,
    gateway: { ...options.gateway },
    clock: () => Math.floor(now() * 1e6),
  };
}

function requirePositive(what: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${what} must be a number above 0, not ${value}`);
  }
}
