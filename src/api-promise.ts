import type { ResponseInfo } from './errors.js';
import { type BufferedResponse, toResponseInfo } from './response.js';

/**
 * The data of a call together with its response.
 *
 * @typeParam Data - The data of the call.
 */
export interface WithResponse<Data> {
  /** What the call itself resolves to. */
  readonly data: Data;
  /** The status and the headers of the response. */
  readonly response: ResponseInfo;
  /** How many requests were sent; 1 if the first one succeeded. */
  readonly attempts: number;
}

/**
 * The promise of a call's data, which offers the response as well.
 *
 * @typeParam Data - The data of the call.
 */
export interface ApiPromise<Data> extends Promise<Data> {
  /**
   * The data together with status, headers and number of attempts.
   *
   * @returns All of it; rejects as the call itself does.
   */
  withResponse(): Promise<WithResponse<Data>>;
}

/** The outcome of a call that succeeded. */
export interface CallResult<Data> {
  readonly data: Data;
  readonly response: BufferedResponse;
  readonly attempts: number;
}

/** The promise that users get. No subclass of Promise: its `then` would make two more of them. */
export function toApiPromise<Data>(result: Promise<CallResult<Data>>): ApiPromise<Data> {
  const promise = result.then(({ data }) => data);
  const withResponse = (): Promise<WithResponse<Data>> => {
    // Handling the rejection of either promise is enough.
    promise.catch(() => {});
    return result.then(({ data, response, attempts }) => ({ data, response: toResponseInfo(response), attempts }));
  };
  return Object.assign(promise, { withResponse });
}
