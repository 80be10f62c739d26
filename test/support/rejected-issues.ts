import { expect } from 'vitest';
import { InvalidRequestError, type Issue, type OperationName } from '../../src/index.js';
import { CLIENT_ID } from './calls.js';

/** The issues for which a call rejects its arguments. Fails if it throws synchronously, or does not reject. */
export async function rejectedIssues(run: () => Promise<unknown>, operation: OperationName): Promise<readonly Issue[]> {
  const error: unknown = await run().catch((reason: unknown) => reason);
  if (!(error instanceof InvalidRequestError)) {
    throw new Error(`${operation} did not reject its arguments: ${error}`);
  }
  expect(error).toMatchObject({ code: 'INVALID_REQUEST', operation, attempts: 0 });
  const texts = error.issues.map(({ path, message }) => `${path} ${message}`);
  const id = operation === 'createClient' ? '( ".*)?' : `( ${CLIENT_ID})?`;
  expect(error.message).toMatch(new RegExp(`^${operation}${id}: `));
  expect(error.message.endsWith(texts.length > 3 ? texts.join('\n- ') : texts.join('; '))).toBe(true);
  return error.issues;
}
