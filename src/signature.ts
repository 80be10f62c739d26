import { abortable } from './abortable.js';
import { parseJson } from './json.js';
import type { BufferedResponse } from './response.js';
import { tryTo } from './try-to.js';

/** A JWT that the service accepts in the header `x-signature`. */
export interface Signature {
  readonly jwt: string;
  /** How long it is valid from its receipt, in ms. */
  readonly life: number;
  /** When it was received, by the monotonic clock. */
  readonly receivedAt: number;
  /** The same by the wall clock, which goes on while a machine sleeps. */
  readonly receivedOn: number;
}

/** Sends a token request. */
export type RequestToken = (signal: AbortSignal) => Promise<BufferedResponse>;

/** A token request under way. */
interface Flight {
  readonly outcome: Promise<Signature | BufferedResponse>;
  readonly controller: AbortController;
  waiting: number;
}

const MAX_KEYS = 100;
// Of a JWT that does not say when it expires: neither for ever nor a token request for each call.
const ASSUMED_LIFE_MS = 60_000;
const MAX_RENEWAL_MS = 30_000;
const REJECTED_PAUSE_MS = 30_000;
const COOKIE_FINDING_MS = 300_000;

/** The signatures of several portals and keys. */
export class SignatureCache {
  readonly #sources = new Map<string, SignatureSource>();

  /** The source for a portal and a key; without a key it is that of the browser's cookie. */
  source(baseUrl: string, key = ''): SignatureSource {
    const name = `${baseUrl} ${key}`;
    let source = this.#sources.get(name);
    if (!source) {
      const [oldest = ''] = this.#sources.keys();
      if (this.#sources.size === MAX_KEYS) {
        this.#sources.delete(oldest);
      }
      source = new SignatureSource();
      this.#sources.set(name, source);
    }
    return source;
  }
}

/**
 * The signature for one portal and key: requested when it is needed, kept as long as it is valid, and renewed.
 *
 * At most one token request is under way, shared by all calls that wait for it. It ends when nobody waits any more.
 */
export class SignatureSource {
  #current: Signature | undefined;
  #flight: Flight | undefined;
  // The signature that an early renewal was started for.
  #renewed: Signature | undefined;
  // Whether the present signature replaced a rejected one, and was not accepted yet.
  #unproven = false;
  // When another signature may be requested, after an unproven one was rejected as well; not set if none was.
  #pausedUntil: number | undefined;
  #cookieUntil = -Infinity;

  /** The signature to send now, or the response of the token endpoint if it held none. */
  get(request: RequestToken, signal: AbortSignal): Signature | Promise<Signature | BufferedResponse> {
    const current = this.#current;
    const left = current ? timeLeft(current) : 0;
    if (!current || left <= 0) {
      return this.#wait(this.#flight ?? this.#start(request), signal);
    }
    if (left < Math.min(current.life / 10, MAX_RENEWAL_MS) && this.#renewed !== current) {
      // Nobody waits for it, and if it fails the present signature stays in use until its end.
      this.#renewed = current;
      this.#start(request).waiting = Infinity;
    }
    return current;
  }

  /** Notes that the service accepted a signature. */
  accept(signature: Signature): void {
    if (signature === this.#current) {
      this.#unproven = false;
      this.#pausedUntil = undefined;
    }
  }

  /** Drops a signature that the service rejected. Returns whether it is worth sending the request with another one. */
  reject(signature: Signature): boolean {
    if (signature !== this.#current) {
      return true;
    }
    const now = performance.now();
    if (this.#unproven) {
      this.#pausedUntil ??= now + REJECTED_PAUSE_MS;
    }
    if (now < (this.#pausedUntil ?? 0)) {
      return false;
    }
    this.#pausedUntil = undefined;
    this.#current = undefined;
    this.#unproven = true;
    return true;
  }

  /** Whether the portal was found to accept the key in the cookie, as those before 3.1 do. */
  get takesCookie(): boolean {
    return performance.now() < this.#cookieUntil;
  }

  set takesCookie(found: boolean) {
    this.#cookieUntil = found ? performance.now() + COOKIE_FINDING_MS : -Infinity;
  }

  #start(request: RequestToken): Flight {
    const controller = new AbortController();
    const outcome = request(controller.signal)
      .then((response) => {
        const signature = readSignature(response);
        if (!signature) {
          return response;
        }
        this.#current = signature;
        return signature;
      })
      .finally(() => this.#land(flight));
    // Each waiting call handles it; of a renewal nobody does.
    outcome.catch(() => {});
    const flight = { outcome, controller, waiting: 0 };
    this.#flight = flight;
    return flight;
  }

  #wait(flight: Flight, signal: AbortSignal): Promise<Signature | BufferedResponse> {
    flight.waiting++;
    return abortable({ signal }, ({ resolve, reject }) => {
      flight.outcome.then(resolve, reject);
      return (reason) => {
        if (--flight.waiting === 0) {
          this.#land(flight);
          flight.controller.abort(reason);
        }
      };
    });
  }

  #land(flight: Flight): void {
    if (this.#flight === flight) {
      this.#flight = undefined;
    }
  }
}

function timeLeft({ life, receivedAt, receivedOn }: Signature): number {
  return life - Math.max(performance.now() - receivedAt, Date.now() - receivedOn);
}

/** The signature in a response of the token endpoint; `undefined` if there is none. */
export function readSignature({ ok, headers, text }: BufferedResponse): Signature | undefined {
  const jwt: unknown = ok && Object(parseJson(text)).response;
  if (typeof jwt !== 'string' || !/^[\w-]+(\.[\w-]+){2}$/.test(jwt)) {
    return undefined;
  }
  const receivedOn = Date.now();
  const life = lifeOf(jwt, Date.parse(headers.get('date') ?? ''), receivedOn);
  return { jwt, life: life > 0 ? life : ASSUMED_LIFE_MS, receivedAt: performance.now(), receivedOn };
}

// By clocks of the portal, if it says enough: that of this machine may be wrong.
function lifeOf(jwt: string, sentOn: number, receivedOn: number): number {
  const { iat, exp } = Object(claimsOf(jwt));
  if (!Number.isFinite(exp)) {
    return ASSUMED_LIFE_MS;
  }
  const start = Number.isFinite(iat) ? iat * 1000 : sentOn;
  return Number.isNaN(start) ? Math.max(exp * 1000 - receivedOn, ASSUMED_LIFE_MS) : exp * 1000 - start;
}

function claimsOf(jwt: string): unknown {
  return tryTo(() => JSON.parse(atob((jwt.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))));
}
