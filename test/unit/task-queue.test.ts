import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { TaskQueue } from '../../src/task-queue.js';
import { defer } from '../support/deferred.js';

const FOREVER = { signal: undefined };

it('TaskQueue.run() runs tasks of one key in order, also after one that fails', async () => {
  const queue = new TaskQueue();
  const events: string[] = [];
  const first = defer<void>();
  const calls = [
    queue.run('a', FOREVER, async () => {
      events.push('first');
      await first.promise;
      throw new Error('failed');
    }),
    queue.run('a', FOREVER, async () => void events.push('second')),
    queue.run('b', FOREVER, async () => void events.push('other')),
  ];
  await setImmediate();
  expect(events).toEqual(['first', 'other']);
  first.resolve();
  expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(events).toEqual(['first', 'other', 'second']);
});

it('TaskQueue.run() rejects a task whose signal aborts, and keeps those behind it waiting for the one before', async () => {
  const queue = new TaskQueue();
  const events: string[] = [];
  const first = defer<void>();
  const controller = new AbortController();
  const running = queue.run('a', FOREVER, () => first.promise);
  const aborted = queue.run('a', { signal: controller.signal }, async () => void events.push('aborted'));
  const last = queue.run('a', FOREVER, async () => void events.push('last'));
  controller.abort(new Error('enough'));
  await expect(aborted).rejects.toThrow('enough');
  await setImmediate();
  expect(events).toEqual([]);
  first.resolve();
  await Promise.all([running, last]);
  expect(events).toEqual(['last']);
});

it('TaskQueue.run() starts a task at once if nothing with its key runs', () => {
  const queue = new TaskQueue();
  let started = false;
  queue.run('a', FOREVER, async () => {
    started = true;
  });
  expect(started).toBe(true);
});
