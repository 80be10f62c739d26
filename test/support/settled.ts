import { expect } from 'vitest';
import { DocSpaceError } from '../../src/index.js';
import type { OperationCase } from './calls.js';

const CREATING = ['createClient', 'regenerateSecret'];

/** Fails unless a call ended in one of the ways that are documented. */
export function expectDocumentedEnd(
  { operation }: Pick<OperationCase, 'operation'>,
  result: PromiseSettledResult<unknown>,
  reason?: unknown,
): void {
  if (result.status === 'fulfilled') {
    const isObject = typeof result.value === 'object' && result.value !== null && !Array.isArray(result.value);
    expect(CREATING.includes(operation) ? isObject : result.value === undefined).toBe(true);
  } else if (reason === undefined || result.reason !== reason) {
    expect(result.reason).toBeInstanceOf(DocSpaceError);
    expect(result.reason.operation).toBe(operation);
    expect(result.reason.message).toMatch(new RegExp(`^${operation}( .*)?: `, 's'));
    expect(JSON.parse(JSON.stringify(result.reason))).toMatchObject({ code: result.reason.code });
  }
}
