import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sleep } from '../../src/abortable.js';

const REASON = new Error('enough');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('ends when its time is over, and not before', async () => {
  const { signal } = new AbortController();
  const ended = vi.fn();
  sleep(1000, signal).then(ended);
  await vi.advanceTimersByTimeAsync(999);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toHaveBeenCalledOnce();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('needs no signal', async () => {
  const slept = sleep(1000, undefined);
  await vi.advanceTimersByTimeAsync(1000);
  await slept;
});

it('ends at once when the signal aborts, and leaves nothing behind', async () => {
  const controller = new AbortController();
  const slept = sleep(1000, controller.signal);
  controller.abort(REASON);
  await expect(slept).rejects.toBe(REASON);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

it('does not begin with a signal that has aborted', async () => {
  const signal = AbortSignal.abort(REASON);
  await expect(sleep(1000, signal)).rejects.toBe(REASON);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('heeds no abort that comes after its end', async () => {
  const controller = new AbortController();
  const slept = sleep(1000, controller.signal);
  await vi.advanceTimersByTimeAsync(1000);
  controller.abort(REASON);
  await expect(slept).resolves.toBeUndefined();
});
