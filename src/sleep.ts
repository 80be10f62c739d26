/** Waits for `delay` ms; rejects with the signal's reason as soon as it aborts. */
export function sleep(delay: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      if (signal?.aborted) {
        reject(signal.reason);
      } else {
        resolve();
      }
    };
    const timer = setTimeout(end, delay);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) {
      end();
    }
  });
}
