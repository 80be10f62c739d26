import type { FieldError, ProblemDetails } from '../generated/index.js';
import { DocSpaceError, type ErrorCode, type ErrorContext } from './errors.js';

/** What the service answered when it refused or failed. */
export interface Failure {
  /** The HTTP status. */
  status: number;
  /** The headers of the answer, without `Set-Cookie`. */
  headers: Headers;
  /** The body as text, at most 64 KiB. */
  body: string;
  /** The body as problem details, where it holds them (services from 3.6 on). */
  problem?: ProblemDetails;
  /** The reason in the body, where it holds one (services before 3.6). */
  reason?: string;
  /** How long to wait as the service or a gateway told, in ms. */
  retryAfter?: number;
}

/** The service answered with a status that is no success. The subclasses tell the statuses apart. */
export class ApiError extends DocSpaceError implements Failure {
  static {
    ApiError.prototype.name = 'ApiError';
  }

  declare readonly code: ErrorCode;
  declare readonly status: number;
  declare readonly headers: Headers;
  declare readonly body: string;
  declare readonly problem?: ProblemDetails;
  declare readonly reason?: string;

  /**
   * Called by the package; your tests may need an error too.
   *
   * @param message - What the service answered.
   * @param failure - The answer.
   * @param context - Where it happened.
   */
  constructor(message: string, failure: Failure, context?: ErrorContext) {
    super(message, context);
    Object.assign(this, failure);
  }
}

/** 400: the service found the request wrong. */
export class BadRequestError extends ApiError {
  static {
    BadRequestError.prototype.name = 'BadRequestError';
  }

  declare readonly code: 'BAD_REQUEST';

  /** The fields that failed validation; empty where the service names none. */
  get fieldErrors(): readonly FieldError[] {
    const errors: unknown = this.problem?.errors;
    return Array.isArray(errors) ? errors.filter(isFieldError) : [];
  }
}

function isFieldError(value: unknown): value is FieldError {
  return ['field', 'code', 'message'].every((name) => typeof Object(value)[name] === 'string');
}

/** 401: a gateway refused the credential. */
export class AuthenticationError extends ApiError {
  static {
    AuthenticationError.prototype.name = 'AuthenticationError';
  }

  declare readonly code: 'AUTHENTICATION';
}

/** 403: the credential is bad, or its user may not do this. */
export class PermissionDeniedError extends ApiError {
  static {
    PermissionDeniedError.prototype.name = 'PermissionDeniedError';
  }

  declare readonly code: 'PERMISSION_DENIED';
}

/** 404: there is no such client, or the user may not see it. */
export class NotFoundError extends ApiError {
  static {
    NotFoundError.prototype.name = 'NotFoundError';
  }

  declare readonly code: 'NOT_FOUND';
}

/** 429: a limit was reached, and waiting did not help or was not allowed. The operation did not run. */
export class RateLimitError extends ApiError {
  static {
    RateLimitError.prototype.name = 'RateLimitError';
  }

  declare readonly code: 'RATE_LIMIT';
  /** When the service would accept the next request, in ms from the answer; left out where it did not tell. */
  declare readonly retryAfter?: number;
}

/** 503: the service is not available, and waiting did not help or was not allowed. */
export class ServiceUnavailableError extends ApiError {
  static {
    ServiceUnavailableError.prototype.name = 'ServiceUnavailableError';
  }

  declare readonly code: 'SERVICE_UNAVAILABLE';
  /** When to try again, in ms from the answer; left out where nobody told. */
  declare readonly retryAfter?: number;
}

/** 500, or any other 5xx but 503: the service or a gateway failed. */
export class InternalServerError extends ApiError {
  static {
    InternalServerError.prototype.name = 'InternalServerError';
  }

  declare readonly code: 'INTERNAL_SERVER';
}
