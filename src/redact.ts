import type { ResponseInfo } from './errors.js';
import type { HeaderRecord } from './headers.js';

const MASK = '[redacted]';
// Backslashes may stand before a quote: JSON inside of JSON.
const SECRET_FIELD = new RegExp(
  `(\\\\{0,7}"${matchAnyEscaping('client_secret')}\\\\{0,7}"\\s*:\\s*\\\\{0,7}")(?:[^"\\\\]|\\\\[^])*`,
  'gi',
);
const SECRET_HEADER = /cookie|signature|auth|token|key|secret|session|password|credential|jwt|assertion/i;
const VISIBLE_HEADER =
  /^(content-type|content-length|date|retry-after|x-ratelimit-.*|allow|server|location|x-request-id|cf-ray|traceparent)$/;
const MAX_CAUSES = 5;
// Shorter parts of a header are words and names: to mask them would garble every text.
const MIN_SECRET_LENGTH = 6;
// How many characters one character takes at most in the forms that matchAnyEscaping knows.
const MAX_ESCAPED_LENGTH = 12;

/** The values of request headers that carry credentials, in parts. */
export function secretsOfHeaders(headers: HeaderRecord): string[] {
  return Object.entries(headers)
    .filter(([name]) => SECRET_HEADER.test(name))
    .flatMap(([, value]) => value.split(/[\s;=]+/))
    .filter(({ length }) => length >= MIN_SECRET_LENGTH);
}

/** `text` without the secrets, and without the values of secret fields. */
export function redactText(text: string, secrets: readonly string[]): string {
  return longestFirst(secrets).reduce(
    (visible, secret) => visible.replace(new RegExp(matchAnyEscaping(secret), 'gi'), MASK),
    text.replace(SECRET_FIELD, `$1${MASK}`),
  );
}

/** The same for a text that was cut off, perhaps within a secret: its end is left out. */
export function redactTruncated(text: string, secrets: readonly string[]): string {
  const visible = redactText(text, secrets);
  return visible.slice(0, visible.length - MAX_ESCAPED_LENGTH * (longestFirst(secrets)[0]?.length ?? 0));
}

// A shorter one may be a part of a longer one.
function longestFirst(secrets: readonly string[]): string[] {
  return [...secrets].sort((a, b) => b.length - a.length);
}

/** A pattern for `text` as it stands, and as JSON, URLs and HTML escape it. */
function matchAnyEscaping(text: string): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    const hex = code.toString(16).padStart(2, '0');
    return `(?:\\\\{0,7}(?:\\x${hex}|u00${hex})|%${hex}|&#(?:x0?${hex}|0?${code});)`;
  }).join('');
}

/** What may be shown of the status and the headers of a response. */
export function visibleResponse(
  { status, headers, request }: Readonly<{ status: number; headers: Headers; request: { readonly url: string } }>,
  secrets: readonly string[],
): ResponseInfo {
  const visible: Record<string, string> = {};
  headers.forEach((value, name) => {
    if (VISIBLE_HEADER.test(name)) {
      visible[name] = redactText(name === 'location' ? originOf(value, request.url) : value, secrets);
    }
  });
  return { status, headers: Object.freeze(visible) };
}

/** The origin of a redirect's target, which says enough: the rest may carry a token. Empty if it cannot be read. */
export function originOf(location: string, requestUrl: string): string {
  try {
    return location && new URL(location, requestUrl).origin;
  } catch {
    return '';
  }
}

/** What is known of a thrown value. */
interface Thrown {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly digest?: unknown;
  readonly errors: readonly unknown[];
  /** What it says; not set if it says nothing. */
  readonly text?: string;
}

/** Reads a thrown value, whatever it is. */
export function readThrown(thrown: unknown): Thrown {
  try {
    const { name, message, stack, code, cause, digest, errors, status, url } = Object(thrown);
    const text = [
      thrown,
      message,
      code,
      status && `Response ${status} ${url}`,
      Object(thrown) !== thrown && String(thrown),
    ];
    return {
      ...{ name, message, stack, code, cause, digest },
      errors: Array.isArray(errors) ? errors : [],
      text: text.find((part) => part && typeof part === 'string'),
    };
  } catch {
    // Of a getter that throws, or a proxy that was revoked.
    return { errors: [] };
  }
}

/** A thrown value and its causes, the outermost first. */
export function causeChain(thrown: unknown, depth = 0): Thrown[] {
  const own = readThrown(thrown);
  const causes = own.cause === undefined ? own.errors : [...own.errors, own.cause];
  return [own, ...(depth < MAX_CAUSES ? causes.flatMap((cause) => causeChain(cause, depth + 1)) : [])];
}

/** What a thrown value and its causes say, in one line. */
export function describeThrown(thrown: unknown, secrets: readonly string[]): string {
  const texts = new Set(causeChain(thrown).flatMap(({ text }) => text ?? []));
  return redactText([...texts].join(': ') || typeof thrown, secrets);
}

/**
 * What was thrown without its secrets. An error is copied with no more than its name, code, message, stack and causes,
 * any other object is described, and a primitive value stays as it is.
 */
export function redactCause(thrown: unknown, secrets: readonly string[], depth = 0): unknown {
  const text = (value: unknown): unknown => (typeof value === 'string' ? redactText(value, secrets) : undefined);
  if (Object(thrown) !== thrown) {
    return text(thrown) ?? thrown;
  }
  const { name, stack, code, cause, errors, text: own = typeof thrown } = readThrown(thrown);
  const inner = (error: unknown): unknown => redactCause(error, secrets, depth + 1);
  const copy = new Error(redactText(own, secrets));
  const fields = {
    name: text(name) ?? 'Error',
    stack: text(stack) ?? '',
    code: text(code),
    ...(depth < MAX_CAUSES && {
      cause: cause === undefined ? undefined : inner(cause),
      errors: errors.length > 0 ? errors.map(inner) : undefined,
    }),
  };
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) {
      // Defined rather than assigned: Error.prototype may be frozen.
      Object.defineProperty(copy, key, { value, enumerable: key === 'code', writable: true, configurable: true });
    }
  }
  return copy;
}
