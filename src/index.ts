/**
 * Manages the OAuth2 clients of an ONLYOFFICE DocSpace portal.
 *
 * Start with {@link ClientManagementApi}: it has a method for each operation. {@link ClientManagementOptions} are the
 * options of all calls, {@link CallOptions} those of a single call. A call rejects with a {@link DocSpaceError}, whose
 * `code` says what went wrong. Requests and responses have the field names that the service sends, for example
 * {@link CreateClientRequest}, {@link UpdateClientRequest} and {@link ClientResponse}.
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
export type { ApiKey } from './api-key.js';
export type { ApiPromise, WithResponse } from './api-promise.js';
export { ClientManagementApi } from './client-management-api.js';
export type { SecurityScheme } from './credentials.js';
export {
  type AnyDocSpaceError,
  ApiError,
  AuthenticationError,
  BadRequestError,
  ConfigurationError,
  ConnectionError,
  DocSpaceError,
  type ErrorCode,
  type ErrorContext,
  type ErrorName,
  type ErrorResponse,
  InternalServerError,
  InvalidRequestError,
  type Issue,
  isDocSpaceError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  type RequestInfo,
  type ResponseInfo,
  ResponseValidationError,
  ServiceUnavailableError,
  TimeoutError,
  UnexpectedResponseError,
} from './errors.js';
export type { Logger, LogLevel } from './log.js';
export type { OperationMethod, OperationName } from './operations.js';
export type { CallOptions, ClientManagementOptions, ValidateOptions, WaitInfo } from './options.js';
export type { RetryOptions } from './retry.js';
