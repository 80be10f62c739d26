import { abortable, type Limits } from './abortable.js';

/** Runs tasks that have the same key one after another, in order. */
export class TaskQueue {
  readonly #last = new Map<string, Promise<void>>();

  /** Rejects as the task does, or with the error of the limits if they end the wait for the tasks before. */
  run<Value>(key: string, limits: Limits, task: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(key);
    const result = before ? waitFor(before, limits).then(task) : task();
    // A task that left early does not let those behind it pass the ones before.
    const done = (): Promise<void> | undefined => before;
    const settled = result.then(done, done).then(() => {
      if (this.#last.get(key) === settled) {
        this.#last.delete(key);
      }
    });
    this.#last.set(key, settled);
    return result;
  }
}

function waitFor(before: Promise<void>, limits: Limits): Promise<void> {
  return abortable(limits, ({ resolve }) => {
    before.then(resolve);
    return () => {};
  });
}
