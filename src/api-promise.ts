import type { Outcome } from './call.js';

/** The promise of a call's data, which can also give the response that the data came with. */
export class ApiPromise<Data> extends Promise<Data> {
  readonly #outcome: Promise<Outcome<Data>>;

  // What `then` gives is a plain promise: it is of something else.
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  constructor(outcome: Promise<Outcome<Data>>) {
    super((resolve, reject) => {
      outcome.then(({ data }) => resolve(data), reject);
    });
    this.#outcome = outcome;
  }

  /** The data together with the response and the number of attempts. Rejects as the call itself does. */
  withResponse(): Promise<Outcome<Data>> {
    // The call is in the hands of whoever awaits the outcome; its other promise must not count as unhandled.
    this.catch(() => {});
    return this.#outcome;
  }
}
