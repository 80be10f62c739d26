export type {
  ChangeClientActivationRequest,
  ClientResponse,
  ClientSecretResponse,
  CreateClientRequest,
  FieldError,
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
export { ApiPromise, type ResponseInfo, type WithResponse } from './api-promise.js';
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
