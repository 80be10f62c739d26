import { Bucket } from './bucket.js';
import { type EmulatorRequest, headerOf } from './request.js';
import type { EmulatedResponse } from './response.js';
import type { Caller } from './users.js';
import type { Behaviour } from './versions.js';

/** The HTTP methods that have a rate limit, each with buckets of its own. */
export type LimitedMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';

/** How the service is shipped: as packages, or as the one process of the community image. */
export type Edition = 'standalone' | 'community';

/** The requests a minute that a bucket grants, by method. HEAD and OPTIONS have buckets of the size of GET. */
export type Limits = Readonly<Record<LimitedMethod, number>>;

/** The limits as shipped. */
export const REAL_LIMITS: Readonly<Record<Edition, Limits>> = {
  standalone: { POST: 10, PUT: 15, PATCH: 15, DELETE: 15, GET: 200 },
  community: { POST: 100, PUT: 100, PATCH: 100, DELETE: 100, GET: 100 },
};

/** Limits that nothing reaches; responses carry the rate limit headers all the same. */
export const RAISED_LIMITS: Limits = { POST: 1e6, PUT: 1e6, PATCH: 1e6, DELETE: 1e6, GET: 1e6 };

/** The requests a second of all users together. */
export const SERVICE_LIMIT = 125;
const PUBLIC_LIMIT = 25;

const NANOSECONDS_PER_MINUTE = 60e9;
const MS_PER_SECOND = 1000;

/** What limits are enforced, and how fast they refill. */
export interface LimitSettings {
  readonly limits: Limits;
  /** Requests per second of all users together; `undefined` for no limit. */
  readonly serviceLimit: number | undefined;
  readonly timeScale: number;
  readonly edition: Edition;
}

/** The result of asking a bucket: whether the request may go on, and the rate limit headers of its response. */
export interface BucketResult {
  readonly accepted: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** The buckets of all users or addresses, and the limits of the whole service. */
export class Limiter {
  readonly #settings: LimitSettings;
  readonly #behaviour: Behaviour;
  readonly #buckets = new Map<string, Bucket>();
  #start: number | undefined;
  readonly #windows: Readonly<Record<'public' | 'service', Window>> | undefined;

  constructor(settings: LimitSettings, behaviour: Behaviour) {
    const { serviceLimit, timeScale } = settings;
    this.#settings = settings;
    this.#behaviour = behaviour;
    const length = MS_PER_SECOND / timeScale;
    this.#windows =
      serviceLimit === undefined
        ? undefined
        : { service: new Window(serviceLimit, length), public: new Window(PUBLIC_LIMIT, length) };
  }

  /** Takes a token of the bucket of `owner` for the method. `now` is in ms. */
  take(method: string, owner: string, now: number): BucketResult {
    const { limits, timeScale } = this.#settings;
    const capacity = limits[method in limits ? (method as LimitedMethod) : 'GET'];
    const key = `${method} ${owner}`;
    const bucket = this.#buckets.get(key) ?? new Bucket(capacity, NANOSECONDS_PER_MINUTE / (capacity * timeScale));
    this.#buckets.set(key, bucket);
    // Nanoseconds since 1970 would be too large to be exact.
    this.#start ??= now;
    const result = bucket.take(Math.round((now - this.#start) * 1e6));
    const { resetMeans, resetWhenAccepted } = this.#behaviour;
    if (result.accepted) {
      return {
        accepted: true,
        headers: rateLimitHeaders(result.remaining, resetWhenAccepted ? result.untilFull : 0),
      };
    }
    return { accepted: false, headers: rateLimitHeaders(0, resetMeans === 'full' ? result.untilFull : result.wait) };
  }

  /** Counts a request that reached an operation; false if the whole service has had too many. `now` is in ms. */
  admit(isPublic: boolean, now: number): boolean {
    return this.#windows?.[isPublic ? 'public' : 'service'].take(now) ?? true;
  }
}

/**
 * Whose bucket a request takes a token from; `undefined` if it has none. On 3.0 and 3.1 that is the address which the
 * request was forwarded for, or the peer's; later it is the user, or without one a public address.
 */
export function ownerOf(
  request: EmulatorRequest,
  caller: Caller | 'none',
  { bucketOwner }: Behaviour,
  edition: Edition,
): string | undefined {
  const forwardedFor = headerOf(request, 'x-forwarded-for')?.split(',')[0]?.trim();
  if (bucketOwner === 'address') {
    return forwardedFor || request.address;
  }
  const address = [headerOf(request, 'x-real-ip')?.trim(), forwardedFor].find(isPublicAddress);
  const user = caller === 'none' ? undefined : caller.id;
  // In one process the address comes first.
  return edition === 'community' ? (address ?? user) : (user ?? address);
}

/** The response of a bucket without tokens. */
export function limitedResponse({ limitedContentType }: Behaviour): EmulatedResponse {
  return { status: 429, ...(limitedContentType && { headers: { 'Content-Type': limitedContentType } }) };
}

/** `reset` is in nanoseconds. */
function rateLimitHeaders(remaining: number, reset: number): Record<string, string> {
  return { 'X-Ratelimit-Remaining': `${remaining}`, 'X-Ratelimit-Reset': `${reset}` };
}

const PRIVATE = /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;

function isPublicAddress(address: string | undefined): address is string {
  return address !== undefined && /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) && !PRIVATE.test(address);
}

/** A number of requests in each span of time, the spans being counted from the first request on. */
class Window {
  readonly #permits: number;
  readonly #length: number;
  #start = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor(permits: number, length: number) {
    this.#permits = permits;
    this.#length = length;
  }

  take(now: number): boolean {
    if (now - this.#start >= this.#length) {
      const passed = Number.isFinite(this.#start) ? Math.floor((now - this.#start) / this.#length) : 0;
      this.#start = passed > 0 ? this.#start + passed * this.#length : now;
      this.#taken = 0;
    }
    this.#taken += 1;
    return this.#taken <= this.#permits;
  }
}
