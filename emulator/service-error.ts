import type { FieldViolation } from './field-rules.js';

/** What an error carries besides its status and message. */
export interface ServiceErrorDetails {
  /** The fields that failed validation. */
  violations?: readonly FieldViolation[];
  headers?: Readonly<Record<string, string>>;
}

/** Thrown to end a request with an error status. */
export class ServiceError extends Error {
  readonly status: number;
  readonly details: ServiceErrorDetails;

  constructor(status: number, message: string, details: ServiceErrorDetails = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}
