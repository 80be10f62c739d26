import type { OperationName } from './operations.js';

/**
 * A stable string for each kind of error, for programs that cannot use `instanceof`. After {@link isDocSpaceError} a
 * `switch` over it narrows the error to its class.
 */
export type ErrorCode =
  | 'CONFIGURATION'
  | 'INVALID_REQUEST'
  | 'API'
  | 'BAD_REQUEST'
  | 'AUTHENTICATION'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'RATE_LIMIT'
  | 'SERVICE_UNAVAILABLE'
  | 'INTERNAL_SERVER'
  | 'UNEXPECTED_RESPONSE'
  | 'RESPONSE_VALIDATION'
  | 'CONNECTION'
  | 'TIMEOUT';

/** Where an error comes from. */
export interface ErrorContext {
  /** The call that failed. */
  operation?: OperationName;
  /** How many requests the call had sent. Default 0. */
  attempts?: number;
  /** What lies beneath. */
  cause?: unknown;
}

/**
 * What every error of this package has in common. No field of it holds a credential or a client secret; `cause` is what
 * lies beneath, where there is something.
 */
export abstract class DocSpaceError extends Error {
  /** A stable string for this kind of error. */
  readonly code: ErrorCode;
  /** The call that failed; `undefined` for an option of the constructor. */
  readonly operation: OperationName | undefined;
  /** How many requests the call had sent. */
  readonly attempts: number;

  /**
   * Called by the package; your tests may need an error too.
   *
   * @param message - What happened; the operation is put in front.
   * @param context - Where it happened.
   */
  constructor(message: string, context: ErrorContext = {}) {
    super(context.operation ? `${context.operation}: ${message}` : message, context);
    // Each class has its name on the prototype: a rate limit error's gives RATE_LIMIT.
    this.code = this.name
      .slice(0, -5)
      .replace(/\B[A-Z]/g, '_$&')
      .toUpperCase() as ErrorCode;
    this.operation = context.operation;
    this.attempts = context.attempts ?? 0;
  }
}

/** An option is wrong, or the `apiKey` function failed; the attempt sent no request. */
export class ConfigurationError extends DocSpaceError {
  static {
    ConfigurationError.prototype.name = 'ConfigurationError';
  }

  declare readonly code: 'CONFIGURATION';
}

/** A thing that breaks the contract. */
export interface Issue {
  /** Which argument or field breaks it, such as `redirect_uris/0`. */
  path: string;
  /** What would be right. */
  message: string;
}

/** The arguments of a call break the contract; no request was sent. */
export class InvalidRequestError extends DocSpaceError {
  static {
    InvalidRequestError.prototype.name = 'InvalidRequestError';
  }

  declare readonly code: 'INVALID_REQUEST';
  /** Everything that is wrong. */
  readonly issues: readonly Issue[];

  /**
   * Called by the package; your tests may need an error too.
   *
   * @param issues - Everything that is wrong; the message tells it.
   * @param context - Where it happened.
   */
  constructor(issues: readonly Issue[], context?: ErrorContext) {
    super(describeIssues(issues), context);
    this.issues = issues;
  }
}

/** An answer that the contract does not know: a redirect, HTML or broken JSON in place of JSON, too long a body. */
export class UnexpectedResponseError extends DocSpaceError {
  static {
    UnexpectedResponseError.prototype.name = 'UnexpectedResponseError';
  }

  declare readonly code: ErrorCode;
  /** The HTTP status; 0 for a redirect that a browser hides. */
  readonly status: number;

  /**
   * Called by the package; your tests may need an error too.
   *
   * @param message - What was wrong with the answer.
   * @param status - Its HTTP status.
   * @param context - Where it happened.
   */
  constructor(message: string, status: number, context?: ErrorContext) {
    super(message, context);
    this.status = status;
  }
}

/** An answer that breaks the contract, where `validate.response` asks for the check. */
export class ResponseValidationError extends UnexpectedResponseError {
  static {
    ResponseValidationError.prototype.name = 'ResponseValidationError';
  }

  declare readonly code: 'RESPONSE_VALIDATION';
  /** Everything that breaks it, without values. */
  readonly issues: readonly Issue[];
  readonly #data: unknown;

  /**
   * Called by the package; your tests may need an error too.
   *
   * @param issues - Everything that breaks the contract; the message tells it.
   * @param data - The answer.
   * @param status - Its HTTP status.
   * @param context - Where it happened.
   */
  constructor(issues: readonly Issue[], data: unknown, status: number, context?: ErrorContext) {
    super(`the answer breaks the contract: ${describeIssues(issues)}`, status, context);
    this.issues = issues;
    this.#data = data;
  }

  /** The answer all the same, secrets included: what the service did is done. */
  get data(): unknown {
    return this.#data;
  }
}

/** No answer, or half of one: the connection was refused, reset or cut off. `cause` is the platform's error. */
export class ConnectionError extends DocSpaceError {
  static {
    ConnectionError.prototype.name = 'ConnectionError';
  }

  declare readonly code: 'CONNECTION';
}

/** An attempt took longer than `timeout`, or the call waited longer than `maxWait`. */
export class TimeoutError extends DocSpaceError {
  static {
    TimeoutError.prototype.name = 'TimeoutError';
  }

  declare readonly code: 'TIMEOUT';
}

function describeIssues(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${path} ${message}`).join('; ');
}
