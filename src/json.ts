import { tryTo } from './try-to.js';

/** The value of a JSON text; `undefined` if it is none. */
export function parseJson(text: string): unknown {
  return tryTo(() => JSON.parse(text));
}

/** Whether a JSON value is an object, and no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
