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
  ClientInfoPage,
  ClientInfoResponse,
  ClientListItem,
  ClientLogo,
  ClientName,
  ClientPage,
  ClientResponse,
  ClientSecretResponse,
  Consent,
  ConsentPage,
  CreateClientRequest,
  FieldError,
  PageUrl,
  ProblemDetails,
  Scope,
  ScopeList,
  ScopeResponse,
  UpdateClientRequest,
} from '../generated/index.js';
export { SCOPES } from '../generated/scopes.gen.js';
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
export { apiList, apiPromise } from './fakes.js';
export type { Logger, LogLevel } from './log.js';
export type { ChangedSettings, ClientChanges } from './modify-client.js';
export type { OperationMethod, OperationName, PageQuery } from './operations.js';
export type { CallOptions, ClientManagementOptions, ValidateOptions, WaitInfo } from './options.js';
export type { AnyPage, List } from './pagination.js';
export type { RequestBody } from './request-body.js';
export type { RetryOptions } from './retry.js';
export { toUpdateRequest, type UpdatableClient } from './to-update-request.js';
export type { Confirmation } from './validation.js';
