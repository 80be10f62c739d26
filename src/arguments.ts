import { InvalidRequestError } from './errors.js';
import type { OperationName } from './operations.js';
import { requestIssues } from './validation.js';

/** What a call sends: the parts that its operation takes. */
export interface CallArguments {
  readonly path?: { readonly clientId: string };
  readonly body?: object;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Throws an InvalidRequestError for arguments that must not be sent. Gives the body as the JSON that goes out, so that
 * what was checked is what is sent, whatever the caller does with the object meanwhile.
 */
export function checkArguments(operation: OperationName, args: CallArguments, validating: boolean): string | undefined {
  // Nothing but a UUID may become part of a URL: `DELETE /clients` and `DELETE /clients/tenant` are routes of their
  // own, which remove every client of the user or of the portal.
  const clientId: unknown = args.path?.clientId;
  if (args.path && (typeof clientId !== 'string' || !UUID.test(clientId))) {
    // Without the value: where two arguments were mixed up it is a secret.
    const found = typeof clientId === 'string' ? `a string of ${clientId.length} characters` : typeof clientId;
    throw new InvalidRequestError([{ path: 'clientId', message: `must be a UUID, not ${found}` }], { operation });
  }
  if (!('body' in args)) {
    return undefined;
  }
  const json = toJson(args.body);
  if (json === undefined) {
    throw new InvalidRequestError([{ path: 'body', message: 'must be an object that JSON can carry' }], { operation });
  }
  const issues = validating ? requestIssues(operation, JSON.parse(json)) : [];
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, { operation });
  }
  return json;
}

function toJson(body: unknown): string | undefined {
  try {
    const json = JSON.stringify(body);
    return json.startsWith('{') ? json : undefined;
  } catch {
    return undefined;
  }
}
