import type { ProblemDetails } from '../generated/index.js';
import {
  ApiError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServiceUnavailableError,
} from './api-errors.js';
import { type DocSpaceError, type ErrorContext, UnexpectedResponseError } from './errors.js';
import type { Answer } from './exchange.js';
import { redactBeginning, redactHeaders, redactText } from './redact.js';

const CLASSES: Readonly<Record<number, typeof ApiError>> = {
  400: BadRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  429: RateLimitError,
  503: ServiceUnavailableError,
};

const ADVICE: Readonly<Record<number, string>> = {
  401: 'check the apiKey',
  403: 'check the apiKey and the rights of its user',
  404: 'check baseUrl and the client id',
  429: 'allow retry and a longer maxWait',
  503: 'try again later',
};

const LONGEST_BODY = 64 * 1024;
const LONGEST_DETAIL = 300;
const NOT_JSON = Symbol('not JSON');

/** The data of a success: a JSON object where the contract promises one, or else `undefined`. */
export function readData(
  { response, text, complete, secrets }: Answer,
  promised: boolean,
  context: ErrorContext,
): unknown {
  const data = text.trim() === '' ? undefined : parseJson(text);
  if (complete && (promised ? isRecord(data) : data !== NOT_JSON)) {
    return promised ? data : undefined;
  }
  const type = redactText(response.headers.get('content-type') || 'no content type', secrets());
  const found = !complete ? 'a body over maxResponseBytes' : data === undefined ? 'no body' : `a body of ${type}`;
  throw new UnexpectedResponseError(
    `the service answered ${response.status} with ${found} in place of ${promised ? 'a JSON object' : 'none'}; check baseUrl`,
    response.status,
    context,
  );
}

/** The error for an answer that is no success. `retryAfter` is what it asks to wait, in ms. */
export function readFailure(answer: Answer, retryAfter: number | undefined, context: ErrorContext): DocSpaceError {
  const { response } = answer;
  const { status } = response;
  const secrets = answer.secrets();
  if (status < 400) {
    return new UnexpectedResponseError(
      `the service redirected${redactText(redirectTarget(response), secrets)}; check baseUrl and the apiKey`,
      status,
      context,
    );
  }
  const body = (answer.complete ? redactText : redactBeginning)(answer.text, secrets).slice(0, LONGEST_BODY);
  const json = parseJson(body);
  const problem: ProblemDetails & { reason?: unknown } = isRecord(json) ? json : {};
  const { reason } = problem;
  const told = [reason, problem.detail, problem.title].find((text) => typeof text === 'string');
  const message = [`the service answered ${status}`, told?.slice(0, LONGEST_DETAIL), ADVICE[status]];
  const Class = CLASSES[status] ?? (status >= 500 ? InternalServerError : ApiError);
  return new Class(
    message.filter(Boolean).join('; '),
    {
      status,
      headers: redactHeaders(response.headers, secrets),
      body,
      ...(typeof reason === 'string' ? { reason } : isRecord(json) && { problem }),
      ...(retryAfter !== undefined && { retryAfter }),
    },
    context,
  );
}

// A browser hides the target, and a portal's may carry a token: the origin says enough.
function redirectTarget(response: Response): string {
  const location = response.headers.get('location');
  return location && URL.canParse(location, response.url) ? ` to ${new URL(location, response.url).origin}` : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
