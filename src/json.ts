/** What stands for a text that is no JSON. */
export const NOT_JSON: unique symbol = Symbol('not JSON');

/** The value of a JSON text, or `NOT_JSON`. */
export function tryParse(text: string, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(text);
  } catch {
    return NOT_JSON;
  }
}

/** Whether a JSON value is an object, and no array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
