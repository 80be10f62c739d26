import { expect, it } from 'vitest';
import { ApiError, isDocSpaceError, TimeoutError, UnexpectedResponseError } from '../../src/index.js';

const FAILURE = { response: { status: 418, headers: {} }, body: '' };

it.each([
  ['API', new ApiError('message', FAILURE)],
  ['UNEXPECTED_RESPONSE', new UnexpectedResponseError('message', 302)],
  ['TIMEOUT', new TimeoutError('message')],
])('isDocSpaceError(): is true for an error with the code %s', (code, error) => {
  expect(isDocSpaceError(error) && error.code).toBe(code);
});

it.each([[undefined], [null], ['TIMEOUT'], [{ code: 'TIMEOUT' }], [new DOMException('message', 'TimeoutError')]])(
  'isDocSpaceError(): is false for %s',
  (thrown) => {
    expect(isDocSpaceError(thrown)).toBe(false);
  },
);
