/** A value as messages show it: texts in quotes, and nothing of what an object contains. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'an array' : 'an object';
  }
  return String(value);
}

/**
 * Returns the fields of an object; throws a TypeError for anything else, such as a Map, whose content is in no field. `kind`
 * may show what the object should be.
 */
export function requireRecord(name: string, value: unknown, kind = 'an object'): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    // Not the text: in place of an object it may be a key.
    throw new TypeError(`${name} must be ${kind}, not ${typeof value === 'string' ? 'a string' : shown(value)}.`);
  }
  if (!isPlain(value)) {
    throw new TypeError(`${name} must be ${kind}, not an instance of ${value.constructor.name}.`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Whether an object has no class. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not by identity: each realm has an Object.prototype of its own.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Throws a TypeError if a field has an unknown name. Without `holder`, the fields are the options of the method. */
export function requireKnownFields(method: string, fields: object, known: readonly string[], holder?: string): void {
  const unknown = Object.keys(fields).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    const [kind, where] = holder === undefined ? ['option', ''] : ['field', ` in ${holder}`];
    throw new TypeError(`${method}: unknown ${kind} ${shown(unknown)}${where}. Known ${kind}s: ${known.join(', ')}.`);
  }
}

/** Throws a RangeError for anything but one of the known texts. */
export function requireOneOf(name: string, value: unknown, known: readonly string[]): void {
  if (!known.some((text) => text === value)) {
    throw new RangeError(`${name} must be one of ${known.map(shown).join(', ')}, not ${shown(value)}.`);
  }
}

/** Throws a RangeError for anything but a finite number above 0. */
export function requirePositive(name: string, value: unknown): void {
  if (!(typeof value === 'number' && value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${name} must be a number above 0, not ${shown(value)}.`);
  }
}

/** Throws a RangeError for anything but a whole number above 0. `kind` describes such a number. */
export function requireCount(name: string, value: unknown, kind: string): void {
  if (!isCount(value)) {
    throw new RangeError(`${name} must be ${kind}, not ${shown(value)}.`);
  }
}

/** Whether a value is a whole number above 0. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** Throws a TypeError for what is set and has another type. */
export function requireType(name: string, value: unknown, type: 'string' | 'boolean' | 'function'): void {
  if (value !== undefined && typeof value !== type) {
    throw new TypeError(`${name} must be a ${type}, not ${shown(value)}.`);
  }
}
