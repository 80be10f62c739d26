import { type Answer, failureAnswer, withHeaders } from './answer.js';
import { Bucket } from './bucket.js';
import { ClientStore } from './client-store.js';
import { Failure } from './failure.js';
import type { Settings } from './options.js';
import { findRoute } from './routes.js';
import { createUsers, readApiKey, type User } from './users.js';

/** How many requests came, and what became of them. */
export interface Stats {
  /** All that arrived whole. */
  received: number;
  /** Those that passed every limit on their way to an operation, whatever it answered. */
  accepted: number;
  /** Those answered with 429. */
  refused: number;
  /** Those that the gateway answered with 503. */
  unavailable: number;
}

/** A request that arrived whole. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly cookies: string | undefined;
  readonly contentType: string;
  readonly body: string;
}

const NANOSECONDS_PER_SECOND = 1e9;
const GATEWAY_PAGE = '<html><head><title>503</title></head><body><h1>503 Service Unavailable</h1></body></html>\n';

/** The service without its sockets: it answers at once, so no two requests ever mix. */
export class Service {
  readonly stats: Stats = { received: 0, accepted: 0, refused: 0, unavailable: 0 };
  readonly store: ClientStore = new ClientStore();
  readonly #settings: Settings;
  readonly #users: ReadonlyMap<string, User>;
  readonly #limiter: Bucket | undefined;

  constructor(settings: Settings) {
    const { serviceLimit, timeScale } = settings;
    this.#settings = settings;
    this.#users = createUsers(settings);
    this.#limiter = serviceLimit
      ? new Bucket(serviceLimit, NANOSECONDS_PER_SECOND / (serviceLimit * timeScale))
      : undefined;
  }

  answer(request: ReceivedRequest): Answer {
    this.stats.received += 1;
    const url = `http://emulator${request.url}`;
    const path = URL.canParse(url) ? new URL(url).pathname : request.url;
    return this.#guard(request.method, path, () => this.#answerOfGateway() ?? this.#serve(request, path));
  }

  #answerOfGateway(): Answer | undefined {
    const { unavailable, retryAfter, html } = this.#settings.gateway;
    if (!unavailable?.(this.stats.received)) {
      return undefined;
    }
    this.stats.unavailable += 1;
    return {
      status: 503,
      headers: {
        ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
        ...(html && { 'Content-Type': 'text/html' }),
      },
      ...(html && { body: GATEWAY_PAGE }),
    };
  }

  #serve(request: ReceivedRequest, path: string): Answer {
    const { generation, clock } = this.#settings;
    const now = clock();
    if (this.#limiter?.take(now).accepted === false) {
      this.stats.refused += 1;
      throw new Failure(429, 'The service gets too many requests');
    }
    const user = this.#users.get(readApiKey(request.cookies) ?? '');
    if (!user) {
      return { status: 403 };
    }
    const { operation, clientId } = findRoute(request.method, path, generation);
    const verdict = user.buckets.get(request.method)?.take(now);
    if (verdict?.accepted === false) {
      this.stats.refused += 1;
      // Empty, and yet it says JSON: so does the service.
      return { status: 429, headers: { 'Content-Type': 'application/json', ...rateLimit(0, verdict.wait) } };
    }
    this.stats.accepted += 1;
    const call = { ...request, store: this.store, generation, userId: user.id, clientId };
    const answer = this.#guard(request.method, path, () => operation(call));
    return verdict ? withHeaders(answer, rateLimit(verdict.remaining, 0)) : answer;
  }

  #guard(method: string, path: string, work: () => Answer): Answer {
    try {
      return work();
    } catch (error) {
      const failure = error instanceof Failure ? error : new Failure(500, `The emulator failed: ${error}`);
      return failureAnswer(failure, this.#settings.generation, method, path);
    }
  }
}

/** `reset` is in nanoseconds. */
function rateLimit(remaining: number, reset: number): Record<string, string> {
  return { 'X-Ratelimit-Remaining': `${remaining}`, 'X-Ratelimit-Reset': `${reset}` };
}
