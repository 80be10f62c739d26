import { performance } from 'node:perf_hooks';

/** The HTTP methods whose requests are counted, each in a bucket of its own. */
export type LimitedMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Which services to behave like: `new` are those from 3.6 on. */
export type Generation = 'new' | 'old';

/** A gateway in front of the service, which answers 503 in its place. */
export interface GatewayOptions {
  /** Tells whether to answer 503 to a request; the first one has the number 1. Default: never. */
  unavailable?: (requestNumber: number) => boolean;
  /** The `Retry-After` of those answers, in seconds or as an HTTP date. Default: none. */
  retryAfter?: string;
  /** Whether those answers carry an HTML page. Default false: no body. */
  html?: boolean;
}

/** How the emulator behaves. */
export interface EmulatorOptions {
  /** Default `new`: problem details. `old`: errors are `{ reason }`. */
  generation?: Generation;
  /** The values of the cookie `asc_auth_key` that are accepted, each a user of its own. Default `['emulator-key']`. */
  apiKeys?: readonly string[];
  /** How many times faster the limits run. 60: a token each 100 ms in place of 6 s, and hints to match. Default 1. */
  timeScale?: number;
  /**
   * Requests per minute and user, before scaling, which is also how many may come at once. Default POST 10, the others
   * 15. `false`: no buckets and none of their headers.
   */
  limits?: Partial<Record<LimitedMethod, number>> | false;
  /** Requests per second of all users together, before scaling. Default 125; `false`: no such limit. */
  serviceLimit?: number | false;
  /** Default: no gateway. */
  gateway?: GatewayOptions;
  /** The other origin whose pages may call with their cookie. Default: none. */
  corsOrigin?: string;
  /** Whether paths that begin with `/faults/` go wrong; see faults.ts. Default false. */
  faults?: boolean;
}

/** The options with every default in place. */
export interface Settings {
  readonly generation: Generation;
  readonly apiKeys: readonly string[];
  readonly timeScale: number;
  readonly limits: Readonly<Record<LimitedMethod, number>> | undefined;
  readonly serviceLimit: number | undefined;
  readonly gateway: Readonly<GatewayOptions>;
  /** The time in whole nanoseconds, from any start. */
  readonly clock: () => number;
}

const DEFAULT_LIMITS: Readonly<Record<LimitedMethod, number>> = { POST: 10, PUT: 15, PATCH: 15, DELETE: 15 };

/** Fills in the defaults; `now` tells the time in ms. */
export function resolveSettings(options: EmulatorOptions, now: () => number = () => performance.now()): Settings {
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
    gateway: options.gateway ?? {},
    clock: () => Math.floor(now() * 1e6),
  };
}

function requirePositive(what: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${what} must be a number above 0, not ${value}`);
  }
}
