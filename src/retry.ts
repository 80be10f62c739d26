/** When to try again after a refusal (429), an outage (503) or a lost connection. */
export interface RetryOptions {
  /**
   * How often to try again where nobody tells how long to wait. Default 5. Waits that the service names are
   * bounded by `maxWait` alone. With 0 there is no retry at all.
   */
  maxRetries?: number | undefined;
  /** The first wait where nobody tells, in ms; it doubles with every further one. Default 500. */
  initialDelay?: number | undefined;
  /** The longest wait where nobody tells, in ms. Default 30 000. */
  maxDelay?: number | undefined;
}

/** The retry options with every default in place. */
export type RetryRules = { readonly [Name in keyof RetryOptions]-?: number };

const NANOSECONDS_PER_MS = 1e6;
// The service refills by the minute: more than a few minutes of seconds are nanoseconds.
const MOST_SECONDS = 600;

/**
 * How long the service or a gateway in front asks to wait, in ms from the answer; `undefined` where it does not tell.
 * A hint that lies in the past tells nothing.
 */
export function retryHint(status: number, headers: Headers, now: number): number | undefined {
  const hints = [
    status === 429 || status === 503 ? retryAfter(headers, now) : undefined,
    status === 429 ? rateLimitReset(headers) : undefined,
  ];
  const hint = hints.find((hint) => hint !== undefined && hint > 0);
  // More digits than a number can hold would make it infinite.
  return hint && Math.min(hint, Number.MAX_SAFE_INTEGER);
}

function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) {
    return Number(value) * 1000;
  }
  // Anything else that Date.parse would take, such as '-5', is no HTTP date.
  if (!/^[A-Z][a-z]{2,8},? .*\d\d:\d\d:\d\d/.test(value)) {
    return undefined;
  }
  const date = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  // The clock that wrote the date is the one to read it by.
  const sent = Date.parse(headers.get('date') ?? '');
  const delay = date - (Number.isNaN(sent) ? now : sent);
  return Number.isNaN(delay) ? undefined : delay;
}

function rateLimitReset(headers: Headers): number | undefined {
  const value = headers.get('x-ratelimit-reset')?.trim() ?? '';
  if (!/^\d+$/.test(value)) {
    return undefined;
  }
  const number = Number(value);
  return number > MOST_SECONDS ? number / NANOSECONDS_PER_MS : number * 1000;
}

/**
 * How long to wait before the next attempt, in ms; `undefined` to give up. `refusals` counts those of this call that
 * came with a hint, or those that came without, whichever this one is.
 *
 * Never less than the hint, and a little more after each refusal: others that were told the same come back at once.
 */
export function retryDelay(
  refusals: number,
  hint: number | undefined,
  rules: RetryRules,
  random: () => number,
): number | undefined {
  if (rules.maxRetries === 0) {
    return undefined;
  }
  if (hint !== undefined) {
    // A hint that is too short must not become a flood.
    return (
      Math.max(hint, Math.min(2 ** refusals, 1000)) + random() * Math.min(hint / 10, 1000) * Math.min(refusals, 10)
    );
  }
  if (refusals > rules.maxRetries) {
    return undefined;
  }
  const ceiling = Math.min(rules.initialDelay * 2 ** (refusals - 1), rules.maxDelay);
  return ceiling * (0.5 + random() / 2);
}
