import { causeChain, isControlFlow, readThrown } from './redact.js';

/** When to retry after a 429, a 503 or a connection failure. */
export interface RetryOptions {
  /**
   * The most retries after a connection failure, or a response that does not ask for a wait. Default 5. Waits that the
   * response asks for are limited by `maxWait` alone. With 0 there is no retry at all.
   */
  maxRetries?: number | undefined;
  /** The first backoff, in ms; it doubles with each further one. Default 500. */
  initialDelay?: number | undefined;
  /** The longest backoff, in ms. Default 30 000. */
  maxDelay?: number | undefined;
}

/** The retry options with every default in place. */
export type RetryRules = { readonly [Name in keyof RetryOptions]-?: number };

// Both say that the operation did not run, so it is repeated even if it is not idempotent.
const RETRIED_STATUSES: readonly number[] = [429, 503];

/** Whether a response with this status is retried. */
export function isRetriedStatus(status: number): boolean {
  return RETRIED_STATUSES.includes(status);
}

// 511 is a sign-in page of the network and 561 a failed sign-in at AWS; with the others Cloudflare did not reach the portal.
const NOT_FORWARDED: readonly number[] = [511, 521, 523, 525, 526, 561];

/**
 * Whether the operation may have run if the response had this status. Redirects and 4xx come before it runs, but for 460:
 * AWS saw the connection close, perhaps after it had passed the request on.
 */
export function mayHaveRunAfter(status: number): boolean {
  return (
    (status >= 200 && status < 300) ||
    status === 460 ||
    (status >= 500 && !isRetriedStatus(status) && !NOT_FORWARDED.includes(status))
  );
}

/** What follows from a connection failure. */
export interface ConnectionFailure {
  /** Whether the request may have arrived at the portal. */
  readonly mayHaveArrived: boolean;
  /** The most retries, of any operation; not set for those of the rules, if the operation is idempotent. */
  readonly maxRetries?: number;
  /** What the message advises. */
  readonly advice?: string;
}

// By the code of the platform's error or, on platforms without codes, its message: a failure before anything was sent.
const NOT_SENT: readonly (readonly [pattern: RegExp, advice: string, maxRetries: number])[] = [
  [/ECONNREFUSED|connection ?refused/i, 'check baseUrl or DOCSPACE_BASE_URL, and that the portal listens there', 2],
  [/ENOTFOUND|dns error/, 'check the host name in baseUrl', 0],
  [/CERT|UNABLE_TO_|peer certificate/, 'check baseUrl, or make its certificate known to the platform', 0],
  [/bad port/, 'check the port in baseUrl: the platform blocks it', 0],
  [/_SSL_|EPROTO/, 'check that the port in baseUrl speaks https', 0],
  [/UND_ERR_(INVALID_ARG|NOT_SUPPORTED)/, 'check headers: the platform rejects the request', 0],
];
const LOST: ConnectionFailure = { mayHaveArrived: true };

/** What is known of a connection failure from the error of the platform. */
export function connectionFailure(thrown: unknown): ConnectionFailure {
  const row = NOT_SENT.find(([pattern]) => hasSign(thrown, pattern));
  return row ? { mayHaveArrived: false, advice: row[1], maxRetries: row[2] } : LOST;
}

/** Whether a limit of the platform, such as the 300 s of Node's fetch, or of a user's `fetch` ended the request. */
export function isPlatformTimeout(thrown: unknown): boolean {
  return readThrown(thrown).name === 'TimeoutError' || hasSign(thrown, /UND_ERR_(HEADERS|BODY)_TIMEOUT/);
}

function hasSign(thrown: unknown, pattern: RegExp): boolean {
  return causeChain(thrown).some(({ code, text = '' }) => pattern.test(typeof code === 'string' ? code : text));
}

// A TypeError may be a bug as well: that of a network failure has a cause, a code, or one of the platforms' messages.
const NETWORK_MESSAGE =
  /fetch failed|failed to fetch|load failed|terminated|network|connection|offline|error (sending|reading)/i;

/** Whether `fetch` or a body failed because of the network; anything else is a bug, or a framework's control flow. */
export function isNetworkFailure(thrown: unknown): boolean {
  const { name, cause, code, text = '' } = readThrown(thrown);
  return name === 'TypeError'
    ? (cause ?? code) !== undefined || NETWORK_MESSAGE.test(text)
    : !isControlFlow(thrown) && !/^(Reference|Range|Syntax|Eval|URI|Abort)Error$/.test(String(name));
}

const NANOSECONDS_PER_MS = 1e6;
// The service refills by the minute: more than a few minutes of seconds are nanoseconds.
const MAX_SECONDS = 600;
// More digits than a number can hold would make a wait infinite.
const MAX_WAIT_MS = 1e15;

/** A wait that a response asks for. */
export interface StatedWait {
  /** How long, in ms from the response. */
  readonly ms: number;
  /** Whether it is for the bucket of tokens, which all calls of the HTTP method share, and not by a `Retry-After`. */
  readonly isForBucket: boolean;
}

/**
 * How long the service or a gateway in front asks to wait; `undefined` if it does not say. A time in the past counts as
 * not set. The rate limit headers of the token endpoint are those of another limiter.
 */
export function parseWait(
  status: number,
  headers: Headers,
  now: number,
  byTokenEndpoint = false,
): StatedWait | undefined {
  const stated = isRetriedStatus(status) ? retryAfterHeader(headers, now) : 0;
  // With tokens left it was not the bucket that rejected the request, so the Reset says nothing of the wait.
  const isForBucket = status === 429 && stated === 0 && !byTokenEndpoint && !parseRemaining(headers);
  const ms = isForBucket ? longest(valuesOf(headers, 'x-ratelimit-reset').map(rateLimitReset)) : stated;
  return ms > 0 ? { ms: Math.min(ms, MAX_WAIT_MS), isForBucket } : undefined;
}

/** How many more requests the service would accept; `undefined` if it does not say. */
export function parseRemaining(headers: Headers): number | undefined {
  const counts = valuesOf(headers, 'x-ratelimit-remaining').filter((value) => /^\d+$/.test(value));
  return counts.length > 0 ? Math.min(...counts.map(Number)) : undefined;
}

// A header that was sent twice arrives as one value with commas, which dates have as well.
function valuesOf(headers: Headers, name: string): string[] {
  return (
    headers
      .get(name)
      ?.split(/,(?!\s*\d\d[ -][A-Z])/)
      .map((value) => value.trim()) ?? []
  );
}

// 0 if there is none: what cannot be read, or is over, counts as not set.
function longest(waits: readonly number[]): number {
  return Math.max(0, ...waits);
}

function retryAfterHeader(headers: Headers, now: number): number {
  // An HTTP date is relative to the clock that wrote it.
  const sent = valuesOf(headers, 'date').map(Date.parse).find(Number.isFinite) ?? now;
  return longest(valuesOf(headers, 'retry-after').map((value) => retryAfter(value, sent)));
}

function retryAfter(value: string, now: number): number {
  if (/^\d+(\.\d+)?$/.test(value)) {
    return Number(value) * 1000;
  }
  // Date.parse takes much that is no HTTP date, such as '-5'.
  const isDate = /^[A-Z][a-z]{2,8},? .*\d\d:\d\d:\d\d/.test(value);
  return (isDate && Date.parse(value.endsWith('GMT') ? value : `${value} GMT`) - now) || 0;
}

function rateLimitReset(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  return number > MAX_SECONDS ? number / NANOSECONDS_PER_MS : number * 1000;
}

/** The shortest wait after `count` 429 in a row, in ms, so that short waits do not flood the service. */
export function minimumWait(count: number): number {
  return Math.min(2 ** count, 1000);
}

/** The failure of an attempt: a 429 or 503 and the wait that it asks for, or a connection failure. */
export interface Failure {
  readonly retryAfterMs?: number | undefined;
  readonly connection?: ConnectionFailure;
}

/** How many retries a call has had, by what each waited for. */
export interface Retries {
  /** The time that the service asked for. */
  readonly scheduled: number;
  /** A backoff. */
  readonly backoff: number;
  /** A backoff after a request that could not be sent. */
  readonly unsent: number;
}

/** Another attempt after `delay` ms; or none, and the limit that kept the call from it, if it was one. */
export type Decision =
  | { readonly delay: number; readonly retries: Retries }
  | { readonly delay?: undefined; readonly stoppedBy: string | undefined };

/** Decides whether there is another attempt. `waitLeft` is what is left of `maxWait`, in ms. */
export function decideRetry(
  failure: Failure,
  idempotent: boolean,
  { retry, maxWait }: { readonly retry: RetryRules; readonly maxWait: number },
  retries: Retries,
  waitLeft: number,
  random: () => number,
): Decision {
  const allowed = retry.maxRetries;
  const { retryAfterMs, connection } = failure;
  const limit = connection ? connectionRetries(connection, idempotent, allowed) : allowed;
  if (limit === 0) {
    return { stoppedBy: allowed === 0 ? 'retry is off' : undefined };
  }
  const kind = retryAfterMs !== undefined ? 'scheduled' : limit === allowed ? 'backoff' : 'unsent';
  const count = retries[kind] + 1;
  if (kind !== 'scheduled' && count > limit) {
    return { stoppedBy: `gave up after ${limit} retries (maxRetries)` };
  }
  const delay = retryDelay(count, retryAfterMs, retry, random);
  const least = retryAfterMs ?? delay;
  if (least > waitLeft) {
    return { stoppedBy: `a wait of ${Math.round(least)} ms exceeds what is left of maxWait (${maxWait} ms)` };
  }
  return { delay: Math.min(delay, waitLeft), retries: { ...retries, [kind]: count } };
}

// After a request that may have arrived, only what is idempotent is sent again.
function connectionRetries(
  { mayHaveArrived, maxRetries = Infinity }: ConnectionFailure,
  idempotent: boolean,
  allowed: number,
): number {
  return mayHaveArrived && !idempotent ? 0 : Math.min(maxRetries, allowed);
}

/**
 * How long to wait before the next attempt, in ms. `count` is the number of the retry among those of its kind.
 *
 * Never shorter than `retryAfterMs`, and a little longer with each retry: other programs were asked to wait as long.
 */
export function retryDelay(
  count: number,
  retryAfterMs: number | undefined,
  rules: RetryRules,
  random: () => number,
): number {
  if (retryAfterMs !== undefined) {
    const jitter = random() * Math.min(retryAfterMs / 10, 1000) * Math.min(count, 10);
    return Math.max(retryAfterMs, minimumWait(count)) + jitter;
  }
  const ceiling = Math.min(rules.initialDelay * 2 ** (count - 1), rules.maxDelay);
  return ceiling * (0.5 + random() / 2);
}
