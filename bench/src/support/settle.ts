/** The outcome of many calls. */
export interface Settled {
  readonly succeeded: number;
  readonly seconds: number;
  readonly failure?: string;
}

/** Waits for calls, but no longer than `bound` ms. */
export async function settle(calls: readonly Promise<unknown>[], bound: number): Promise<Settled> {
  const started = performance.now();
  let succeeded = 0;
  let failure: string | undefined;
  const counted = calls.map((call) =>
    call.then(
      () => succeeded++,
      (error) => {
        failure ??= String(error);
      },
    ),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const bounded = new Promise((resolve) => {
    timer = setTimeout(resolve, bound);
  });
  await Promise.race([Promise.all(counted), bounded]);
  clearTimeout(timer);
  return { succeeded, seconds: (performance.now() - started) / 1000, ...(failure && { failure }) };
}
