/** Puts a member on Object.prototype, as in a program that was attacked, until the promise of `run` is settled. */
export async function whilePolluted<Value>(name: string, value: unknown, run: () => Promise<Value>): Promise<Value> {
  pollute(name, value);
  try {
    return await run();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}

/** The same until `run` returns, where Node itself would fail over the member: it reads `body` and `signal` too. */
export function whilePollutedSync<Result>(name: string, value: unknown, run: () => Result): Result {
  pollute(name, value);
  try {
    return run();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}

// Enumerable, as an assignment makes it.
function pollute(name: string, value: unknown): void {
  Object.defineProperty(Object.prototype, name, { value, enumerable: true, configurable: true, writable: true });
}
