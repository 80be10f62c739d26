import type { FieldError, ProblemDetails } from '../generated/index.js';
import type { OperationMethod, OperationName, PageQuery } from './operations.js';

// The names and codes. `IDENTITIES` makes the compiler compare each with the literals of its class.
interface Codes {
  ConfigurationError: 'CONFIGURATION';
  InvalidRequestError: 'INVALID_REQUEST';
  ApiError: 'API';
  BadRequestError: 'BAD_REQUEST';
  AuthenticationError: 'AUTHENTICATION';
  PermissionDeniedError: 'PERMISSION_DENIED';
  NotFoundError: 'NOT_FOUND';
  RateLimitError: 'RATE_LIMIT';
  ServiceUnavailableError: 'SERVICE_UNAVAILABLE';
  InternalServerError: 'INTERNAL_SERVER';
  UnexpectedResponseError: 'UNEXPECTED_RESPONSE';
  ResponseValidationError: 'RESPONSE_VALIDATION';
  ConnectionError: 'CONNECTION';
  TimeoutError: 'TIMEOUT';
}

/** The name of an error class of this package. */
export type ErrorName = keyof Codes;

/**
 * A stable string for each kind of error, for programs that cannot use `instanceof`. After {@link isDocSpaceError} a
 * `switch` over it narrows the error to its class.
 */
export type ErrorCode = Codes[ErrorName];

// What to do if the operation may have run and its response is lost.
const AFTERMATH: Partial<Record<OperationName, string>> = {
  createClient: 'the client may have been created: look for it before you call again',
  deleteUserClients: 'the clients may have been deleted: list them before you call again',
  deleteTenantClients: 'the clients may have been deleted: list them before you call again',
  regenerateSecret: 'the secret may have been replaced: call again for a new one',
};

/** The request of a call. */
export interface RequestInfo {
  /** The HTTP method. */
  readonly method: OperationMethod;
  /** The URL, which never holds a credential. */
  readonly url: string;
}

/** The status and the headers of a response. */
export interface ResponseInfo {
  /** The HTTP status. */
  readonly status: number;
  /**
   * The headers that are safe to show, by lower-case name: content-type, content-length, date, retry-after,
   * x-ratelimit-*, allow, server, location (its origin alone), x-request-id, cf-ray and traceparent. Frozen.
   */
  readonly headers: Readonly<Record<string, string>>;
}

/** Where an error comes from. */
export interface ErrorContext {
  /** The operation that failed. */
  operation?: OperationName;
  /** The id of the client, or the name of the one to create. The message shows it. */
  client?: string | undefined;
  /** The request of the operation. */
  request?: RequestInfo;
  /** How many requests of the operation were sent. Default 0. */
  attempts?: number;
  /** Whether the operation may have run at the portal. Default false. */
  mayHaveRun?: boolean;
  /** The underlying error. */
  cause?: unknown;
}

/**
 * The base class of all errors of this package. No field that is printed holds a credential or a client secret. `cause`
 * is a copy of the underlying error, if there is one, without the secrets that the SDK knows.
 */
export abstract class DocSpaceError extends Error {
  /** The name of the class. */
  declare readonly name: ErrorName;
  /** A stable string for this kind of error. */
  readonly code: ErrorCode;
  /** The operation that failed; `undefined` for an option of the constructor. */
  readonly operation: OperationName | undefined;
  /** The request of the operation; `undefined` if the call failed before there was one. */
  readonly request: RequestInfo | undefined;
  /** How many requests of the operation were sent: 0 if the call failed before the first one. */
  readonly attempts: number;
  /**
   * Whether the operation may have run at the portal, by the last attempt or an earlier one. After
   * {@link ClientManagementApi.createClient} a client may then exist, and after
   * {@link ClientManagementApi.regenerateSecret} a new secret.
   */
  readonly mayHaveRun: boolean;
  /** Where a list failed: the query of the page that could not be read. A list from there on goes on after the last item. */
  declare readonly cursor?: PageQuery;

  /** Public so that tests can construct an error. */
  constructor(message: string, context: ErrorContext = {}) {
    super(describe(message, context), context.cause === undefined ? undefined : { cause: context.cause });
    // Read from the prototype, where it is right for a subclass with a name of its own too, and an own property so that it
    // is printed and serialised.
    this.code = new.target.prototype.code;
    this.operation = context.operation;
    // Picked: the request of a context may have more than an error may show.
    this.request = context.request && { method: context.request.method, url: context.request.url };
    this.attempts = context.attempts ?? 0;
    this.mayHaveRun = context.mayHaveRun ?? false;
  }
}

function describe(message: string, { operation, client, mayHaveRun }: ErrorContext): string {
  const subject = [operation, client].filter(Boolean).join(' ');
  const aftermath = mayHaveRun && operation && AFTERMATH[operation];
  return `${subject && `${subject}: `}${message}${aftermath ? `; ${aftermath}` : ''}`;
}

/** An option is wrong, the `apiKey` function failed, or a `fetch` of the user returned no response that can be read. */
export class ConfigurationError extends DocSpaceError {
  declare readonly name: 'ConfigurationError';
  declare readonly code: Codes['ConfigurationError'];
}

/** A violation of the contract. */
export interface Issue {
  /** The argument or field, such as `redirect_uris/0`. */
  path: string;
  /** What would be right. */
  message: string;
}

/** The arguments of a call break the contract. The request of the operation was not sent. */
export class InvalidRequestError extends DocSpaceError {
  declare readonly name: 'InvalidRequestError';
  declare readonly code: Codes['InvalidRequestError'];
  /** Everything that is wrong. */
  readonly issues: readonly Issue[];

  /** Public so that tests can construct an error. */
  constructor(issues: readonly Issue[], context?: ErrorContext) {
    super(listIssues(issues), context);
    this.issues = issues;
  }
}

/** A response with an error status. */
export interface ErrorResponse {
  /** The status, and the headers that are safe to show. */
  response: ResponseInfo;
  /** The body as text, at most 64 KiB. */
  body: string;
  /** The body as problem details, if it holds them (services from 3.7 on). */
  problem?: ProblemDetails;
  /** The reason in the body, if it holds one (services up to 3.6). */
  reason?: string;
  /** How long the portal asks to wait, in ms. */
  retryAfter?: number;
}

/** The portal returned an error status. The subclasses stand for single statuses. */
export class ApiError extends DocSpaceError {
  declare readonly name: ErrorName;
  declare readonly code: ErrorCode;
  /** The HTTP status. */
  readonly status: number;
  /** The status, and the headers that are safe to show. */
  declare readonly response: ResponseInfo;
  /** The body as text, at most 64 KiB. */
  declare readonly body: string;
  /** The body as problem details, if it holds them (services from 3.7 on). */
  declare readonly problem?: ProblemDetails;
  /** The reason in the body, if it holds one (services up to 3.6). */
  declare readonly reason?: string;

  /** Public so that tests can construct an error. */
  constructor(message: string, failure: ErrorResponse, context?: ErrorContext) {
    super(message, context);
    this.status = failure.response.status;
    Object.assign(this, failure);
  }
}

/** 400: the service found the request wrong. */
export class BadRequestError extends ApiError {
  declare readonly name: 'BadRequestError';
  declare readonly code: Codes['BadRequestError'];

  /** The fields that failed validation; empty if the service names none. */
  get fieldErrors(): readonly FieldError[] {
    return fieldErrorsOf(this.problem);
  }
}

/** 401: the portal or a gateway rejected the credential. */
export class AuthenticationError extends ApiError {
  declare readonly name: 'AuthenticationError';
  declare readonly code: Codes['AuthenticationError'];
}

/** 403: the credential is bad, or its user may not do this. */
export class PermissionDeniedError extends ApiError {
  declare readonly name: 'PermissionDeniedError';
  declare readonly code: Codes['PermissionDeniedError'];
}

/** 404: there is no such client, or the user may not see it. */
export class NotFoundError extends ApiError {
  declare readonly name: 'NotFoundError';
  declare readonly code: Codes['NotFoundError'];
}

/** 429: the call was rate limited, and retries did not help or were not allowed. The operation did not run. */
export class RateLimitError extends ApiError {
  declare readonly name: 'RateLimitError';
  declare readonly code: Codes['RateLimitError'];
  /** How long the portal asks to wait, in ms from the response; `undefined` if it did not say. */
  declare readonly retryAfter?: number;
}

/** 503: the service is unavailable, and retries did not help or were not allowed. The operation did not run. */
export class ServiceUnavailableError extends ApiError {
  declare readonly name: 'ServiceUnavailableError';
  declare readonly code: Codes['ServiceUnavailableError'];
  /** How long the portal asks to wait, in ms from the response; `undefined` if it did not say. */
  declare readonly retryAfter?: number;
}

/** 500, or any other 5xx but 503: the service or a gateway failed. */
export class InternalServerError extends ApiError {
  declare readonly name: 'InternalServerError';
  declare readonly code: Codes['InternalServerError'];
}

/** A response that the contract does not describe: a redirect, HTML or broken JSON, or a body over `maxResponseBytes`. */
export class UnexpectedResponseError extends DocSpaceError {
  declare readonly name: ErrorName;
  declare readonly code: ErrorCode;
  /** The HTTP status; 0 for a redirect that a browser hides. */
  readonly status: number;

  /** Public so that tests can construct an error. */
  constructor(message: string, status: number, context?: ErrorContext) {
    super(message, context);
    this.status = status;
  }
}

/** The response breaks the contract. Thrown only if the option `validate.response` asks for the check. */
export class ResponseValidationError extends UnexpectedResponseError {
  declare readonly name: 'ResponseValidationError';
  declare readonly code: Codes['ResponseValidationError'];
  /** Everything that breaks it, without values. */
  readonly issues: readonly Issue[];
  readonly #data: unknown;

  /** Public so that tests can construct an error. */
  constructor(issues: readonly Issue[], data: unknown, status: number, context?: ErrorContext) {
    super(`the response breaks the contract: ${listIssues(issues)}`, status, context);
    this.issues = issues;
    this.#data = data;
  }

  /**
   * Returns the data of the response all the same, secrets included: the operation has run. A method, for test runners
   * and worker threads evaluate getters when they serialise an error.
   */
  getData(): unknown {
    return this.#data;
  }
}

/** No complete response: the connection could not be opened, or was reset or cut off. `cause` copies the platform's error. */
export class ConnectionError extends DocSpaceError {
  declare readonly name: 'ConnectionError';
  declare readonly code: Codes['ConnectionError'];
}

/** An attempt took longer than `timeout` or than the platform allows, or the call waited longer than `maxWait`. */
export class TimeoutError extends DocSpaceError {
  declare readonly name: 'TimeoutError';
  declare readonly code: Codes['TimeoutError'];
  /** When the call would have been sent, in ms from the error; `undefined` if that is not known. */
  declare readonly retryAfter?: number;

  /** Public so that tests can construct an error. */
  constructor(message: string, context?: ErrorContext, retryAfter?: number) {
    super(message, context);
    if (retryAfter !== undefined) {
      this.retryAfter = retryAfter;
    }
  }
}

type BaseName = 'ApiError' | 'UnexpectedResponseError';
type Identity<Name extends ErrorName> = { readonly prototype: { readonly name: Name; readonly code: Codes[Name] } };

// Typed so that a class whose literals differ from `Codes` does not compile.
const IDENTITIES: { readonly [Name in Exclude<ErrorName, BaseName>]: Identity<Name> } & {
  readonly [Name in BaseName]: Identity<ErrorName>;
} = {
  ConfigurationError,
  InvalidRequestError,
  ApiError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  RateLimitError,
  ServiceUnavailableError,
  InternalServerError,
  UnexpectedResponseError,
  ResponseValidationError,
  ConnectionError,
  TimeoutError,
};

// In the registry that all copies of the package share, so that each knows the errors of the others: `import` and
// `require` load one each.
const BRANDS = new Map<object, symbol>();

// On the prototypes, so that the stack of an instance begins with its name, also in a minified bundle. Defined rather
// than assigned: `Error.prototype` may be frozen, and `name` read-only with it.
for (const [name, { prototype }] of Object.entries({ DocSpaceError, ...IDENTITIES })) {
  const brand = Symbol.for(`docspace-client-management.${name}`);
  BRANDS.set(prototype, brand);
  // Such as BAD_REQUEST of BadRequestError.
  const code = name
    .slice(0, -5)
    .replace(/\B[A-Z]/g, '_$&')
    .toUpperCase();
  Object.defineProperties(prototype, {
    name: { value: name, writable: true, configurable: true },
    code: { value: code, writable: true, configurable: true },
    [brand]: { value: true },
  });
}

// Makes `instanceof` true for the errors of other copies. No method of the class, or the documentation would show it for
// each error.
Object.defineProperty(DocSpaceError, Symbol.hasInstance, {
  value(this: { readonly prototype: object }, thrown: unknown): boolean {
    const brand = BRANDS.get(this.prototype);
    // A class of the user has none.
    return brand ? Object(thrown)[brand] === true : Function.prototype[Symbol.hasInstance].call(this, thrown);
  },
});

/** Any error of this package. A `switch` over `code` distinguishes the classes, and the compiler knows the fields of each. */
export type AnyDocSpaceError =
  | ConfigurationError
  | InvalidRequestError
  // Base classes of others: their own instances are those with their own name and code.
  | (ApiError & {
      /** The class itself, for a status that has no class of its own. */
      readonly name: 'ApiError';
      /** A status that has no class of its own. */
      readonly code: Codes['ApiError'];
    })
  | BadRequestError
  | AuthenticationError
  | PermissionDeniedError
  | NotFoundError
  | RateLimitError
  | ServiceUnavailableError
  | InternalServerError
  | (UnexpectedResponseError & {
      /** The class itself. */
      readonly name: 'UnexpectedResponseError';
      /** Anything but JSON that breaks the contract. */
      readonly code: Codes['UnexpectedResponseError'];
    })
  | ResponseValidationError
  | ConnectionError
  | TimeoutError;

/**
 * Whether a thrown value is an error of this package, or of a second copy of it.
 *
 * @param thrown - What a `catch` caught.
 * @returns True for the errors of this package; a `switch` over `code` then narrows to the class.
 * @example
 * ```ts
 * if (isDocSpaceError(error)) {
 *   switch (error.code) {
 *     case 'RATE_LIMIT':
 *       return error.retryAfter;
 *     case 'BAD_REQUEST':
 *       return error.fieldErrors;
 *   }
 * }
 * ```
 */
export function isDocSpaceError(thrown: unknown): thrown is AnyDocSpaceError {
  return thrown instanceof DocSpaceError;
}

/** The fields that problem details name as invalid. */
export function fieldErrorsOf(problem: ProblemDetails | undefined): FieldError[] {
  const errors: unknown = problem?.errors;
  return Array.isArray(errors) ? errors.filter(isFieldError) : [];
}

function isFieldError(value: unknown): value is FieldError {
  return ['field', 'code', 'message'].every((name) => typeof Object(value)[name] === 'string');
}

// More than these are hard to tell apart in a single line.
const MAX_ISSUES_IN_LINE = 3;

function listIssues(issues: readonly Issue[]): string {
  const lines = issues.map(({ path, message }) => `${path} ${message}`);
  return lines.length > MAX_ISSUES_IN_LINE ? [`${lines.length} issues`, ...lines].join('\n- ') : lines.join('; ');
}
