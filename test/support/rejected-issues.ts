import { expect } from 'vitest';
import { InvalidRequestError, type Issue, type OperationName } from '../../src/index.js';

/** What a call refuses its arguments for. Fails where it throws past its promise, or does not refuse. */
export async function refusal(run: () => Promise<unknown>, operation: OperationName): Promise<readonly Issue[]> {
  const error: unknown = await run().catch((reason: unknown) => reason);
  if (!(error instanceof InvalidRequestError)) {
    throw new Error(`${operation} did not refuse its arguments: ${error}`);
  }
  expect(error).toMatchObject({ code: 'INVALID_REQUEST', operation, attempts: 0 });
  expect(error.message).toBe(
    `${operation}: ${error.issues.map(({ path, message }) => `${path} ${message}`).join('; ')}`,
  );
  return error.issues;
}
