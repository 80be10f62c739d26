import type { ResponseInfo } from './errors.js';
import type { HeaderRecord } from './headers.js';
import { isRecord } from './json.js';
import { tryTo } from './try-to.js';

const MASK = '[redacted]';
const SECRET_NAME = 'client[-_.]?secret|x-api-key|private-token|x-signature|asc_auth_key';
// The value of a field: in quotes, in quotes of JSON within JSON, or bare as in forms, XML and headers.
const SECRET_FIELD = new RegExp(
  `((?:${SECRET_NAME})[\\\\"'\\]]{0,9}\\s{0,9}(?:=>|[:=>])(?!\\W{0,9}redacted\\])[\\s[]{0,9}(?:<!\\[CDATA\\[)?)` +
    `(?:(["'])(?:(?!\\2)[^\\\\]|\\\\[^])+|(\\\\{1,7}["'])(?:(?!(?<!\\\\)\\3)[^])+|` +
    `(?!null\\b)(?:[^\\s"'&,;<>)}\\]\\\\[]|&[\\w#]+;)+)`,
  'gi',
);
// What JSON, JavaScript, URLs and HTML make of a character.
const ESCAPE =
  /\\{1,7}(?:x([\da-f]{2})|u00([\da-f]{2})|(["'\\/]))|%([\da-f]{2})|&#(?:x0{0,4}([\da-f]{2})|0{0,4}(\d{2,3}));|&(amp|lt|gt|quot|apos);/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const MAX_LAYERS = 3;
const SECRET_HEADER = /cookie|signature|auth|token|key|secret|session|password|credential|jwt|assertion/i;
const VISIBLE_HEADER =
  /^(content-type|content-length|date|retry-after|x-ratelimit-.*|allow|server|location|x-request-id|cf-ray|traceparent)$/;
const MAX_CAUSES = 5;
// Shorter parts of a header are words and names: to mask them would garble every text.
const MIN_SECRET_LENGTH = 6;
// A shorter secret may be a part of any word, so only a word of its own is masked.
const MIN_DISTINCT_LENGTH = 8;
// What may be the name of a field, an error or a function; a longer run of letters is none.
const WORD = /^[a-z_]{1,20}$/i;
// How many characters one character takes at most, escaped twice.
const MAX_ESCAPED_LENGTH = 18;

/** The values of request headers that carry credentials, in parts. */
export function secretsOfHeaders(headers: HeaderRecord): string[] {
  return Object.entries(headers)
    .filter(([name]) => SECRET_HEADER.test(name))
    .flatMap(([, value]) => value.split(/[\s;=]+/))
    .filter(({ length }) => length >= MIN_SECRET_LENGTH);
}

/**
 * `text` without the secrets, and without the values of secret fields. A text that hides one behind escapes is returned
 * without them.
 */
export function redactText(text: string, secrets: readonly string[]): string {
  let visible = mask(text, secrets);
  let layer = visible;
  for (let depth = 0; depth < MAX_LAYERS; depth++) {
    const inner = decode(layer);
    if (inner === layer) {
      break;
    }
    layer = mask(inner, secrets);
    visible = layer === inner ? visible : layer;
  }
  return visible;
}

/** The same for a text that was cut off, perhaps within a secret: its end is left out. */
export function redactTruncated(text: string, secrets: readonly string[]): string {
  const visible = redactText(text, secrets);
  const longest = Math.max(0, ...secrets.map(({ length }) => length));
  return visible.slice(0, visible.length - MAX_ESCAPED_LENGTH * longest);
}

/** The same for the name of something, such as the code of an error, which may be the same word as a secret. */
function redactName(text: string, secrets: readonly string[]): string {
  return redactText(
    text,
    secrets.filter((secret) => secret.length >= MIN_DISTINCT_LENGTH && !WORD.test(secret)),
  );
}

/** The value of a JSON text without secrets. Throws if it is no JSON. */
export function parseRedacted(json: string, secrets: readonly string[]): unknown {
  return JSON.parse(json, (name, value: unknown) => {
    if (value !== null && new RegExp(SECRET_NAME, 'i').test(name)) {
      return MASK;
    }
    if (typeof value === 'string') {
      return (/^(code|field)$/.test(name) ? redactName : redactText)(value, secrets);
    }
    if (typeof value === 'number') {
      const visible = redactName(String(value), secrets);
      return visible === String(value) ? value : visible;
    }
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [redactName(key, secrets), item]))
      : value;
  });
}

function mask(text: string, secrets: readonly string[]): string {
  const once = secrets.map(decode);
  const literals = [...secrets, ...once, ...once.map(decode)]
    // A shorter one may be a part of a longer one.
    .sort((a, b) => b.length - a.length)
    .map((secret) => {
      const literal = secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      return secret.length < MIN_DISTINCT_LENGTH ? `(?<!\\w)${literal}(?!\\w)` : literal;
    });
  const visible = literals.length > 0 ? text.replace(new RegExp(literals.join('|'), 'gi'), MASK) : text;
  return visible.replace(
    SECRET_FIELD,
    (_, start: string, quote = '', innerQuote = '') => start + quote + innerQuote + MASK,
  );
}

function decode(text: string): string {
  return text.replace(ESCAPE, (_, x, u, plain, percent, hex, decimal, entity: string | undefined) => {
    const code = x ?? u ?? percent ?? hex;
    const number = code === undefined ? Number(decimal) : Number.parseInt(code, 16);
    return plain ?? ENTITIES[entity?.toLowerCase() ?? ''] ?? String.fromCharCode(number);
  });
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
  return (location && tryTo(() => new URL(location, requestUrl).origin)) || '';
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
  const read = (): Thrown => {
    const { name, message, stack, code, cause, digest, errors, status, url } = Object(thrown);
    const texts = [
      thrown,
      message,
      code,
      status && `Response ${status} ${url}`,
      Object(thrown) !== thrown && String(thrown),
    ];
    return {
      ...{ name, message, stack, code, cause, digest },
      errors: Array.isArray(errors) ? errors : [],
      text: texts.find((text) => text && typeof text === 'string'),
    };
  };
  // It fails for a getter that throws, or a proxy that was revoked.
  return tryTo(read) ?? { errors: [] };
}

/** Whether a framework threw it for its control flow, as Next does to redirect: such errors have a digest. */
export function isControlFlow(thrown: unknown): boolean {
  return readThrown(thrown).digest !== undefined;
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
  if (Object(thrown) !== thrown) {
    return typeof thrown === 'string' ? redactText(thrown, secrets) : thrown;
  }
  const { name, stack, code, cause, errors, text = typeof thrown } = readThrown(thrown);
  const inner = (error: unknown): unknown => redactCause(error, secrets, depth + 1);
  const copy = new Error(redactText(text, secrets));
  const fields = {
    name: typeof name === 'string' ? redactName(name, secrets) : 'Error',
    stack: typeof stack === 'string' ? redactStack(stack, secrets) : '',
    code: typeof code === 'string' ? redactName(code, secrets) : undefined,
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

// Frames hold names.
function redactStack(stack: string, secrets: readonly string[]): string {
  const [head = '', ...frames] = stack.split(/(?=\n\s+at )/);
  return redactText(head, secrets) + redactName(frames.join(''), secrets);
}
