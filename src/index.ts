/**
 * Manages the OAuth2 clients of an ONLYOFFICE DocSpace portal.
 *
 * {@link ClientManagementApi} is where to begin: its methods are the six operations. {@link ClientManagementOptions} and
 * {@link CallOptions} are what can be set, for all calls and for one. What a call rejects with is a
 * {@link DocSpaceError}; {@link isDocSpaceError} and its `code` tell which. Requests and answers have their fields as
 * the service sends them: {@link CreateClientRequest}, {@link UpdateClientRequest}, {@link ClientResponse}.
 *
 * @module docspace-client-management
 */

export type {
  AbsoluteUrl,
  ChangeClientActivationRequest,
  ClientDescription,
  ClientLogo,
  ClientName,
  ClientResponse,
  ClientSecretResponse,
  CreateClientRequest,
  FieldError,
  PageUrl,
  ProblemDetails,
  Scope,
  UpdateClientRequest,
} from '../generated/index.js';
export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  type Failure,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServiceUnavailableError,
} from './api-errors.js';
export type { ApiPromise, ResponseInfo, WithResponse } from './api-promise.js';
export { ClientManagementApi } from './client-management-api.js';
export type { ApiKey } from './credentials.js';
export {
  ConfigurationError,
  ConnectionError,
  DocSpaceError,
  type ErrorCode,
  type ErrorContext,
  InvalidRequestError,
  type Issue,
  ResponseValidationError,
  TimeoutError,
  UnexpectedResponseError,
} from './errors.js';
export { type AnyDocSpaceError, isDocSpaceError } from './is-docspace-error.js';
export type { Logger, LogLevel } from './log.js';
export type { OperationMethod, OperationName } from './operations.js';
export type { CallOptions, ClientManagementOptions, ValidateOptions, WaitInfo } from './options.js';
export type { RetryOptions } from './retry.js';
