const MASK = '[redacted]';
const SECRET_FIELD = /("client_secret"\s*:\s*")(?:[^"\\]|\\.)*/gi;
const SECRET_HEADER = /^(set-cookie2?|cookie|x-signature|(proxy-)?authorization)$/i;
const DEEPEST_CAUSE = 5;

/** What must not be seen of a request: the key, and the values of the headers that carry credentials. */
export function secretsOf(apiKey: string | undefined, headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) =>
    SECRET_HEADER.test(name) ? value.split(/[\s;=]+/) : [],
  );
  return [apiKey ?? '', ...values].filter(Boolean);
}

/** `text` without the secrets, and without the values of secret fields. */
export function redactText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((visible, secret) => visible.replaceAll(secret, MASK), text.replace(SECRET_FIELD, `$1${MASK}`));
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
  const copy = new Error(text(message));
  copy.name = text(name);
  copy.stack = text(stack);
  if (code !== undefined) {
    Object.assign(copy, { code });
  }
  if (cause !== undefined && depth < DEEPEST_CAUSE) {
    copy.cause = redactCause(cause, secrets, depth + 1);
  }
  return copy;
}
