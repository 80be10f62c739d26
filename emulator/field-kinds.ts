import { isCount } from './checks.js';

export const TEXT = 'a string';
export const TEXTS = 'an array of strings';
export const FLAG = 'a boolean';
export const COUNT = 'a whole number above 0';
export const TIME = 'a time in ISO 8601 with Z, such as 2026-01-31T12:00:00.5Z';
export const UUID = 'a UUID in lower case';

/** What a field has to be. */
export type FieldKind = typeof TEXT | typeof TEXTS | typeof FLAG | typeof COUNT | typeof TIME | typeof UUID;

/** What ids look like. */
export const UUID_PATTERN: RegExp = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/**
 * Throws a TypeError for a value of another kind, which the message does not contain. If `isOptional` is true, `undefined`
 * is good too.
 */
export function requireKind(
  path: string,
  kind: FieldKind,
  value: unknown,
  { isOptional }: { readonly isOptional: boolean },
): void {
  if (!(value === undefined && isOptional) && !isOfKind(kind, value)) {
    throw new TypeError(`${path} must be ${kind}.`);
  }
}

function isOfKind(kind: FieldKind, value: unknown): boolean {
  switch (kind) {
    case TEXT:
      return typeof value === 'string';
    case FLAG:
      return typeof value === 'boolean';
    case TEXTS:
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case UUID:
      return typeof value === 'string' && UUID_PATTERN.test(value);
    case TIME:
      return typeof value === 'string' && TIMESTAMP.test(value) && !Number.isNaN(Date.parse(value));
    case COUNT:
      return isCount(value);
  }
}
