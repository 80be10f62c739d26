import type { ValidationSchema } from '../generated/validation-schemas.gen.js';
import { type ErrorContext, InvalidRequestError, type Issue } from './errors.js';
import { isRecord } from './json.js';
import { CURSORS, OPERATIONS, type OperationName } from './operations.js';
import { checkSchema, fieldOf } from './schema.js';
import { tryTo } from './try-to.js';
import { unknownFieldIssues } from './unknown-field.js';

/** What confirms that all clients of a user or of the portal are to be deleted. */
export interface Confirmation {
  /** The host of the portal, with its port if `baseUrl` has one. */
  readonly confirm: string;
}

/** The arguments of a call, as its generated function passes them on. */
export interface CallArguments {
  readonly path?: Readonly<Record<string, unknown>>;
  /** The query of a page, without members that are `undefined`. */
  readonly query?: object;
  readonly body?: unknown;
  readonly meta: { readonly extras: { readonly confirmation: Confirmation | undefined } };
}

/** Arguments that may be sent. */
export interface CheckedArguments {
  /** The id of the client, or the name of the one to create if its body was checked: what messages show. */
  readonly clientLabel: string | undefined;
  /** The query with its question mark, or nothing. */
  readonly query: string;
  /** The body as JSON, if the operation takes one. */
  readonly body: string | undefined;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const MAX_QUOTED = 40;
const CURSOR: ValidationSchema = { type: 'a string' };
const PAGE_QUERY: ValidationSchema = {
  type: 'an object',
  optional: {
    limit: { type: 'an integer', min: 1, max: 50 },
    page: { type: 'an integer', min: 0 },
    ...Object.fromEntries(CURSORS.map((name) => [name, CURSOR])),
  },
};

/**
 * Throws an InvalidRequestError for arguments that must not be sent. The body becomes JSON here, so that what is checked
 * is what is sent, whatever the caller does with the object meanwhile.
 */
export function checkArguments(
  operation: OperationName,
  args: CallArguments,
  baseUrl: string,
  validating: boolean,
): CheckedArguments {
  // Their own: of what the operation does not take, Object.prototype may have something.
  const path = Object.hasOwn(args, 'path') ? args.path : undefined;
  const given = Object.hasOwn(args, 'query') ? args.query : undefined;
  const client = path && checkClientId(operation, path.clientId);
  const query = given ? checkQuery(operation, given) : '';
  if (operation === 'deleteUserClients' || operation === 'deleteTenantClients') {
    checkConfirmation(operation, args.meta.extras.confirmation, new URL(baseUrl).host);
  }
  const { request, unchanged } = OPERATIONS[operation];
  if (!request) {
    return { clientLabel: client, query, body: undefined };
  }
  const json = toJson(args.body);
  if (json === undefined) {
    throw invalid({ operation, client }, 'body', 'must be an object');
  }
  if (!validating) {
    return { clientLabel: client, query, body: json };
  }
  const sent = JSON.parse(json);
  const clientLabel = client ?? (typeof sent.name === 'string' ? quote(sent.name) : undefined);
  throwIssues({ operation, client: clientLabel }, [
    ...issuesOf(request, sent, true),
    ...unknownFieldIssues(sent, request, unchanged),
  ]);
  return { clientLabel, query, body: json };
}

// Nothing but a UUID may become part of a URL: `DELETE /clients` and `DELETE /clients/tenant` are routes of their own,
// which remove every client of the user or of the portal.
function checkClientId(operation: OperationName, clientId: unknown): string {
  if (typeof clientId === 'string' && UUID.test(clientId)) {
    // DocSpace 3.0 returns 200 to a DELETE of an id in upper case, and deletes nothing.
    return clientId.toLowerCase();
  }
  // Without the value: if two arguments were mixed up it is a secret.
  const found = typeof clientId === 'string' ? `a string of ${clientId.length} characters` : typeof clientId;
  throw invalid({ operation }, 'clientId', `must be a UUID, not ${found}`);
}

// Cursors are opaque, so they are encoded once and never read.
function checkQuery(operation: OperationName, query: object): string {
  if (!isRecord(query)) {
    throw invalid({ operation }, 'query', 'must be an object');
  }
  const strangers = Object.keys(query).filter((name) => !fieldOf(PAGE_QUERY, name));
  throwIssues({ operation }, [
    ...issuesOf(PAGE_QUERY, query, true),
    ...strangers.map((path) => ({ path, message: 'is no parameter of a page' })),
  ]);
  return `?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`;
}

function checkConfirmation(operation: OperationName, confirmation: Confirmation | undefined, host: string): void {
  if (Object(confirmation).confirm !== host) {
    throw invalid({ operation }, 'confirm', `must be '${host}', the host of the portal: this deletes all clients`);
  }
}

function throwIssues(context: ErrorContext, issues: readonly Issue[]): void {
  if (issues.length > 0) {
    throw new InvalidRequestError(issues, context);
  }
}

function invalid(context: ErrorContext, path: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ path, message }], context);
}

function toJson(body: unknown): string | undefined {
  const json = tryTo(() => JSON.stringify(body));
  return json?.startsWith('{') ? json : undefined;
}

/**
 * What is wrong with the data of a response, without values: they may be secret. Unless the whole of it is validated,
 * that is only what would be lost with it.
 */
export function responseIssues(operation: OperationName, data: unknown, validating: boolean): Issue[] {
  const { response, essential = [] } = OPERATIONS[operation];
  if (validating) {
    return issuesOf(response, data, false);
  }
  const lost = essential.filter((name) => typeof Object(data)[name] !== 'string');
  return lost.map((path) => ({ path, message: 'is missing' }));
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

/** A value as a message shows it, shortened; one that JSON cannot carry by its type. */
function quote(value: unknown): string {
  const text = tryTo(() => JSON.stringify(value)) ?? typeof value;
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}\u2026` : text;
}
