import type { ValidationSchema } from '../generated/validation-schemas.gen.js';
import type { Issue } from './errors.js';
import { fieldOf } from './schema.js';
import { isSlip } from './similar-name.js';

/**
 * The fields of a body that would do something else than they seem to. Other unknown fields are none of them: a newer
 * portal may know them.
 */
export function unknownFieldIssues(
  body: Readonly<Record<string, unknown>>,
  request: ValidationSchema,
  unchanged: readonly ValidationSchema[] = [],
): Issue[] {
  const strangers = Object.keys(body).filter((name) => !fieldOf(request, name));
  return strangers.flatMap((name) => {
    if (unchanged.some((schema) => fieldOf(schema, name))) {
      const advice = name === 'enabled' ? 'call changeActivation' : 'leave it out (toUpdateRequest)';
      return { path: name, message: `is not changed by an update; ${advice}` };
    }
    // A new client is enabled in any case. The body of changeActivation has `status` for that, and may be a whole client.
    if (name === 'enabled' && !body[name] && !fieldOf(request, 'status')) {
      return { path: name, message: 'is not changed by a create; call changeActivation' };
    }
    const meant = Object.keys({ ...request.required, ...request.optional }).find((known) => isSlip(name, known));
    return meant ? { path: name, message: `is no field; did you mean ${meant}?` } : [];
  });
}
