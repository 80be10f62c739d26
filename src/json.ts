import { tryTo } from './try-to.js';

/** The value of a JSON text; `undefined` if it is none. */
export function parseJson(text: string): unknown {
  // An exception costs more than the rest of a call, and most successes are empty.
  return text ? tryTo(() => JSON.parse(text)) : undefined;
}

/** Whether a JSON value is an object, and no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
