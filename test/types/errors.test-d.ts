import { describe, expectTypeOf, it } from 'vitest';
import {
  type AnyDocSpaceError,
  ApiError,
  BadRequestError,
  DocSpaceError,
  type ErrorCode,
  type FieldError,
  InvalidRequestError,
  type Issue,
  isDocSpaceError,
  type OperationName,
  type ProblemDetails,
  RateLimitError,
  type RequestInfo,
  type ResponseInfo,
  ResponseValidationError,
  ServiceUnavailableError,
  TimeoutError,
  UnexpectedResponseError,
} from '../../src/index.js';

type Sdk = typeof import('../../src/index.js');

/** The codes of all error classes that the package exports; those that others extend have any. */
type Codes = {
  [Name in keyof Sdk as Sdk[Name] extends abstract new (
    ...args: never[]
  ) => DocSpaceError
    ? Name
    : never]: Sdk[Name] extends abstract new (...args: never[]) => { code: infer Code } ? Code : never;
};

const thrown: unknown = undefined;

describe('isDocSpaceError() and code', () => {
  it('each code narrows to its class', () => {
    if (!isDocSpaceError(thrown)) {
      expectTypeOf(thrown).toEqualTypeOf<unknown>();
      return;
    }
    expectTypeOf(thrown).toEqualTypeOf<AnyDocSpaceError>();
    switch (thrown.code) {
      case 'CONFIGURATION':
      case 'CONNECTION':
      case 'TIMEOUT':
        expectTypeOf(thrown).toExtend<DocSpaceError>();
        expectTypeOf(thrown).not.toHaveProperty('status');
        break;
      case 'INVALID_REQUEST':
        expectTypeOf(thrown).toEqualTypeOf<InvalidRequestError>();
        break;
      case 'API':
        expectTypeOf(thrown).toEqualTypeOf<ApiError & { readonly name: 'ApiError'; readonly code: 'API' }>();
        expectTypeOf(thrown).not.toHaveProperty('retryAfter');
        break;
      case 'BAD_REQUEST':
        expectTypeOf(thrown).toEqualTypeOf<BadRequestError>();
        expectTypeOf(thrown.fieldErrors).toEqualTypeOf<readonly FieldError[]>();
        break;
      case 'AUTHENTICATION':
      case 'PERMISSION_DENIED':
      case 'NOT_FOUND':
      case 'INTERNAL_SERVER':
        expectTypeOf(thrown).toExtend<ApiError>();
        expectTypeOf(thrown).not.toHaveProperty('retryAfter');
        break;
      case 'RATE_LIMIT':
        expectTypeOf(thrown).toEqualTypeOf<RateLimitError>();
        expectTypeOf(thrown.retryAfter).toEqualTypeOf<number | undefined>();
        break;
      case 'SERVICE_UNAVAILABLE':
        expectTypeOf(thrown).toEqualTypeOf<ServiceUnavailableError>();
        expectTypeOf(thrown.retryAfter).toEqualTypeOf<number | undefined>();
        break;
      case 'UNEXPECTED_RESPONSE':
        expectTypeOf(thrown.status).toEqualTypeOf<number>();
        expectTypeOf(thrown).not.toHaveProperty('issues');
        break;
      case 'RESPONSE_VALIDATION':
        expectTypeOf(thrown).toEqualTypeOf<ResponseValidationError>();
        break;
      default:
        expectTypeOf(thrown).toBeNever();
    }
  });

  it('ErrorCode: each class has one code, and each code a class', () => {
    expectTypeOf<AnyDocSpaceError['code']>().toEqualTypeOf<ErrorCode>();
    expectTypeOf<Codes>().toEqualTypeOf<{
      DocSpaceError: ErrorCode;
      ConfigurationError: 'CONFIGURATION';
      InvalidRequestError: 'INVALID_REQUEST';
      ApiError: ErrorCode;
      BadRequestError: 'BAD_REQUEST';
      AuthenticationError: 'AUTHENTICATION';
      PermissionDeniedError: 'PERMISSION_DENIED';
      NotFoundError: 'NOT_FOUND';
      RateLimitError: 'RATE_LIMIT';
      ServiceUnavailableError: 'SERVICE_UNAVAILABLE';
      InternalServerError: 'INTERNAL_SERVER';
      UnexpectedResponseError: ErrorCode;
      ResponseValidationError: 'RESPONSE_VALIDATION';
      ConnectionError: 'CONNECTION';
      TimeoutError: 'TIMEOUT';
    }>();
  });

  it('ErrorCode: a code that does not exist is no case', () => {
    if (isDocSpaceError(thrown)) {
      // @ts-expect-error: there is no such code
      expectTypeOf(thrown.code === 'RATELIMIT').toEqualTypeOf<boolean>();
    }
  });
});

describe('instanceof', () => {
  it('each class narrows to its fields', () => {
    if (
      thrown instanceof RateLimitError ||
      thrown instanceof ServiceUnavailableError ||
      thrown instanceof TimeoutError
    ) {
      expectTypeOf(thrown.retryAfter).toEqualTypeOf<number | undefined>();
    } else if (thrown instanceof BadRequestError) {
      expectTypeOf(thrown.code).toEqualTypeOf<'BAD_REQUEST'>();
      expectTypeOf(thrown.fieldErrors).toEqualTypeOf<readonly FieldError[]>();
    } else if (thrown instanceof ApiError) {
      expectTypeOf(thrown.status).toEqualTypeOf<number>();
      expectTypeOf(thrown.response).toEqualTypeOf<ResponseInfo>();
      expectTypeOf(thrown).not.toHaveProperty('headers');
      expectTypeOf(thrown.body).toEqualTypeOf<string>();
      expectTypeOf(thrown.problem).toEqualTypeOf<ProblemDetails | undefined>();
      expectTypeOf(thrown.reason).toEqualTypeOf<string | undefined>();
    } else if (thrown instanceof InvalidRequestError) {
      expectTypeOf(thrown.issues).toEqualTypeOf<readonly Issue[]>();
    } else if (thrown instanceof ResponseValidationError) {
      expectTypeOf(thrown.issues).toEqualTypeOf<readonly Issue[]>();
      expectTypeOf(thrown.getData()).toEqualTypeOf<unknown>();
    } else if (thrown instanceof UnexpectedResponseError) {
      expectTypeOf(thrown.status).toEqualTypeOf<number>();
    } else if (thrown instanceof DocSpaceError) {
      expectTypeOf(thrown.code).toEqualTypeOf<ErrorCode>();
      expectTypeOf(thrown.operation).toEqualTypeOf<OperationName | undefined>();
      expectTypeOf(thrown.request).toEqualTypeOf<RequestInfo | undefined>();
      expectTypeOf(thrown.attempts).toEqualTypeOf<number>();
      expectTypeOf(thrown.mayHaveRun).toEqualTypeOf<boolean>();
      expectTypeOf(thrown.cause).toEqualTypeOf<unknown>();
    }
  });

  it('ApiError and UnexpectedResponseError: may be of a subclass, so their code is any', () => {
    if (thrown instanceof ApiError) {
      expectTypeOf(thrown.code).toEqualTypeOf<ErrorCode>();
    }
    if (thrown instanceof UnexpectedResponseError) {
      expectTypeOf(thrown.code).toEqualTypeOf<ErrorCode>();
    }
  });

  it('isDocSpaceError(): a class narrows further', () => {
    if (isDocSpaceError(thrown) && thrown instanceof ApiError && thrown.code === 'RATE_LIMIT') {
      expectTypeOf(thrown).toEqualTypeOf<RateLimitError>();
    }
  });

  it('DocSpaceError: is abstract', () => {
    // @ts-expect-error: only its subclasses have instances
    new DocSpaceError('message');
  });
});
