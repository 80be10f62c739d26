import { requireKnownFields, requireOneOf, requirePositive, requireRecord, requireType } from './checks.js';
import { type EmulatorClock, MovableClock, SYSTEM_CLOCK } from './clock.js';
import type { GatewayOptions } from './gateway.js';
import { type Edition, type LimitedMethod, type Limits, RAISED_LIMITS, REAL_LIMITS, SERVICE_LIMIT } from './limits.js';
import { randomSignatureKey } from './portal.js';
import type { SeedClient } from './seed.js';
import { DEFAULT_USER, type EmulatorUser, type EmulatorUsers, ROLES } from './users.js';
import { SERVICE_VERSIONS, type ServiceVersion } from './versions.js';

/** The options of `createEmulator`. */
export interface EmulatorOptions {
  /** The version of the service; `next` is the development state after 3.7. Default `3.7`. */
  readonly serviceVersion?: ServiceVersion;
  /**
   * How the service is shipped. Default `standalone`, as in packages and compose files. `community`, the one process of
   * the community image, has larger buckets for writes and counts by public address before it counts by user.
   */
  readonly edition?: Edition;
  /** Default 0: a free port. */
  readonly port?: number;
  /**
   * The address to listen on. Default `127.0.0.1`. On a loopback address, requests with another name in their `Host`
   * header get a 421, so that no web page reaches the emulator by a name of its own. On others, every name is served.
   */
  readonly host?: string;
  /** The clients that the emulator starts with, as `seed` takes them. Default: none. */
  readonly clients?: readonly SeedClient[];
  /**
   * Requests per minute and bucket, which is also the largest burst. `real` is what the edition ships with, `raised` is
   * so much that nothing reaches it; an object replaces some of the real ones. Default `real`.
   */
  readonly limits?: 'real' | 'raised' | Partial<Record<LimitedMethod, number>>;
  /** Requests per second of all users together. Default 125, or none if `limits` is `raised`; `false`: no limit. */
  readonly serviceLimit?: number | false;
  /** How many times faster the limits refill. 60: a token every 100 ms instead of 6 s, with headers to match. Default 1. */
  readonly timeScale?: number;
  /**
   * The users of the portal by API key (`sk-…`), session or OAuth access token. Version 3.0 finds the caller of a request
   * in it. From 3.1 on the token endpoint does so, and the service reads the signature alone. Default: an admin of the
   * portal 1 with the key `emulator-key`.
   */
  readonly users?: EmulatorUsers;
  /**
   * The raw HMAC key (HS256) of signatures. The claims of a signature say who the caller is. Default: random, see
   * `signatureKey` of the emulator.
   */
  readonly signatureKey?: Uint8Array;
  /**
   * How long a signature of the token endpoint is valid, in ms. The service accepts it for another minute. Default
   * 300 000, which is five minutes.
   */
  readonly signatureLife?: number;
  /**
   * Whether requests come through a portal, which has the token endpoint and adds the headers `X-Forwarded-Host` and
   * `X-Forwarded-Proto` that version 3.0 needs. Default true; `false`: 3.0 returns 401 to requests without them.
   */
  readonly behindPortal?: boolean;
  /**
   * The clock of limits, signatures and dates, which `advance` moves forward as well. Default: the clock of the machine,
   * whatever fake timers make of `Date`.
   */
  readonly clock?: EmulatorClock;
  /** Default: no gateway. */
  readonly gateway?: GatewayOptions;
  /** The other origin whose pages may send requests with a cookie or a signature. Default: none. */
  readonly corsOrigin?: string;
}

/** The options of an emulator for this repository. */
export interface LaunchOptions extends EmulatorOptions {
  /**
   * Whether paths that begin with `/faults/` and a name inject that fault into the request for the rest of the path.
   * Default false. Token requests get none.
   * - `limited-once`: every other request gets a 429 with a wait of 50 ms
   * - `limited`: every request gets a 429 with a wait of a minute
   * - `redirect`: redirects to the same path without the fault
   * - `stalled`, `stalled-body`: never sends a response, or never ends its body
   * - `cut-off`: closes the connection in the middle of the body
   */
  readonly faults?: boolean;
}

/** The options with their defaults applied. */
export interface EmulatorSettings {
  readonly serviceVersion: ServiceVersion;
  readonly edition: Edition;
  readonly limits: Limits;
  readonly serviceLimit: number | undefined;
  readonly timeScale: number;
  readonly users: EmulatorUsers;
  readonly signatureKey: Uint8Array;
  readonly signatureLife: number;
  readonly behindPortal: boolean;
  readonly clock: MovableClock;
  readonly gateway: GatewayOptions;
}

// Its keys are the options.
const KNOWN: Readonly<Record<keyof EmulatorOptions, true>> = {
  serviceVersion: true,
  edition: true,
  port: true,
  host: true,
  clients: true,
  limits: true,
  serviceLimit: true,
  timeScale: true,
  users: true,
  signatureKey: true,
  signatureLife: true,
  behindPortal: true,
  clock: true,
  gateway: true,
  corsOrigin: true,
};
/** The key of the default `users`. */
export const DEFAULT_KEY = 'emulator-key';
const DEFAULT_USERS: EmulatorUsers = { [DEFAULT_KEY]: DEFAULT_USER };
const SIGNATURE_LIFE_MS = 300_000;

/**
 * Checks the options and applies the defaults; throws a RangeError, or a TypeError for an unknown option. Later changes of
 * the options have no effect.
 */
export function resolveSettings(options: EmulatorOptions): EmulatorSettings {
  requireKnownFields('createEmulator', options, Object.keys(KNOWN));
  const { serviceVersion = '3.7', edition = 'standalone', limits = 'real', timeScale = 1, users } = options;
  const { signatureLife = SIGNATURE_LIFE_MS, clock = SYSTEM_CLOCK, gateway = {} } = options;
  requireOneOf('serviceVersion', serviceVersion, SERVICE_VERSIONS);
  requireOneOf('edition', edition, Object.keys(REAL_LIMITS));
  requirePort(options.port ?? 0);
  requireType('host', options.host, 'string');
  if (options.host === '') {
    // Node would listen on every address.
    throw new RangeError('host must be an address or a name, such as 127.0.0.1. It must not be empty.');
  }
  requireType('corsOrigin', options.corsOrigin, 'string');
  requireType('behindPortal', options.behindPortal, 'boolean');
  requireRecord('gateway', gateway);
  if (typeof requireRecord('clock', clock).now !== 'function') {
    throw new TypeError('clock must have the method now.');
  }
  requireUsers(users);
  if (
    options.signatureKey !== undefined &&
    !(options.signatureKey instanceof Uint8Array && options.signatureKey.length > 0)
  ) {
    throw new RangeError('signatureKey must be a Uint8Array of at least one byte');
  }
  requirePositive('timeScale', timeScale);
  requirePositive('signatureLife', signatureLife);
  if (typeof limits === 'string') {
    requireOneOf('limits', limits, ['real', 'raised']);
  } else {
    requireKnownFields('limits', requireRecord('limits', limits), Object.keys(REAL_LIMITS[edition]));
  }
  const resolved =
    limits === 'raised' ? RAISED_LIMITS : { ...REAL_LIMITS[edition], ...(limits === 'real' ? undefined : limits) };
  const serviceLimit = options.serviceLimit ?? (limits === 'raised' ? false : SERVICE_LIMIT);
  for (const limit of [...Object.values(resolved), ...(serviceLimit === false ? [] : [serviceLimit])]) {
    requirePositive('a limit', limit);
    if (!Number.isInteger(limit)) {
      throw new RangeError(`a limit must be a whole number, not ${limit}`);
    }
  }
  return {
    serviceVersion,
    edition,
    limits: resolved,
    serviceLimit: serviceLimit === false ? undefined : serviceLimit,
    timeScale,
    users: typeof users === 'function' ? users : { ...(users ?? DEFAULT_USERS) },
    signatureKey: Uint8Array.from(options.signatureKey ?? randomSignatureKey()),
    signatureLife,
    behindPortal: options.behindPortal ?? true,
    clock: new MovableClock(clock),
    gateway: { ...gateway },
  };
}

function requirePort(port: number): void {
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new RangeError(`port must be a whole number from 0 to 65535, not ${port}`);
  }
}

function requireUsers(users: EmulatorUsers | undefined): void {
  if (users === undefined || typeof users === 'function') {
    return;
  }
  // The message names no key: a key is a credential.
  for (const user of Object.values(requireRecord('users', users))) {
    const { id, role, tenant }: Partial<EmulatorUser> = requireRecord('users: each user', user);
    if (typeof id !== 'string' || id === '') {
      throw new RangeError('users: the id of each user must be a UUID');
    }
    requireOneOf('users: the role of each user', String(role), ROLES);
    if (!(Number.isSafeInteger(tenant) && Number(tenant) > 0)) {
      throw new RangeError(`users: the tenant of each user must be a whole number above 0, not ${tenant}`);
    }
  }
}
