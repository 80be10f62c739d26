import { STATUS_CODES } from 'node:http';
import { type EmulatedResponse, jsonResponse } from './response.js';
import type { Behaviour } from './versions.js';

/** A field that failed a check, as new services list it. */
export interface FieldError {
  /** The name of the field in JSON. */
  readonly field: string;
  readonly code: FieldErrorCode;
}

/** `ErrorName` stands for any length or count. */
export type FieldErrorCode = 'EmptyFieldError' | 'ErrorName' | 'ErrorPattern' | 'ErrorWrongURL' | 'ErrorInvalidScope';

/** What an error response carries besides status and message. */
export interface ErrorDetails {
  /** The fields that failed the first layer of checks. */
  readonly fieldErrors?: readonly FieldError[];
  /** Default: as the version formats errors. */
  readonly format?: 'empty' | 'json';
}

/** Thrown to end a request with an error status. */
export class ServiceError extends Error {
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(status: number, message: string, details: ErrorDetails = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

const PROBLEM_TYPE = 'https://api.onlyoffice.com/docspace/api-backend/get-started/basic-concepts';
const MESSAGES: Readonly<Record<FieldErrorCode, string>> = {
  EmptyFieldError: 'a value is needed',
  ErrorName: 'the length or the number of items is out of range',
  ErrorPattern: 'the value has the wrong format',
  ErrorWrongURL: 'the value is no valid URL',
  ErrorInvalidScope: 'the portal does not have this scope',
};

/** The response for an error, in the format of the version. `contentType` replaces the type of the body. */
export function errorResponse(
  { status, message, details: { fieldErrors, format } }: ServiceError,
  { errors }: Pick<Behaviour, 'errors'>,
  path: string,
  contentType?: string,
): EmulatedResponse {
  if (format === 'empty') {
    return { status };
  }
  if (errors === 'reason') {
    return jsonResponse(status, { reason: message }, contentType);
  }
  const problem = {
    ...(fieldErrors && { errors: fieldErrors.map((error) => ({ ...error, message: MESSAGES[error.code] })) }),
    detail: message,
    instance: path,
    status,
    title: STATUS_CODES[status],
    type: PROBLEM_TYPE,
  };
  return jsonResponse(status, problem, contentType ?? (format === 'json' ? undefined : 'application/problem+json'));
}

/** The response of versions 3.1 to 3.6 to a path without a route. */
export function unknownRouteResponse(path: string): EmulatedResponse {
  const status = 404;
  const problem = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: `There is no resource ${path}`,
    instance: path,
  };
  return jsonResponse(status, problem, 'application/problem+json');
}

/** The page of the container, which reads requests before the service does. */
export const BAD_REQUEST_PAGE: EmulatedResponse = {
  status: 400,
  headers: { 'Content-Type': 'text/html;charset=utf-8' },
  body: '<!doctype html><html lang="en"><head><title>HTTP Status 400</title></head><body><h1>Bad Request</h1></body></html>',
  framing: 'length',
  bare: true,
};
