/** Returns the fields of an object; throws a TypeError for anything else. */
export function requireRecord(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} must be an object.`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Throws a TypeError if a field has an unknown name. */
export function requireKnownFields(name: string, fields: object, known: readonly string[]): void {
  const unknown = Object.keys(fields).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw new TypeError(`${name} has no ${JSON.stringify(unknown)}. Known: ${known.join(', ')}.`);
  }
}

/** Throws a RangeError for anything but one of the known texts. */
export function requireOneOf(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) {
    throw new RangeError(`${name} must be one of ${known.join(', ')}, not ${value}`);
  }
}

/** Throws a RangeError for anything but a finite number above 0. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${name} must be a number above 0, not ${value}`);
  }
}

/** Throws a TypeError for what is set and has another type. */
export function requireType(name: string, value: unknown, type: 'string' | 'boolean'): void {
  if (value !== undefined && typeof value !== type) {
    throw new TypeError(`${name} must be a ${type}.`);
  }
}
