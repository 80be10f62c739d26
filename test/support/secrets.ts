import { inspect } from 'node:util';
import { expect } from 'vitest';

// What the SDK is given and must not show: most hold characters that JSON, URLs or HTML escape.

export const KEY = 'sk-Ab/c+9=zQ~key&x';
export const SESSION = 'Ses5ion/T0ken+Value=~&x';
export const OAUTH_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.OAuth/tok+en.Of~Us3r';
/** What the token endpoint returns: valid for 300 s. */
export const ISSUED_SIGNATURE = 'eyJhbGciOiJIUzI1NiJ9.eyJpYXQiOjAsImV4cCI6MzAwfQ.Issu3d-Sign_ature';
export const COOKIE = 'session/Cookie+Value==';
export const AUTHORIZATION = 'dXNlcjpodW50ZXIy/Zm9v+A==';
export const CALL_TOKEN = 'Tok3n/Of+The=Call&';
export const SIGNATURE = 'eyJhbGciOiJub25lIn0.Sig/nature+1';
export const CALL_SIGNATURE = 'eyJhbGciOiJub25lIn0.Sig/nature+1.OfTheCall';
export const CLIENT_SECRET = 'client/S3cret+"quoted\\';

const ALL_SECRETS = [
  KEY,
  SESSION,
  OAUTH_TOKEN,
  ISSUED_SIGNATURE,
  COOKIE,
  AUTHORIZATION,
  CALL_TOKEN,
  SIGNATURE,
  CALL_SIGNATURE,
  CLIENT_SECRET,
];

/** Headers that carry credentials, for an object and for a call of it. */
export const SECRET_HEADERS: Readonly<Record<string, string>> = {
  cookie: `lang=en; other=${COOKIE}`,
  authorization: `Basic ${AUTHORIZATION}`,
};
export const CALL_HEADERS: Readonly<Record<string, string>> = { 'X-Call-Token': CALL_TOKEN };

/** Each secret, in all the ways to write it. */
export function echoesOf(secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) => [
    secret,
    secret.toUpperCase(),
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    secret.replaceAll('/', '\\/'),
    secret.replaceAll('/', '\\\\\\/'),
    everyCharacter(secret, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
    everyCharacter(secret, (code) => `\\u${code.toString(16).padStart(4, '0').toUpperCase()}`),
    everyCharacter(secret, (code) => `%${code.toString(16)}`),
    everyCharacter(secret, (code) => `&#x${code.toString(16)};`),
    everyCharacter(secret, (code) => `&#${code};`),
    secret.replaceAll('+', '\\u002B'),
  ]);
}

function everyCharacter(text: string, write: (code: number) => string): string {
  return Array.from(text, (character) => write(character.charCodeAt(0))).join('');
}

/** The secret of a client in the JSON of a response. */
export const SECRET_JSON: string = JSON.stringify({ client_secret: CLIENT_SECRET });

/** Everything that anyone could print of a value. */
function renderings(value: unknown): string[] {
  const own =
    Object(value) === value ? Reflect.ownKeys(Object(value)).map((name) => Reflect.get(Object(value), name)) : [];
  const texts = [String(value), JSON.stringify(value) ?? '', inspect(value, { showHidden: true, depth: Infinity })];
  const causes = value instanceof Error ? [value.stack ?? '', ...(value.cause ? renderings(value.cause) : [])] : [];
  return [...texts, ...causes, ...own.map((item) => inspect(item, { showHidden: true, depth: Infinity }))];
}

/** `text` as whoever knows the escapes of JSON, URLs and HTML reads it. */
function readable(text: string): string {
  return text
    .replaceAll(/(?:\\+u00|%|&#x)([\da-f]{2});?/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('\\', '')
    .toLowerCase();
}

/** The first and the last characters of each secret, as `readable` returns them. */
const PARTS: readonly string[] = ALL_SECRETS.flatMap((secret) => {
  const text = readable(secret);
  return [text.slice(0, 8), text.slice(-8)];
});

/** Fails where `text` shows a secret, or the beginning or end of one, however it is written. */
export function expectNoSecrets(text: string): void {
  const visible = readable(text);
  const shown = PARTS.find((part) => visible.includes(part));
  // An `expect` for each part takes most of the time of these tests.
  if (shown !== undefined) {
    expect.fail(`shows ${shown}: ${text}`);
  }
}

/** Fails where anything that could be printed of `value` shows a secret. */
export function expectToHide(value: unknown): void {
  for (const text of new Set(renderings(value))) {
    expectNoSecrets(text);
  }
}
