import type { ValidationSchema } from '../generated/validation-schemas.gen.js';
import { InvalidRequestError, type Issue } from './errors.js';
import { OPERATIONS, type OperationName } from './operations.js';
import { checkSchema } from './schema.js';

/** The arguments of a call, as its generated function passes them on. */
export interface CallArguments {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Arguments that may be sent. */
export interface CheckedArguments {
  /** The id of the client, or the name of the one to create if its body was checked: what messages show. */
  readonly client: string | undefined;
  /** The body as JSON, if the operation takes one. */
  readonly body: string | undefined;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const MAX_QUOTED = 40;

/**
 * Throws an InvalidRequestError for arguments that must not be sent. The body becomes JSON here, so that what is checked
 * is what is sent, whatever the caller does with the object meanwhile.
 */
export function checkArguments(
  operation: OperationName,
  path: CallArguments['path'],
  body: unknown,
  validating: boolean,
): CheckedArguments {
  const client = path && checkClientId(operation, path.clientId);
  if (!OPERATIONS[operation].request) {
    return { client, body: undefined };
  }
  const json = toJson(body);
  if (json === undefined) {
    throw new InvalidRequestError([{ path: 'body', message: 'must be an object that JSON can carry' }], { operation });
  }
  if (!validating) {
    return { client, body: json };
  }
  const sent = JSON.parse(json);
  const issues = issuesOf(OPERATIONS[operation].request, sent, true);
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, { operation });
  }
  return { client: client ?? quote(sent.name), body: json };
}

// Nothing but a UUID may become part of a URL: `DELETE /clients` and `DELETE /clients/tenant` are routes of their own,
// which remove every client of the user or of the portal.
function checkClientId(operation: OperationName, clientId: unknown): string {
  if (typeof clientId === 'string' && UUID.test(clientId)) {
    return clientId;
  }
  // Without the value: if two arguments were mixed up it is a secret.
  const found = typeof clientId === 'string' ? `a string of ${clientId.length} characters` : typeof clientId;
  throw new InvalidRequestError([{ path: 'clientId', message: `must be a UUID, not ${found}` }], { operation });
}

function toJson(body: unknown): string | undefined {
  try {
    const json = JSON.stringify(body);
    return json.startsWith('{') ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Everything in a response that breaks the contract, without values: they may be secret. */
export function responseIssues(operation: OperationName, data: unknown): Issue[] {
  return issuesOf(OPERATIONS[operation].response, data, false);
}

function issuesOf(schema: ValidationSchema | undefined, value: unknown, quoting: boolean): Issue[] {
  const issues: Issue[] = [];
  if (schema) {
    checkSchema(schema, value, (path, message, ...found) => {
      const suffix = quoting && found.length > 0 ? `, not ${quote(found[0])}` : '';
      issues.push({ path: path || 'body', message: message + suffix });
    });
  }
  return issues;
}

/** A JSON value as a message shows it, shortened. */
function quote(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}
