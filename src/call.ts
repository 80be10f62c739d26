import { sleep, throwIfAborted } from './abortable.js';
import type { CallResult } from './api-promise.js';
import { inThisContext } from './async-context.js';
import { type AttemptResult, attempt, type CallContext, type CallRequest } from './attempt.js';
import { createReport } from './call-report.js';
import { ConnectionError, type DocSpaceError, ResponseValidationError, TimeoutError } from './errors.js';
import { OPERATIONS } from './operations.js';
import type { Pacer, RateLimitFeedback } from './pacer.js';
import type { Settings } from './read-options.js';
import { type BufferedResponse, responseData, responseError } from './response.js';
import {
  connectionFailure,
  decideRetry,
  type Failure,
  isRetriedStatus,
  mayHaveRunAfter,
  parseRemaining,
  parseWait,
  type Retries,
  type StatedWait,
} from './retry.js';
import { responseIssues } from './validation.js';

/** An attempt that did not succeed. */
interface FailedAttempt {
  readonly failure: Failure;
  /** What is known of the call after it. */
  readonly context: CallContext;
  /** For log lines. */
  readonly label: string;
  /** Makes the error of this attempt. `stoppedBy` says what ruled out another attempt, if a limit did. */
  toError(stoppedBy?: string): DocSpaceError;
}

const NO_RETRIES: Retries = { scheduled: 0, backoff: 0, unsent: 0 };

let nextSequence = 0;

/**
 * Sends the request of an operation until it succeeds, fails for good, or `maxWait` is used up. `waited` is how much of
 * that is gone already, in ms. A response without a credential is that of the token endpoint.
 */
export async function call(
  first: CallRequest,
  settings: Settings,
  pacer: Pacer | undefined,
  waited = 0,
): Promise<CallResult<unknown>> {
  const { operation, clientLabel, method, bodyForRetry } = first;
  const { signal, log } = settings;
  let request = first;
  // Retries keep this number, so they queue ahead of calls that started later.
  const sequence = nextSequence++;
  let context: CallContext = { operation, client: clientLabel, request, attempts: 0, mayHaveRun: false };
  let failed: FailedAttempt | undefined;
  let retries = NO_RETRIES;
  let waitLeft = settings.maxWait - waited;
  let sentOtherCredential = false;
  const report = createReport(first, settings);

  for (;;) {
    // An aborted call must not take a slot that another call can use.
    throwIfAborted(signal);
    if (failed && bodyForRetry) {
      request = { ...first, body: await bodyForRetry() };
    }
    if (pacer && !pacer.tryAcquire()) {
      const { attempts } = context;
      waitLeft -= await waitInQueue(pacer, sequence, request, settings, waitLeft, failed, (delay, queued) =>
        report.wait(attempts + 1, delay, queued, failed?.label),
      );
    }

    let result: AttemptResult | undefined;
    let wait: StatedWait | undefined;
    let hasOtherCredential = false;
    try {
      const sentAt = log.debug ? performance.now() : 0;
      result = await attempt(request, settings, context);
      const { response, credential } = result;
      const source = credential ? method : 'the token endpoint';
      report.response(context.attempts + 1, source, response.status, performance.now() - sentAt);
      hasOtherCredential = credential?.noteResponse(response) ?? false;
      if (credential && response.ok) {
        // Within the `try`, so that the slot goes back even if the data is not what it should be.
        return toResult(response, request, settings, context);
      }
      wait = parseWait(response.status, response.headers, Date.now(), !credential);
      failed = failedByResponse(result, wait?.ms, context);
    } catch (error) {
      // Of what is thrown, only connection failures are retried.
      if (!(error instanceof ConnectionError)) {
        throw error;
      }
      failed = failedByConnection(error, context);
    } finally {
      pacer?.release(result?.credential && rateLimitFeedback(result.response, wait, waitLeft, settings));
    }

    if (hasOtherCredential && !sentOtherCredential) {
      // Nothing ran: the service checks credentials first. So it is sent once more, even with `retry: false`.
      sentOtherCredential = true;
      ({ context } = failed);
      continue;
    }
    if (result && !isRetriedStatus(result.response.status)) {
      throw failed.toError();
    }
    const { idempotent } = OPERATIONS[operation];
    const decision = decideRetry(failed.failure, idempotent, settings, retries, waitLeft, Math.random);
    if (decision.delay === undefined) {
      throw failed.toError(decision.stoppedBy);
    }
    ({ retries } = decision);
    ({ context } = failed);
    // `release` has passed the wait to the pacer, so the call waits in the queue like all others.
    if (pacer && wait?.isForBucket) {
      continue;
    }
    report.wait(context.attempts + 1, decision.delay, 0, failed.label);
    await sleep(decision.delay, signal);
    waitLeft -= decision.delay;
  }
}

/** Waits for a slot, and returns how long that took, in ms. */
async function waitInQueue(
  pacer: Pacer,
  sequence: number,
  request: CallRequest,
  { signal, maxWait }: Settings,
  waitLeft: number,
  failed: FailedAttempt | undefined,
  reportWait: (delay: number, queued: number) => void,
): Promise<number> {
  const queuedAt = performance.now();
  await pacer.acquire({
    sequence,
    signal,
    limit: waitLeft,
    onDelay: inThisContext((delay, queued) => reportWait(Math.min(delay, waitLeft), queued)),
    onLimit: (untilSlot) => {
      const message = `the queue took longer than maxWait (${maxWait} ms); allow a longer maxWait`;
      const { operation, clientLabel: client } = request;
      return failed?.toError(message) ?? new TimeoutError(message, { operation, client, request }, untilSlot);
    },
  });
  return performance.now() - queuedAt;
}

function toResult(
  response: BufferedResponse,
  { operation }: CallRequest,
  { validate }: Settings,
  before: CallContext,
): CallResult<unknown> {
  const context = contextAfter(before, response.status);
  const data = responseData(response, OPERATIONS[operation].response?.type, context);
  const issues = responseIssues(operation, data, validate.response);
  if (issues.length > 0) {
    throw new ResponseValidationError(issues, data, response.status, context);
  }
  return { data, response, attempts: context.attempts };
}

function failedByResponse(
  { response, credential }: AttemptResult,
  retryAfterMs: number | undefined,
  before: CallContext,
): FailedAttempt {
  const { status, request } = response;
  const context = credential ? contextAfter(before, status) : before;
  return {
    failure: { retryAfterMs },
    context,
    label: `status ${status}`,
    toError: (stoppedBy) => responseError(response, retryAfterMs, stoppedBy, credential, { ...context, request }),
  };
}

function failedByConnection(error: ConnectionError, before: CallContext): FailedAttempt {
  const { attempts, mayHaveRun, cause, name } = error;
  const failure = connectionFailure(cause);
  return {
    // Of the operation nothing was sent if it was the token request that failed.
    failure: { connection: attempts === before.attempts ? { ...failure, mayHaveArrived: false } : failure },
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
  wait: StatedWait | undefined,
  waitLeft: number,
  { retry }: Settings,
): RateLimitFeedback | undefined {
  const remaining = parseRemaining(headers);
  if (status === 429) {
    // The shortest backoff.
    const ms = wait?.ms ?? retry.initialDelay / 2;
    // With tokens left, the service-wide limiter rejected the request. And a 429 that asks for more than this call may
    // still wait is kept from the queue: it may be a mistake.
    if (remaining || ms > waitLeft) {
      return undefined;
    }
    return wait?.isForBucket ? { resetMs: ms } : { retryAfterMs: ms };
  }
  // A failure without the header comes from something in front of the limiter, so it says nothing.
  return ok || remaining !== undefined ? { remaining } : undefined;
}
