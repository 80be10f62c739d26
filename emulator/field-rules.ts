import type { Generation } from './emulator-options.js';

/** A field that failed validation. */
export interface FieldViolation {
  /** The name in the request body. */
  field: string;
  code: 'ErrorName' | 'ErrorPattern' | 'ErrorWrongURL' | 'EmptyFieldError' | 'ErrorInvalidScope';
  message: string;
}

/** Why a value is invalid. */
export type Violation = Omit<FieldViolation, 'field'>;

/** Checks a string; returns `undefined` if it is valid. */
export type Rule = (value: string) => Violation | undefined;

const MAX_LOGO_LENGTH = 2_000_000;
const MAX_IMAGE_BYTES = 256_000;
const LOGO_DATA_URI = /^data:image\/(?:png|jpeg|jpg|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})$/;
const BARE_HOST = /^(?:localhost|[a-z\d-]+(?:\.[a-z\d-]+)+)(?::\d+)?(?:\/\S*)?$/i;
const SCOPES = [
  ...['contacts:read', 'contacts:write', 'contacts.self:read', 'contacts.self:write'],
  ...['rooms:read', 'rooms:write', 'files:read', 'files:write', 'openid'],
];

export const nameRule: Rule = (value) =>
  value.length < 3 || value.length > 256
    ? { code: 'ErrorName', message: 'The name must have 3 to 256 characters' }
    : undefined;

export const descriptionRule: Rule = (value) =>
  value.length > 255 ? { code: 'ErrorPattern', message: 'The description has more than 255 characters' } : undefined;

export const logoRule: Rule = (value) => {
  if (value.length > MAX_LOGO_LENGTH) {
    return { code: 'ErrorPattern', message: 'The logo has too many characters' };
  }
  const [, data] = LOGO_DATA_URI.exec(value) ?? [];
  if (data === undefined) {
    return { code: 'ErrorPattern', message: 'The logo is not the data URI of a PNG, JPEG or SVG image in base64' };
  }
  return Buffer.byteLength(data, 'base64') > MAX_IMAGE_BYTES
    ? { code: 'ErrorPattern', message: 'The logo is larger than 256000 bytes' }
    : undefined;
};

/** For http and https URLs. */
export const webUrlRule: Rule = (value) => (isUrl(value, /^https?:\/\/\S+$/i) ? undefined : wrongUrl(value));

/** For the pages of an application. Old services also accept a host without a scheme. */
export function pageUrlRule(generation: Generation): Rule {
  return (value) => (generation === 'old' && BARE_HOST.test(value) ? undefined : webUrlRule(value));
}

/** For redirect URIs and origins. New services also accept the scheme `claude`. */
export function absoluteUrlRule(generation: Generation): Rule {
  return (value) => (generation === 'new' && isUrl(value, /^claude:\S+$/i) ? undefined : webUrlRule(value));
}

/** For scopes. Old services also accept `accounts` instead of `contacts`. */
export function scopeRule(generation: Generation): Rule {
  return (value) =>
    SCOPES.includes(generation === 'old' ? value.replace(/^accounts/, 'contacts') : value)
      ? undefined
      : { code: 'ErrorInvalidScope', message: `There is no scope ${value}` };
}

function isUrl(value: string, pattern: RegExp): boolean {
  return pattern.test(value) && URL.canParse(value);
}

function wrongUrl(value: string): Violation {
  return { code: 'ErrorWrongURL', message: `${value} is not a URL that can be used here` };
}
