import { expect, it } from 'vitest';
import { ApiPromise } from '../../src/api-promise.js';
import type { Outcome } from '../../src/call.js';
import { watchUnhandled } from '../support/unhandled.js';

const OUTCOME: Outcome<string> = { data: 'data', response: new Response(), attempts: 2 };
const CAUSE = new Error('no');

function succeeding(): ApiPromise<string> {
  return new ApiPromise(Promise.resolve(OUTCOME));
}

function failing(): ApiPromise<string> {
  return new ApiPromise<string>(Promise.reject(CAUSE));
}

it('gives the data', async () => {
  expect(await succeeding()).toBe('data');
  expect(await Promise.all([succeeding(), 1])).toEqual(['data', 1]);
});

it('gives the data with the response', async () => {
  expect(await succeeding().withResponse()).toBe(OUTCOME);
});

it('gives both, in either order', async () => {
  const promise = succeeding();
  expect(await promise.withResponse()).toBe(OUTCOME);
  expect(await promise).toBe('data');
  expect(await promise.withResponse()).toBe(OUTCOME);
});

it('gives plain promises from then, catch and finally', async () => {
  const promise = succeeding();
  for (const next of [promise.then(), promise.catch(() => {}), promise.finally(() => {})]) {
    expect(next).not.toBeInstanceOf(ApiPromise);
    await next;
  }
  expect(promise).toBeInstanceOf(Promise);
});

it.each<[string, (call: ApiPromise<string>) => Promise<unknown>[]]>([
  ['the data', (call) => [call]],
  ['the response', (call) => [call.withResponse()]],
  ['both', (call) => [call.withResponse(), call]],
  ['what then gives', (call) => [call.then()]],
])('leaves no rejection unhandled where somebody awaits %s of a call that fails', async (_, awaited) => {
  const unhandled = watchUnhandled();
  for (const promise of awaited(failing())) {
    await expect(promise).rejects.toBe(CAUSE);
  }
  expect(await unhandled()).toEqual([]);
});
