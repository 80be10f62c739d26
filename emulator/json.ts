import { ServiceError } from './errors.js';
import type { Behaviour } from './versions.js';

/** The fields of a JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses a body as the service does, with a 500 for all that is not JSON. */
export function parseJson(text: string, { trailingText }: Pick<Behaviour, 'trailingText'>): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (trailingText === 'ignored') {
      return parseFirstValue(text);
    }
    throw unreadable();
  }
}

/** Checks that a JSON value is an object. */
export function asObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable();
  }
  return value as JsonObject;
}

/** A text field; `null` if there is none. Numbers and booleans become text. */
export function readText(fields: JsonObject, name: string): string | null {
  return toText(fieldOf(fields, name));
}

/** A field with a set of texts, without duplicates; `null` if there is none. */
export function readTexts(fields: JsonObject, name: string): readonly (string | null)[] | null {
  const value = fieldOf(fields, name);
  if (value === null) {
    return null;
  }
  if (!Array.isArray(value)) {
    throw unreadable();
  }
  return [...new Set(value.map((item: unknown) => toText(item ?? null)))];
}

/** A boolean field, false if there is none. Whole numbers and the words true and false are booleans as well. */
export function readFlag(fields: JsonObject, name: string): boolean {
  const value = fieldOf(fields, name);
  if (typeof value === 'boolean') {
    return value;
  }
  const word = typeof value === 'string' ? value.trim() : value;
  if (word === null || word === '') {
    return false;
  }
  if (typeof value === 'number' && Number.isInteger(value)) {
    return value !== 0;
  }
  if (typeof word === 'string' && WORDS.has(word)) {
    return WORDS.get(word) === true;
  }
  throw unreadable();
}

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

function unreadable(): ServiceError {
  return new ServiceError(500, 'The body cannot be read');
}

function fieldOf(fields: JsonObject, name: string): unknown {
  return Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;
}

function toText(value: unknown): string | null {
  if (typeof value === 'object' && value !== null) {
    throw unreadable();
  }
  return value === null ? null : String(value);
}

function parseFirstValue(text: string): unknown {
  const end = endOfFirstValue(text);
  try {
    return JSON.parse(text.slice(0, end));
  } catch {
    throw unreadable();
  }
}

// The end of the first object or array; text that begins with something else is left whole.
function endOfFirstValue(text: string): number {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    depth += token === '{' || token === '[' ? 1 : token === '}' || token === ']' ? -1 : 0;
    if (depth === 0) {
      return index + token.length;
    }
  }
  return text.length;
}
