import { readData, readFailure } from './answer.js';
import { RateLimitError, ServiceUnavailableError } from './api-errors.js';
import type { Outcome } from './api-promise.js';
import { attempt } from './attempt.js';
import { ConnectionError, type DocSpaceError, ResponseValidationError, TimeoutError } from './errors.js';
import type { Answer, Sending } from './exchange.js';
import { quietly } from './log.js';
import { CREATES, type OperationMethod, type OperationName } from './operations.js';
import type { LimitNews, Pacer } from './pacing.js';
import { retryDelay, retryHint } from './retry.js';
import type { Settings } from './settings.js';
import { sleep } from './sleep.js';
import { waitForTurn } from './turn.js';
import { answerIssues } from './validation.js';

const NO_LIMIT: LimitNews = {};

let nextTicket = 0;

/**
 * Sends the request of an operation until it succeeds, fails for good, or has waited long enough. Resolves to the data of
 * a success, and tells the rest of it to `outcome`.
 */
export async function call<Data>(
  pacer: Pacer | undefined,
  operation: OperationName,
  sending: Sending,
  settings: Settings,
  outcome: Partial<Outcome>,
): Promise<Data> {
  const { method } = sending.request;
  const creates = CREATES[operation];
  const { signal, retry, log } = settings;
  const ticket = nextTicket++;
  let hinted = 0;
  let blind = 0;
  let failure: DocSpaceError | undefined;
  let left = settings.maxWait;

  for (let attempts = 1; ; attempts++) {
    // Before it takes a turn, or a place in line, from a call that can use it.
    signal?.throwIfAborted();
    if (pacer && !pacer.tryTurn()) {
      const entered = performance.now();
      const before = failure;
      const maxWait = left;
      const onDelay = (delay: number, queued: number): void =>
        announce(operation, method, settings, Math.min(delay, maxWait), queued, before);
      if (!(await waitForTurn(pacer, { ticket, signal, maxWait, onDelay }))) {
        const message = `no turn within a maxWait of ${settings.maxWait} ms`;
        throw failure ?? new TimeoutError(message, { operation, attempts: attempts - 1 });
      }
      left -= performance.now() - entered;
    }

    const context = { operation, attempts };
    const started = log.debug ? performance.now() : 0;
    let answer: Answer | undefined;
    let hint: number | undefined;
    try {
      answer = await attempt(sending, settings, context);
      const { status, headers, ok } = answer.response;
      log.debug?.(`${operation}: ${method} answered ${status} after ${ms(performance.now() - started)}`);
      if (ok) {
        const data = readData(answer, creates, context);
        const issues = settings.validate.response ? answerIssues(operation, data) : [];
        if (issues.length > 0) {
          throw new ResponseValidationError(issues, data, status, context);
        }
        outcome.answer = answer;
        outcome.attempts = attempts;
        return data as Data;
      }
      hint = retryHint(status, headers, Date.now());
      failure = readFailure(answer, hint, context);
    } catch (error) {
      if (!(error instanceof ConnectionError)) {
        throw error;
      }
      failure = error;
    } finally {
      pacer?.endTurn(answer && readLimit(answer.response, hint, left));
    }

    if (!isRetried(failure, creates)) {
      throw failure;
    }
    const delay = retryDelay(hint === undefined ? ++blind : ++hinted, hint, retry, Math.random);
    if (delay === undefined || (hint ?? delay) > left) {
      throw failure;
    }
    // A refusal by the bucket is waited out in line, with all others that the bucket holds up.
    if (pacer && failure instanceof RateLimitError && hint !== undefined && !failure.headers.has('retry-after')) {
      continue;
    }
    announce(operation, method, settings, Math.min(delay, left), 0, failure);
    await sleep(Math.min(delay, left), signal);
    left -= delay;
  }
}

function announce(
  operation: OperationName,
  method: OperationMethod,
  { log, onWait }: Settings,
  delay: number,
  queued: number,
  failure: DocSpaceError | undefined,
): void {
  log.info?.(`${operation}: waiting ${ms(delay)}${failure ? ` after ${failure.name}` : ''}`);
  quietly(() => onWait?.({ operation, method, delay, queued }));
}

function isRetried(failure: DocSpaceError, creates: boolean): boolean {
  return (
    failure instanceof RateLimitError ||
    failure instanceof ServiceUnavailableError ||
    (failure instanceof ConnectionError && !creates)
  );
}

function readLimit({ status, ok, headers }: Response, hint: number | undefined, left: number): LimitNews | undefined {
  if (status === 429) {
    // One that asks for more than the call may wait holds nobody else up: it may be a mistake.
    return hint !== undefined && hint <= left ? { hint } : undefined;
  }
  const remaining = headers.get('x-ratelimit-remaining');
  if (remaining !== null && /^\d+$/.test(remaining)) {
    return { remaining: Number(remaining) };
  }
  return ok ? NO_LIMIT : undefined;
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
