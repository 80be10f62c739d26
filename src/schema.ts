import type { ValidationSchema } from '../generated/validation-schemas.gen.js';
import { isRecord } from './json.js';

/** Takes a rule that is broken: where, as a path such as `redirect_uris/0`, what would be right, and the value there. */
export type Report = (path: string, message: string, value?: unknown) => void;

const TYPES: Readonly<Record<string, string>> = { string: 'a string', boolean: 'true or false', object: 'an object' };

/** Reports every rule of a schema that a JSON value breaks. */
export function checkSchema(schema: ValidationSchema, value: unknown, report: Report, path = ''): void {
  const { type, min = -Infinity, max = Infinity, pattern, title, items, required = {} } = schema;
  const inside = path && `${path}/`;
  if (!type.includes(typeOf(value))) {
    report(path, `must be ${type}`, value);
    return;
  }
  const size = typeof value === 'number' ? value : Object(value).length;
  if (size < min || size > max) {
    const bound = size < min ? `least ${min}` : `most ${max}`;
    report(path, `must ${size === value ? 'be' : 'have a length of'} at ${bound}`, value);
  }
  if (pattern && typeof value === 'string' && !pattern.test(value)) {
    report(path, `must be ${title}`, value);
  }
  if (items && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      checkSchema(items, item, report, inside + index);
    }
  }
  if (isRecord(value)) {
    for (const [name, item] of Object.entries(value)) {
      const rules = fieldOf(schema, name);
      if (rules) {
        checkSchema(rules, item, report, inside + name);
      }
    }
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(value, name)) {
        report(inside + name, 'is missing');
      }
    }
  }
}

/** The rules of a field; `undefined` if the schema has no such field. */
export function fieldOf(
  { required = {}, optional = {} }: ValidationSchema,
  name: string,
): ValidationSchema | undefined {
  return Object.hasOwn(required, name) ? required[name] : Object.hasOwn(optional, name) ? optional[name] : undefined;
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
