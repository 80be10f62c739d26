/**
 * Returns a function that may be called in any async context, such as that of another call or of a timer, and makes
 * `callback` run in the present one (AsyncLocalStorage). It runs a moment later, once for all calls until then, with the
 * arguments of the last one.
 */
export function inThisContext<Arguments extends unknown[]>(
  callback: (...args: Arguments) => void,
): (...args: Arguments) => void {
  let latest: Arguments;
  let wake = (): void => {};
  const listen = (): void => {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    // Its callback gets the context in which `then` is called.
    woken.then(() => {
      listen();
      callback(...latest);
    });
  };
  listen();
  return (...args) => {
    latest = args;
    wake();
  };
}
