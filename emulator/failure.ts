import type { FieldError } from './field-rules.js';

/** What a failure can tell beyond its status and words. */
export interface FailureExtras {
  /** The fields that failed validation. */
  errors?: readonly FieldError[];
  headers?: Readonly<Record<string, string>>;
}

/** Thrown to answer a request with an error status. */
export class Failure extends Error {
  readonly status: number;
  readonly extras: FailureExtras;

  constructor(status: number, detail: string, extras: FailureExtras = {}) {
    super(detail);
    this.status = status;
    this.extras = extras;
  }
}
