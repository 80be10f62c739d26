import { sleep, throwIfAborted } from './abortable.js';
import type { CallResult } from './api-promise.js';
import { attempt, type CallContext, type OutgoingRequest } from './attempt.js';
import { ConnectionError, type DocSpaceError, ResponseValidationError, TimeoutError } from './errors.js';
import { ignoreErrors } from './log.js';
import { OPERATIONS } from './operations.js';
import type { Pacer, RateLimitFeedback } from './pacer.js';
import type { Settings } from './read-options.js';
import { type BufferedResponse, responseData, responseError } from './response.js';
import {
  connectionFailure,
  decideRetry,
  type Failure,
  isBucketWait,
  isRetriedStatus,
  mayHaveRunAfter,
  parseRemaining,
  parseRetryAfter,
  type Retries,
} from './retry.js';
import { responseIssues } from './validation.js';

/** An attempt that did not succeed. */
interface FailedAttempt {
  readonly failure: Failure;
  /** What is known of the call after it. */
  readonly context: CallContext;
  /** For log lines. */
  readonly label: string;
  /** Makes the error of this attempt. `bound` is the limit that ruled out another attempt, if one did. */
  toError(bound?: string): DocSpaceError;
}

const NO_RETRIES: Retries = { scheduled: 0, backoff: 0, unsent: 0 };

let nextSequence = 0;

/** Sends the request of an operation until it succeeds, fails for good, or `maxWait` is used up. */
export async function call(
  request: OutgoingRequest,
  settings: Settings,
  pacer: Pacer | undefined,
): Promise<CallResult<unknown>> {
  const { operation, client, method } = request;
  const { signal, log } = settings;
  // Retries keep this number, so they queue ahead of calls that started later.
  const sequence = nextSequence++;
  let context: CallContext = { operation, client, request, attempts: 0, mayHaveRun: false };
  let failed: FailedAttempt | undefined;
  let retries = NO_RETRIES;
  let budget = settings.maxWait;

  for (;;) {
    // A call that is already aborted must not take a slot from one that can use it.
    throwIfAborted(signal);
    if (pacer && !pacer.tryAcquire()) {
      budget -= await waitInQueue(pacer, sequence, request, settings, budget, failed);
    }

    let response: BufferedResponse | undefined;
    let retryAfterMs: number | undefined;
    try {
      const sentAt = log.debug ? performance.now() : 0;
      response = await attempt(request, settings, context);
      log.debug?.(`${operation}: ${method} returned ${response.status} after ${ms(performance.now() - sentAt)}`);
      if (response.ok) {
        // Within the `try`, so that the slot goes back even if the data is not what it should be.
        return toResult(response, request, settings, context);
      }
      retryAfterMs = parseRetryAfter(response.status, response.headers, Date.now());
      failed = failedByResponse(response, retryAfterMs, context);
    } catch (error) {
      // Of what is thrown, only connection failures are retried.
      if (!(error instanceof ConnectionError)) {
        throw error;
      }
      failed = failedByConnection(error, context);
    } finally {
      pacer?.release(response && rateLimitFeedback(response, retryAfterMs, budget, settings));
    }

    if (response && !isRetriedStatus(response.status)) {
      throw failed.toError();
    }
    const { idempotent } = OPERATIONS[operation];
    const decision = decideRetry(failed.failure, idempotent, settings, retries, budget, Math.random);
    if (decision.delay === undefined) {
      throw failed.toError(decision.bound);
    }
    ({ retries } = decision);
    ({ context } = failed);
    // The pacer knows of the wait by now, and makes this call wait like all others that need the bucket.
    if (pacer && response && isBucketWait(response.status, response.headers)) {
      continue;
    }
    reportWait(request, settings, decision.delay, 0, failed);
    await sleep(decision.delay, signal);
    budget -= decision.delay;
  }
}

/** Waits for a slot, and returns how long that took, in ms. */
async function waitInQueue(
  pacer: Pacer,
  sequence: number,
  request: OutgoingRequest,
  settings: Settings,
  budget: number,
  failed: FailedAttempt | undefined,
): Promise<number> {
  const queuedAt = performance.now();
  await pacer.acquire({
    sequence,
    signal: settings.signal,
    limit: budget,
    onDelay: (delay, queued) => reportWait(request, settings, Math.min(delay, budget), queued, failed),
    onLimit: (timeLeft) => {
      const message = `the queue took longer than maxWait (${settings.maxWait} ms); allow a longer one`;
      const { operation, client } = request;
      return failed?.toError(message) ?? new TimeoutError(message, { operation, client, request }, timeLeft);
    },
  });
  return performance.now() - queuedAt;
}

function toResult(
  response: BufferedResponse,
  { operation }: OutgoingRequest,
  { validate }: Settings,
  before: CallContext,
): CallResult<unknown> {
  const context = contextAfter(before, response.status);
  const data = responseData(response, OPERATIONS[operation].response !== undefined, context);
  const issues = validate.response ? responseIssues(operation, data) : [];
  if (issues.length > 0) {
    throw new ResponseValidationError(issues, data, response.status, context);
  }
  return { data, response, attempts: context.attempts };
}

function failedByResponse(
  response: BufferedResponse,
  retryAfterMs: number | undefined,
  before: CallContext,
): FailedAttempt {
  const { status } = response;
  const context = contextAfter(before, status);
  return {
    failure: { retryAfterMs },
    context,
    label: `status ${status}`,
    toError: (bound) => responseError(response, retryAfterMs, bound, context),
  };
}

function failedByConnection(error: ConnectionError, before: CallContext): FailedAttempt {
  const { attempts, mayHaveRun, cause, name } = error;
  return {
    failure: { connection: connectionFailure(cause) },
    context: { ...before, attempts, mayHaveRun },
    label: name,
    toError: () => error,
  };
}

function contextAfter(before: CallContext, status: number): CallContext {
  return {
    ...before,
    attempts: before.attempts + 1,
    mayHaveRun: before.mayHaveRun || mayHaveRunAfter(status),
  };
}

function rateLimitFeedback(
  { status, ok, headers }: BufferedResponse,
  retryAfterMs: number | undefined,
  budget: number,
  { retry }: Settings,
): RateLimitFeedback | undefined {
  const remaining = parseRemaining(headers);
  if (status === 429) {
    // The shortest backoff.
    const wait = retryAfterMs ?? retry.initialDelay / 2;
    // With tokens left, the service-wide limiter rejected the request. And a 429 that asks for more than this call may
    // still wait is kept from the queue: it may be a mistake.
    if (remaining || wait > budget) {
      return undefined;
    }
    return isBucketWait(status, headers) ? { resetMs: wait } : { retryAfterMs: wait };
  }
  // A failure without the header comes from something in front of the limiter, so it says nothing.
  return ok || remaining !== undefined ? { remaining } : undefined;
}

function reportWait(
  { operation, method }: OutgoingRequest,
  { log, onWait }: Settings,
  delay: number,
  queued: number,
  failed: FailedAttempt | undefined,
): void {
  log.info?.(`${operation}: waiting ${ms(delay)}${failed ? ` after ${failed.label}` : ''}`);
  ignoreErrors(() => onWait?.({ operation, method, delay, queued }));
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
