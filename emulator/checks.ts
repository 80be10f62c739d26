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
