const MASK = '[redacted]';
const SECRET_FIELD = new RegExp(
  `(\\\\{0,7}"${anyForm('client_secret')}\\\\{0,7}"\\s*:\\s*\\\\{0,7}")(?:[^"\\\\]|\\\\[^])*`,
  'gi',
);
const SECRET_HEADER = /^((set-)?cookie2?|x-signature|(proxy-)?authorization)$/i;
const DEEPEST_CAUSE = 5;
// Shorter pieces of a header are words and names: without them every text would be garbled.
const SHORTEST_SECRET = 6;
// How many characters one character takes at most in the forms that anyForm knows.
const LONGEST_FORM = 12;

/** What must not be seen of a request: the key, and the values of the headers that carry credentials. */
export function secretsOf(apiKey: string | undefined, headers: Readonly<Record<string, string>>): string[] {
  const values = Object.keys(headers)
    .filter((name) => SECRET_HEADER.test(name))
    .flatMap((name) => headers[name]?.split(/[\s;=]+/) ?? [])
    .filter(({ length }) => length >= SHORTEST_SECRET);
  // The longest first: others may be a part of it.
  return [apiKey ?? '', ...values].filter(Boolean).sort((a, b) => b.length - a.length);
}

/** `text` without the secrets, and without the values of secret fields. */
export function redactText(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (visible, secret) => visible.replace(new RegExp(anyForm(secret), 'gi'), MASK),
    text.replace(SECRET_FIELD, `$1${MASK}`),
  );
}

/** The same for a text that was cut off, perhaps in a secret: its end is left out. */
export function redactBeginning(text: string, secrets: readonly string[]): string {
  const visible = redactText(text, secrets);
  return visible.slice(0, visible.length - LONGEST_FORM * (secrets[0]?.length ?? 0));
}

/** A pattern for `text` as it stands, and as JSON, URLs and HTML escape it. */
function anyForm(text: string): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    const hex = code.toString(16).padStart(2, '0');
    return `(?:\\\\{0,7}(?:\\x${hex}|u00${hex})|%${hex}|&#(?:x0?${hex}|0?${code});)`;
  }).join('');
}

/** A copy of `headers` without the secrets, and without those that carry credentials. */
export function redactHeaders(headers: Headers, secrets: readonly string[]): Headers {
  const visible = new Headers();
  headers.forEach((value, name) => {
    if (!SECRET_HEADER.test(name)) {
      visible.append(name, redactText(value, secrets));
    }
  });
  return visible;
}

/** A copy of what was thrown, and of its causes, that holds no more than their names, codes and messages. */
export function redactCause(thrown: unknown, secrets: readonly string[], depth = 0): Error {
  const { name, message, stack, code, cause } = Object(thrown);
  const text = (value: unknown): string => redactText(typeof value === 'string' ? value : typeof thrown, secrets);
  const copy = new Error(text(message || code));
  copy.name = text(name);
  copy.stack = text(stack);
  if (typeof code === 'string') {
    Object.assign(copy, { code: text(code) });
  }
  if (cause !== undefined && depth < DEEPEST_CAUSE) {
    copy.cause = redactCause(cause, secrets, depth + 1);
  }
  return copy;
}
