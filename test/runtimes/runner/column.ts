import type { CheckResult } from '../scenario/options.js';
import { type Runtime, Unavailable } from './runtime.js';

/** What became of a runtime. */
export interface Column {
  readonly name: string;
  /** Empty where it did not run to its end. */
  readonly version: string;
  /** Empty where it did not run to its end. */
  readonly results: readonly CheckResult[];
  /** Why it did not run to its end. */
  readonly problem?: string;
}

/** Runs a runtime; whatever goes wrong becomes a part of its column. */
export async function columnOf({ name, run }: Runtime): Promise<Column> {
  try {
    const report = await run();
    return { name, ...report, ...(report.results.length === 0 && { problem: 'no check was run' }) };
  } catch (error) {
    const problem = error instanceof Unavailable ? `could not be had: ${error.message}` : `broke: ${error}`;
    return { name, version: '', results: [], problem };
  }
}
