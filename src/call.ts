import type { Client } from '../generated/client/index.js';
import { readData, readFailure } from './answer.js';
import { RateLimitError, ServiceUnavailableError } from './api-errors.js';
import { type Answer, attempt, type Send } from './attempt.js';
import { ConnectionError, type DocSpaceError, ResponseValidationError } from './errors.js';
import { quietly } from './log.js';
import { OPERATIONS, type OperationName } from './operations.js';
import { retryDelay, retryHint } from './retry.js';
import type { Settings } from './settings.js';
import { sleep } from './sleep.js';
import { answerIssues } from './validation.js';

/** The data of a call and the answer that it came with. */
export interface Outcome {
  readonly data: unknown;
  readonly answer: Answer;
  readonly attempts: number;
}

/** Sends the request of an operation until it succeeds, fails for good, or has waited long enough. */
export async function call(client: Client, operation: OperationName, send: Send, settings: Settings): Promise<Outcome> {
  const { method, creates } = OPERATIONS[operation];
  const { signal, retry, maxWait, log, onWait } = settings;
  const refusals = { hinted: 0, blind: 0 };
  let waited = 0;

  for (let attempts = 1; ; attempts++) {
    const context = { operation, attempts };
    const started = performance.now();
    let failure: DocSpaceError;
    let hint: number | undefined;
    try {
      const answer = await attempt(client, send, settings, context);
      const { response } = answer;
      log(
        'debug',
        () => `${operation}: ${method} answered ${response.status} after ${ms(performance.now() - started)}`,
      );
      if (response.ok) {
        const data = readData(answer, creates, context);
        const issues = settings.validate.response ? answerIssues(operation, data) : [];
        if (issues.length > 0) {
          throw new ResponseValidationError(issues, data, response.status, context);
        }
        return { data, answer, attempts };
      }
      hint = retryHint(response.status, response.headers, Date.now());
      failure = readFailure(answer, hint, context);
    } catch (error) {
      if (!(error instanceof ConnectionError)) {
        throw error;
      }
      failure = error;
    }

    if (!isRetried(failure, creates)) {
      throw failure;
    }
    const refused = hint === undefined ? ++refusals.blind : ++refusals.hinted;
    const wanted = retryDelay(refused, hint, retry, Math.random);
    const left = maxWait - waited;
    if (wanted === undefined || (hint ?? wanted) > left) {
      throw failure;
    }
    const delay = Math.min(wanted, left);
    log('info', () => `${operation}: ${failure.name}, waiting ${ms(delay)} before attempt ${attempts + 1}`);
    quietly(() => onWait?.({ operation, method, delay }));
    await sleep(delay, signal);
    waited += delay;
  }
}

function isRetried(failure: DocSpaceError, creates: boolean): boolean {
  return (
    failure instanceof RateLimitError ||
    failure instanceof ServiceUnavailableError ||
    (failure instanceof ConnectionError && !creates)
  );
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
