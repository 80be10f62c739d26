import type { ValidationSchema } from '../generated/validation-schemas.gen.js';

/** Takes a rule that is broken: where, as a path such as `redirect_uris/0`, what would be right, and the value there. */
export type Report = (path: string, message: string, value?: unknown) => void;

const TYPES: Readonly<Record<string, string>> = { string: 'a string', boolean: 'true or false', object: 'an object' };

/** Reports every rule of a schema that a JSON value breaks. */
export function checkSchema(schema: ValidationSchema, value: unknown, report: Report, path = ''): void {
  const { type, min = 0, max = Infinity, pattern, title, items, required = {}, optional } = schema;
  const inside = path && `${path}/`;
  if (!type.includes(typeOf(value))) {
    report(path, `must be ${type}`, value);
  } else if (typeof value === 'string' || Array.isArray(value)) {
    const { length } = value;
    if (length < min || length > max) {
      const bound = length < min ? `least ${min}` : `most ${max}`;
      report(path, `must have at ${bound} ${items ? 'item' : 'character'}${bound === 'least 1' ? '' : 's'}`, value);
    }
    if (pattern && !pattern.test(String(value))) {
      report(path, `must be ${title}`, value);
    }
    for (let index = 0; items && index < length; index++) {
      checkSchema(items, value[index], report, inside + index);
    }
  } else if (value) {
    for (const [name, rules] of Object.entries({ ...required, ...optional })) {
      if (Object.hasOwn(value, name)) {
        checkSchema(rules, Reflect.get(value, name), report, inside + name);
      } else if (Object.hasOwn(required, name)) {
        report(inside + name, 'is missing');
      }
    }
  }
}

function typeOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'an array';
  }
  return Number.isInteger(value) ? 'an integer' : (TYPES[typeof value] ?? typeof value);
}
