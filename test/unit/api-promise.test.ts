import { expect, it } from 'vitest';
import { type ApiPromise, type CallResult, toApiPromise } from '../../src/api-promise.js';
import { watchUnhandled } from '../support/unhandled.js';

const headers = new Headers({ server: 'saw a-key', 'x-signature': 'a-token', 'x-other': 'hidden', 'retry-after': '7' });
const RESULT: CallResult<string> = {
  data: 'data',
  response: {
    request: { method: 'PUT', url: 'http://localhost' },
    status: 200,
    ok: true,
    headers,
    text: '',
    complete: true,
    secrets: () => ['a-key'],
  },
  attempts: 2,
};
const CAUSE = new Error('no');

function succeeding(): ApiPromise<string> {
  return toApiPromise(Promise.resolve(RESULT));
}

function failing(): ApiPromise<string> {
  return toApiPromise<string>(Promise.reject(CAUSE));
}

it('ApiPromise: resolves to the data', async () => {
  expect(await succeeding()).toBe('data');
  expect(await Promise.all([succeeding(), 1])).toEqual(['data', 1]);
});

it('withResponse(): resolves to data, response and attempts, without secrets', async () => {
  const { data, response, attempts } = await succeeding().withResponse();
  expect({ data, attempts, status: response.status }).toEqual({ data: 'data', attempts: 2, status: 200 });
  expect(response.headers).toEqual({ server: 'saw [redacted]', 'retry-after': '7' });
});

it('withResponse(): can be combined with await in either order', async () => {
  const promise = succeeding();
  expect(await promise.withResponse()).toMatchObject({ attempts: 2 });
  expect(await promise).toBe('data');
  expect(await promise.withResponse()).toMatchObject({ attempts: 2 });
});

it('ApiPromise: then, catch and finally return plain promises', async () => {
  const promise = succeeding();
  for (const next of [promise.then(), promise.catch(() => {}), promise.finally(() => {})]) {
    expect(next).not.toHaveProperty('withResponse');
    await next;
  }
  expect(promise).toBeInstanceOf(Promise);
});

it.each<[string, (call: ApiPromise<string>) => Promise<unknown>[]]>([
  ['the data', (call) => [call]],
  ['the response', (call) => [call.withResponse()]],
  ['both', (call) => [call.withResponse(), call]],
  ['the promise of then', (call) => [call.then()]],
])('ApiPromise: leaves no rejection unhandled if %s of a failed call is awaited', async (_, awaited) => {
  const unhandled = watchUnhandled();
  for (const promise of awaited(failing())) {
    await expect(promise).rejects.toBe(CAUSE);
  }
  expect(await unhandled()).toEqual([]);
});
