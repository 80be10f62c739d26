import { afterEach, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';

useFakeTime();

const BODY = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"client_secret":"a"}';

afterEach(() => {
  expect(Object(0).polluted).toBeUndefined();
  expect(Object({}).polluted).toBeUndefined();
});

function expectOwn(value: unknown): void {
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(Object(value))).toEqual(['__proto__', 'constructor', 'client_secret']);
}

it('toData(): the keys __proto__ and constructor of a success are plain members', async () => {
  const { api } = await startApi([{ status: 200, body: BODY }]);
  expectOwn(await api.regenerateSecret(CLIENT_ID));
});

it('ApiError.problem: the keys __proto__ and constructor are plain members', async () => {
  const { api } = await startApi([{ status: 400, body: BODY }]);
  const error = await api.regenerateSecret(CLIENT_ID).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    name: 'BadRequestError',
    message: `regenerateSecret ${CLIENT_ID}: the portal returned 400`,
  });
  expect(Object(error).polluted).toBeUndefined();
  expectOwn(Object(error).problem);
});
