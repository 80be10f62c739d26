import { Bucket } from './bucket.js';
import { ClientStore } from './client-store.js';
import { addHeaders, type EmulatedResponse, errorResponse } from './emulated-response.js';
import type { EmulatorSettings } from './emulator-options.js';
import { findRoute } from './routes.js';
import { ServiceError } from './service-error.js';
import type { StoredClient } from './stored-client.js';
import { createUsers, parseApiKeyCookie, type User } from './users.js';

/** The number of requests by outcome. */
export interface EmulatorStats {
  /** Requests that arrived completely. */
  readonly received: number;
  /** Requests that passed every limit and reached an operation, whatever its response. */
  readonly accepted: number;
  /** Requests that got a 429. */
  readonly refused: number;
  /** Requests that got a 503 from the gateway. */
  readonly unavailable: number;
}

/** A complete request. */
export interface EmulatorRequest {
  readonly method: string;
  readonly url: string;
  readonly cookies: string | undefined;
  readonly contentType: string;
  readonly body: string;
}

const NANOSECONDS_PER_SECOND = 1e9;
const GATEWAY_PAGE = '<html><head><title>503</title></head><body><h1>503 Service Unavailable</h1></body></html>\n';

/** The service without sockets. It responds synchronously, so requests never interleave. */
export class Service {
  readonly #counts = { received: 0, accepted: 0, refused: 0, unavailable: 0 };
  readonly #store = new ClientStore();
  readonly #settings: EmulatorSettings;
  readonly #users: ReadonlyMap<string, User>;
  readonly #limiter: Bucket | undefined;

  constructor(settings: EmulatorSettings) {
    const { serviceLimit, timeScale } = settings;
    this.#settings = settings;
    this.#users = createUsers(settings);
    this.#limiter = serviceLimit
      ? new Bucket(serviceLimit, NANOSECONDS_PER_SECOND / (serviceLimit * timeScale))
      : undefined;
  }

  stats(): EmulatorStats {
    return Object.freeze({ ...this.#counts });
  }

  clients(): ReadonlyMap<string, StoredClient> {
    return this.#store.snapshot();
  }

  respond(request: EmulatorRequest): EmulatedResponse {
    this.#counts.received += 1;
    const url = `http://emulator${request.url}`;
    const path = URL.canParse(url) ? new URL(url).pathname : request.url;
    return this.#guard(request.method, path, () => this.#gatewayResponse() ?? this.#serve(request, path));
  }

  #gatewayResponse(): EmulatedResponse | undefined {
    const { unavailable, retryAfter, html } = this.#settings.gateway;
    if (!unavailable?.(this.#counts.received)) {
      return undefined;
    }
    this.#counts.unavailable += 1;
    return {
      status: 503,
      headers: {
        ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
        ...(html && { 'Content-Type': 'text/html' }),
      },
      ...(html && { body: GATEWAY_PAGE }),
    };
  }

  #serve(request: EmulatorRequest, path: string): EmulatedResponse {
    const { generation, clock } = this.#settings;
    const now = clock();
    if (this.#limiter?.take(now).accepted === false) {
      this.#counts.refused += 1;
      throw new ServiceError(429, 'The service gets too many requests');
    }
    const user = this.#users.get(parseApiKeyCookie(request.cookies) ?? '');
    if (!user) {
      return { status: 403 };
    }
    const { handler, clientId } = findRoute(request.method, path, generation);
    const result = user.buckets.get(request.method)?.take(now);
    if (result?.accepted === false) {
      this.#counts.refused += 1;
      // The service sends this content type without a body, too.
      return { status: 429, headers: { 'Content-Type': 'application/json', ...rateLimitHeaders(0, result.wait) } };
    }
    this.#counts.accepted += 1;
    const context = { ...request, store: this.#store, generation, userId: user.id, clientId };
    const response = this.#guard(request.method, path, () => handler(context));
    return result ? addHeaders(response, rateLimitHeaders(result.remaining, 0)) : response;
  }

  #guard(method: string, path: string, work: () => EmulatedResponse): EmulatedResponse {
    try {
      return work();
    } catch (error) {
      const serviceError =
        error instanceof ServiceError ? error : new ServiceError(500, `The emulator failed: ${error}`);
      return errorResponse(serviceError, this.#settings.generation, method, path);
    }
  }
}

/** `reset` is in nanoseconds. */
function rateLimitHeaders(remaining: number, reset: number): Record<string, string> {
  return { 'X-Ratelimit-Remaining': `${remaining}`, 'X-Ratelimit-Reset': `${reset}` };
}
