import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { sleep } from '../../src/abortable.js';
import { useFakeClock } from '../support/fake-time.js';

const REASON = new Error('enough');

useFakeClock();

it('resolves when its time is over, and not before', async () => {
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

it('rejects at once if the signal aborts, and leaves no timer and no listener', async () => {
  const controller = new AbortController();
  const slept = sleep(1000, controller.signal);
  controller.abort(REASON);
  await expect(slept).rejects.toBe(REASON);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

it('rejects at once if the signal has already aborted', async () => {
  const signal = AbortSignal.abort(REASON);
  await expect(sleep(1000, signal)).rejects.toBe(REASON);
  expect(vi.getTimerCount()).toBe(0);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('ignores an abort after its end', async () => {
  const controller = new AbortController();
  const slept = sleep(1000, controller.signal);
  await vi.advanceTimersByTimeAsync(1000);
  controller.abort(REASON);
  await expect(slept).resolves.toBeUndefined();
});
