import type { Answer } from './exchange.js';
import { redactHeaders } from './redact.js';

/** The status and the headers of an answer. */
export interface ResponseInfo {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, without those that carry credentials. */
  readonly headers: Headers;
}

/**
 * What a call resolves to, with what is known of the answer.
 *
 * @typeParam Data - What the call itself resolves to.
 */
export interface WithResponse<Data> {
  /** What the call itself resolves to. */
  readonly data: Data;
  /** The answer that the data came with. */
  readonly response: ResponseInfo;
  /** How many requests were sent; 1 when the first one succeeded. */
  readonly attempts: number;
}

/**
 * The promise of a call's data, which can also tell of the answer that the data came with.
 *
 * @typeParam Data - What the call resolves to.
 */
export interface ApiPromise<Data> extends Promise<Data> {
  /**
   * The data together with status, headers and number of attempts.
   *
   * @returns Both; rejects as the call itself does.
   */
  withResponse(): Promise<WithResponse<Data>>;
}

/** What a call tells of its success. */
export interface Outcome {
  answer: Answer;
  attempts: number;
}

/** Lets the promise of a call tell of its outcome too; no class of promises, for each of those would be two more. */
export function toApiPromise<Data>(call: Promise<Data>, outcome: Partial<Outcome>): ApiPromise<Data> {
  const promise = call as ApiPromise<Data>;
  promise.withResponse = async () => {
    const data = await call;
    // A call that succeeds has told of it.
    const { answer, attempts } = outcome as Outcome;
    const { status, headers } = answer.response;
    return { data, response: { status, headers: redactHeaders(headers, answer.secrets()) }, attempts };
  };
  return promise;
}
