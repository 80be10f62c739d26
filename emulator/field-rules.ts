import type { Generation } from './options.js';

/** A field that failed validation. */
export interface FieldError {
  /** The name as it is sent. */
  field: string;
  code: 'ErrorName' | 'ErrorPattern' | 'ErrorWrongURL' | 'EmptyFieldError' | 'ErrorInvalidScope';
  message: string;
}

/** What is wrong with a value. */
export type Complaint = Omit<FieldError, 'field'>;

/** Tells what is wrong with a text; `undefined` when nothing is. */
export type Rule = (value: string) => Complaint | undefined;

const LONGEST_LOGO = 2_000_000;
const LARGEST_LOGO_BYTES = 256_000;
const LOGO = /^data:image\/(?:png|jpeg|jpg|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})$/;
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
  if (value.length > LONGEST_LOGO) {
    return { code: 'ErrorPattern', message: 'The logo has too many characters' };
  }
  const [, data] = LOGO.exec(value) ?? [];
  if (data === undefined) {
    return { code: 'ErrorPattern', message: 'The logo is not the data URI of a PNG, JPEG or SVG image in base64' };
  }
  return Buffer.byteLength(data, 'base64') > LARGEST_LOGO_BYTES
    ? { code: 'ErrorPattern', message: 'The logo is larger than 256000 bytes' }
    : undefined;
};

/** For URLs that the service calls by http or https. */
export const webUrlRule: Rule = (value) => (isUrl(value, /^https?:\/\/\S+$/i) ? undefined : wrongUrl(value));

/** For the pages of an application: old services also take a bare host. */
export function pageUrlRule(generation: Generation): Rule {
  return (value) => (generation === 'old' && BARE_HOST.test(value) ? undefined : webUrlRule(value));
}

/** For redirects and origins: new services also take the scheme `claude`. */
export function absoluteUrlRule(generation: Generation): Rule {
  return (value) => (generation === 'new' && isUrl(value, /^claude:\S+$/i) ? undefined : webUrlRule(value));
}

/** For scopes: old services also take `accounts` for `contacts`. */
export function scopeRule(generation: Generation): Rule {
  return (value) =>
    SCOPES.includes(generation === 'old' ? value.replace(/^accounts/, 'contacts') : value)
      ? undefined
      : { code: 'ErrorInvalidScope', message: `There is no scope ${value}` };
}

function isUrl(value: string, pattern: RegExp): boolean {
  return pattern.test(value) && URL.canParse(value);
}

function wrongUrl(value: string): Complaint {
  return { code: 'ErrorWrongURL', message: `${value} is not a URL that can be used here` };
}
