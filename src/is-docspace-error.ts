import type {
  ApiError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServiceUnavailableError,
} from './api-errors.js';
import {
  type ConfigurationError,
  type ConnectionError,
  DocSpaceError,
  type InvalidRequestError,
  type ResponseValidationError,
  type TimeoutError,
  type UnexpectedResponseError,
} from './errors.js';

/** Each error of this package. A `switch` over `code` tells them apart, and the compiler knows the fields of each. */
export type AnyDocSpaceError =
  | ConfigurationError
  | InvalidRequestError
  // Classes that others extend: their own instances are those with their own code.
  | (ApiError & {
      /** Any status that has no class of its own. */
      readonly code: 'API';
    })
  | BadRequestError
  | AuthenticationError
  | PermissionDeniedError
  | NotFoundError
  | RateLimitError
  | ServiceUnavailableError
  | InternalServerError
  | (UnexpectedResponseError & {
      /** Anything but JSON that breaks the contract. */
      readonly code: 'UNEXPECTED_RESPONSE';
    })
  | ResponseValidationError
  | ConnectionError
  | TimeoutError;

/**
 * Whether what was thrown is an error of this package.
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
