import type { CheckResult } from '../scenario/options.js';

/** A runtime that may be had on this machine. */
export interface Runtime {
  readonly name: string;
  /** Runs the scenario within a time limit. Throws an Unavailable where the runtime cannot be had. */
  run(): Promise<Report>;
}

/** What a runtime made of the scenario. */
export interface Report {
  readonly version: string;
  readonly results: readonly CheckResult[];
}

/** The most that one runtime may take, in ms. */
export const TIME_LIMIT = 60_000;

/** Thrown where a runtime cannot be had; the message says why, and what would help. */
export class Unavailable extends Error {}
