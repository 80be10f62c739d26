import { apiKeyProblem } from './credentials.js';
import { ConfigurationError, type ErrorContext } from './errors.js';
import { LOG_LEVELS } from './log.js';
import { nearest } from './nearest.js';
import type { CallOptions, ClientManagementOptions } from './options.js';
import type { RetryOptions } from './retry.js';

/** Says what is wrong with a value and what would be right; `undefined` when nothing is wrong. */
type Check = (value: unknown) => string | undefined;
type Checks<Options> = { readonly [Name in keyof Required<Options>]: Check };

// A timer that is longer, in ms, fires at once.
const LARGEST_NUMBER = 2 ** 31 - 1;

const expect =
  (right: (value: unknown) => boolean, description: string): Check =>
  (value) =>
    right(value) ? undefined : `must be ${description}`;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFunction = (value: unknown): boolean => typeof value === 'function';

// Not every platform's Headers refuse what a header cannot carry.
const isLatin1 = (value: unknown): boolean => typeof value === 'string' && /^[\0-\xff]*$/.test(value);

function isHeaders(value: unknown): boolean {
  try {
    new Headers(value as Record<string, string>);
    // Headers, or a map, have nothing of their own that could be copied.
    return isObject(value) && !(Symbol.iterator in value) && Object.values(value).every(isLatin1);
  } catch {
    return false;
  }
}

const number = (least: number): Check =>
  expect(
    (value) => typeof value === 'number' && value >= least && value <= LARGEST_NUMBER,
    `a number from ${least} to ${LARGEST_NUMBER}`,
  );

const boolean: Check = expect((value) => typeof value === 'boolean', 'true or false');

/** For an object of options, or false in its place. */
function switchable<Options extends object>(checks: Checks<Options>): Check {
  return (value) => {
    const problem = isObject(value) ? problemIn(value, checks) : 'must be false or an object';
    return value === false ? undefined : problem;
  };
}

const RETRY_CHECKS: Checks<RetryOptions> = {
  maxRetries: number(0),
  initialDelay: number(1),
  maxDelay: number(1),
};

export const CALL_CHECKS: Checks<CallOptions> = {
  signal: expect((value) => isObject(value) && 'aborted' in value && 'addEventListener' in value, 'an AbortSignal'),
  timeout: number(1),
  maxWait: number(0),
  retry: switchable(RETRY_CHECKS),
  validate: switchable({ request: boolean, response: boolean }),
  headers: expect(isHeaders, 'a plain object of header names and values'),
};

const { signal: _, ...SHARED_CHECKS } = CALL_CHECKS;

export const CONSTRUCTOR_CHECKS: Checks<ClientManagementOptions> = {
  ...SHARED_CHECKS,
  baseUrl: expect((value) => typeof value === 'string', 'a string'),
  allowInsecureConnection: boolean,
  apiKey: (value) => (isFunction(value) ? undefined : apiKeyProblem(value)),
  credentials: expect((value) => value === 'include', "'include'"),
  pacing: boolean,
  onWait: expect(isFunction, 'a function'),
  maxResponseBytes: number(1),
  fetch: expect(isFunction, 'a function'),
  logger: expect(
    (value) => LOG_LEVELS.every((level) => level === 'off' || isFunction(Object(value)[level])),
    'a logger such as console',
  ),
  logLevel: expect((value) => LOG_LEVELS.some((level) => level === value), `one of ${LOG_LEVELS.join(', ')}`),
};

/** Throws a ConfigurationError for the first option that is unknown or wrong. */
export function checkOptions<Options extends object>(
  options: Options,
  checks: Checks<Options>,
  context?: ErrorContext,
): void {
  const problem = isObject(options) ? problemIn(options, checks) : 'options must be an object';
  if (problem) {
    throw new ConfigurationError(problem, context);
  }
}

function problemIn<Options extends object>(options: Options, checks: Checks<Options>): string | undefined {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, name)) {
      return `${name} is no option; did you mean ${nearest(name, Object.keys(checks))}?`;
    }
    const problem = value === undefined ? undefined : checks[name as keyof Checks<Options>](value);
    if (problem) {
      return `${name} ${problem}`;
    }
  }
  return undefined;
}
