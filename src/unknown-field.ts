import type { ValidationSchema } from '../generated/validation-schemas.gen.js';
import type { Issue } from './errors.js';

/**
 * The fields of a body that would do something else than they seem to. Other unknown fields are none of them: a newer
 * portal may know them.
 */
export function unknownFieldIssues(
  body: object,
  { properties = {} }: ValidationSchema,
  unchanged: readonly ValidationSchema[] = [],
): Issue[] {
  const strangers = Object.keys(body).filter((name) => !Object.hasOwn(properties, name));
  return strangers.flatMap((name) => {
    if (unchanged.some((schema) => Object.hasOwn(schema.properties ?? {}, name))) {
      return { path: name, message: 'is not changed by an update; leave it out, or use toUpdateRequest(client)' };
    }
    const meant = Object.keys(properties).find((known) => isTypo(name, known));
    return meant ? { path: name, message: `is no field; did you mean ${meant}?` } : [];
  });
}

/** Whether two names differ by their case and punctuation, by one letter, or by two that changed places. */
function isTypo(name: string, known: string): boolean {
  const [from, to] = [name, known].map((text) => text.toLowerCase().replace(/[\W_]/g, '')) as [string, string];
  let start = 0;
  while (start < from.length && from[start] === to[start]) {
    start++;
  }
  let end = 0;
  while (end < Math.min(from.length, to.length) - start && from.at(-1 - end) === to.at(-1 - end)) {
    end++;
  }
  const [a, b] = [from, to].map((text) => text.slice(start, text.length - end)) as [string, string];
  return (a.length < 2 && b.length < 2) || (a.length === 2 && a === [...b].reverse().join(''));
}
