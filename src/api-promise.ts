import type { Outcome } from './call.js';
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
export class ApiPromise<Data> extends Promise<Data> {
  readonly #outcome: Promise<Outcome>;

  static {
    // So that `await` takes it as it is, and `then` gives a plain promise.
    ApiPromise.prototype.constructor = Promise;
  }

  /**
   * Made by the methods of the API object.
   *
   * @internal
   */
  constructor(outcome: Promise<Outcome>) {
    super((resolve, reject) => {
      outcome.then(({ data }) => resolve(data as Data), reject);
    });
    this.#outcome = outcome;
  }

  /** The data together with status, headers and number of attempts. Rejects as the call itself does. */
  async withResponse(): Promise<WithResponse<Data>> {
    const data = await this;
    const { answer, attempts } = await this.#outcome;
    const { status, headers } = answer.response;
    return { data, response: { status, headers: redactHeaders(headers, answer.secrets()) }, attempts };
  }
}
