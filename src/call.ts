import type { Client } from '../generated/client/index.js';
import { readData, readFailure } from './answer.js';
import { RateLimitError, ServiceUnavailableError } from './api-errors.js';
import { type Answer, attempt, type Send } from './attempt.js';
import { ConnectionError, type DocSpaceError, ResponseValidationError, TimeoutError } from './errors.js';
import { quietly } from './log.js';
import { OPERATIONS, type OperationName } from './operations.js';
import type { LimitNews, Pacer } from './pacing.js';
import { retryDelay, retryHint } from './retry.js';
import type { Settings } from './settings.js';
import { sleep } from './sleep.js';
import { waitForTurn } from './turn.js';
import { answerIssues } from './validation.js';

/** The data of a call and the answer that it came with. */
export interface Outcome {
  readonly data: unknown;
  readonly answer: Answer;
  readonly attempts: number;
}

let nextTicket = 0;

/** Sends the request of an operation until it succeeds, fails for good, or has waited long enough. */
export async function call(
  client: Client,
  pacer: Pacer | undefined,
  operation: OperationName,
  send: Send,
  settings: Settings,
): Promise<Outcome> {
  const { method, creates } = OPERATIONS[operation];
  const { signal, retry, log, onWait } = settings;
  const ticket = nextTicket++;
  const refusals = { hinted: 0, blind: 0 };
  let failure: DocSpaceError | undefined;
  let left = settings.maxWait;

  const onDelay = (wanted: number, queued: number): void => {
    const delay = Math.min(wanted, left);
    log('info', () => `${operation}: waiting ${ms(delay)}${failure ? ` after ${failure.name}` : ''}`);
    quietly(() => onWait?.({ operation, method, delay, queued }));
  };

  for (let attempts = 1; ; attempts++) {
    if (pacer && !pacer.tryTurn()) {
      const entered = performance.now();
      if (!(await waitForTurn(pacer, { ticket, signal, maxWait: left, onDelay }))) {
        const message = `no turn within a maxWait of ${settings.maxWait} ms`;
        throw failure ?? new TimeoutError(message, { operation, attempts: attempts - 1 });
      }
      left -= performance.now() - entered;
    }

    const context = { operation, attempts };
    const started = performance.now();
    let answer: Answer | undefined;
    let hint: number | undefined;
    try {
      answer = await attempt(client, send, settings, context);
      const { status, headers, ok } = answer.response;
      log('debug', () => `${operation}: ${method} answered ${status} after ${ms(performance.now() - started)}`);
      if (ok) {
        const data = readData(answer, creates, context);
        const issues = settings.validate.response ? answerIssues(operation, data) : [];
        if (issues.length > 0) {
          throw new ResponseValidationError(issues, data, status, context);
        }
        return { data, answer, attempts };
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
    const delay = retryDelay(hint === undefined ? ++refusals.blind : ++refusals.hinted, hint, retry, Math.random);
    if (delay === undefined || (hint ?? delay) > left) {
      throw failure;
    }
    // A refusal by the bucket is waited out in line, with all others that the bucket holds up.
    if (pacer && failure instanceof RateLimitError && hint !== undefined && !failure.headers.has('retry-after')) {
      continue;
    }
    onDelay(delay, 0);
    await sleep(Math.min(delay, left), signal);
    left -= delay;
  }
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
  return ok ? {} : undefined;
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
