import { expect, it } from 'vitest';
import type { BadRequestError } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CREATE_REQUEST, json } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';

useFakeTime();

async function badRequest(body: unknown): Promise<BadRequestError> {
  const { api } = await startApi([json(400, body)]);
  return api.createClient(CREATE_REQUEST).then(
    () => expect.fail('the call succeeded'),
    (error) => error,
  );
}

const FIELD = { field: 'name', code: 'ErrorName', message: 'is blank' };

it.each([
  ['a string', 'x', []],
  ['null', null, []],
  ['an object', { field: 'name' }, []],
  ['entries that are none', [null, 5, 'x', [], {}], []],
  ['entries with parts missing', [{ field: 'name' }, { ...FIELD, message: undefined }], []],
  [
    'entries with parts of wrong types',
    [
      { ...FIELD, code: 5 },
      { ...FIELD, field: null },
    ],
    [],
  ],
  ['an entry among others', [null, { ...FIELD, rejected: 1 }, 5], [{ ...FIELD, rejected: 1 }]],
])('BadRequestError.fieldErrors: has only well-formed entries if errors is %s', async (_, errors, expected) => {
  const error = await badRequest({ title: 'Bad Request', errors });
  expect(error.fieldErrors).toEqual(expected);
});

it.each([
  ['no text at all', { title: 5, detail: {}, reason: [] }, 'the portal returned 400'],
  ['a title', { title: 'Bad', detail: 5 }, 'the portal returned 400; Bad'],
  ['a reason that is no string', { reason: 5, detail: 'worse' }, 'the portal returned 400; worse'],
])('BadRequestError.message: is made from a body with %s', async (_, body, message) => {
  const error = await badRequest(body);
  expect(error.message).toBe(`createClient "Reporting": ${message}`);
  expect(error.reason).toBeUndefined();
});
