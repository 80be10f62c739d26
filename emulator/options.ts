import { types } from 'node:util';
import {
  requireCount,
  requireKnownFields,
  requireOneOf,
  requirePositive,
  requireRecord,
  requireType,
  shown,
} from './checks.js';
import { type EmulatorClock, MovableClock, SYSTEM_CLOCK } from './clock.js';
import { type GatewayOptions, requireGateway } from './gateway.js';
import { type Edition, type LimitedMethod, type Limits, RAISED_LIMITS, REAL_LIMITS, SERVICE_LIMIT } from './limits.js';
import { randomSignatureKey } from './portal.js';
import type { SeedClient } from './seed.js';
import type { SeedConsent } from './seed-consents.js';
import { DEFAULT_USER, type EmulatorUsers, requireUsers } from './users.js';
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
   * The address to listen on. Default `127.0.0.1`. On a loopback address, `localhost`, loopback addresses and this name are
   * served. Requests with another name in their `Host` header get a 421, so that no web page reaches the emulator by a name
   * of its own. On other addresses, every name is served.
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
  /** The consents that the emulator starts with. `reset` removes them. Default: none. */
  readonly consents?: readonly SeedConsent[];
  /** The key of an admin to add, in the portal of the first admin of `users`, unless `users` has it. Default: none. */
  readonly adminKey?: string;
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
  readonly port: number;
  readonly host: string;
  readonly limits: Limits;
  readonly serviceLimit: number | undefined;
  readonly timeScale: number;
  readonly users: EmulatorUsers;
  readonly signatureKey: Uint8Array;
  readonly signatureLife: number;
  readonly behindPortal: boolean;
  readonly clock: MovableClock;
  readonly gateway: GatewayOptions;
  readonly corsOrigin: string | undefined;
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
 * Checks the options and applies the defaults; throws a RangeError or a TypeError that names the option. Later changes of
 * the options have no effect.
 */
export function resolveSettings(options: EmulatorOptions): EmulatorSettings {
  requireKnownFields('createEmulator', options, Object.keys(KNOWN));
  const { serviceVersion = '3.7', edition = 'standalone', timeScale = 1, users = DEFAULT_USERS } = options;
  const { signatureLife = SIGNATURE_LIFE_MS, signatureKey = randomSignatureKey(), behindPortal = true } = options;
  const { clock = SYSTEM_CLOCK, gateway = {}, port = 0, host = '127.0.0.1', corsOrigin } = options;
  requireOneOf('createEmulator: serviceVersion', serviceVersion, SERVICE_VERSIONS);
  requireOneOf('createEmulator: edition', edition, Object.keys(REAL_LIMITS));
  requireAddress(port, host);
  requireCorsOrigin(corsOrigin);
  requireType('createEmulator: behindPortal', behindPortal, 'boolean');
  requireGateway(gateway);
  requireClock(clock);
  requireUsers(users);
  // Not by instanceof: jsdom has a class of its own.
  if (!(types.isUint8Array(signatureKey) && signatureKey.length > 0)) {
    throw new RangeError(
      'createEmulator: signatureKey must be a Uint8Array of at least one byte, such as Buffer.from("a secret").',
    );
  }
  requirePositive('createEmulator: timeScale', timeScale);
  requirePositive('createEmulator: signatureLife', signatureLife);
  return {
    serviceVersion,
    edition,
    port,
    host,
    limits: resolveLimits(options, edition),
    serviceLimit: resolveServiceLimit(options),
    timeScale,
    users: typeof users === 'function' ? users : { ...users },
    signatureKey: Uint8Array.from(signatureKey),
    signatureLife,
    behindPortal,
    clock: new MovableClock(clock),
    gateway: { ...gateway },
    corsOrigin,
  };
}

function resolveLimits({ limits = 'real' }: EmulatorOptions, edition: Edition): Limits {
  const real = REAL_LIMITS[edition];
  if (typeof limits === 'string') {
    requireOneOf('createEmulator: limits', limits, ['real', 'raised']);
    return limits === 'real' ? real : RAISED_LIMITS;
  }
  const own = requireRecord('createEmulator: limits', limits, '"real", "raised" or an object such as { POST: 5 }');
  requireKnownFields('createEmulator', own, Object.keys(real), 'limits');
  const resolved = { ...real, ...limits };
  for (const [method, limit] of Object.entries(resolved)) {
    requireCount(`createEmulator: limits.${method}`, limit, 'a whole number of requests per minute, above 0');
  }
  return resolved;
}

function resolveServiceLimit({ limits, serviceLimit }: EmulatorOptions): number | undefined {
  if (serviceLimit === undefined) {
    return limits === 'raised' ? undefined : SERVICE_LIMIT;
  }
  if (serviceLimit === false) {
    return undefined;
  }
  const kind = 'a whole number of requests per second, above 0, or false for no limit';
  requireCount('createEmulator: serviceLimit', serviceLimit, kind);
  return serviceLimit;
}

function requireAddress(port: unknown, host: unknown): void {
  if (!(Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535)) {
    throw new RangeError(
      `createEmulator: port must be a whole number from 0 to 65535, not ${shown(port)}. 0 is a free port.`,
    );
  }
  requireType('createEmulator: host', host, 'string');
  if (host === '') {
    // Node would listen on every address.
    throw new RangeError('createEmulator: host must be an address or a name, such as "127.0.0.1", not "".');
  }
}

function requireCorsOrigin(corsOrigin: string | undefined): void {
  requireType('createEmulator: corsOrigin', corsOrigin, 'string');
  // What is not exactly an origin matches no page.
  if (corsOrigin !== undefined && !isOrigin(corsOrigin)) {
    throw new RangeError(
      `createEmulator: corsOrigin must be an origin without a path, such as "http://localhost:3000", not ${shown(corsOrigin)}.`,
    );
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) {
    // That of files and of sandboxed frames.
    return text === 'null';
  }
  const { origin, protocol, host } = new URL(text);
  // URL knows no origin of app://, capacitor:// or chrome-extension://, which pages have.
  return text === (origin === 'null' ? `${protocol}//${host}` : origin);
}

/** A clock may be an instance of a class. */
function requireClock(clock: unknown): void {
  if (typeof clock !== 'object' || clock === null) {
    throw new TypeError(`createEmulator: clock must be an object such as { now: () => 0 }, not ${shown(clock)}.`);
  }
  const { now } = clock as { readonly now?: unknown };
  if (typeof now !== 'function') {
    throw new TypeError(`createEmulator: clock.now must be a function that returns ms since 1970, not ${shown(now)}.`);
  }
}
