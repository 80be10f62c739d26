const MASK = '[redacted]';
const SECRET_FIELD = /("client_secret"\s*:\s*")(?:[^"\\]|\\.)*/gi;
const SECRET_HEADER = /^(set-cookie2?|x-signature|authorization)$/i;

/** `text` without the values of secret fields and without `credential`. */
export function redactText(text: string, credential: string | undefined): string {
  const visible = text.replace(SECRET_FIELD, `$1${MASK}`);
  return credential ? visible.replaceAll(credential, MASK) : visible;
}

/** A copy of `headers` without those that carry credentials. */
export function redactHeaders(headers: Headers, credential: string | undefined): Headers {
  const visible = new Headers();
  headers.forEach((value, name) => {
    if (!SECRET_HEADER.test(name)) {
      visible.append(name, redactText(value, credential));
    }
  });
  return visible;
}
