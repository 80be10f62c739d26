/** Fails where `condition` does not hold. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) {
    throw new Error(message);
  }
}

/** Fails where two plain values differ. */
export function assertEqual(found: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  assert(Object.is(found, expected) || a === b, `found ${a}, not ${b}`);
}

/** What a call fails with; fails where it does not. */
export async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error('nothing went wrong');
    },
    (reason: unknown) => reason,
  );
}

type Class<Instance> = abstract new (...args: never[]) => Instance;

/** The error of a class that a call fails with; fails where it is of another class, or where there is none. */
export async function rejectionOf<Instance>(call: Promise<unknown>, type: Class<Instance>): Promise<Instance> {
  const reason = await rejection(call);
  assert(reason instanceof type, `failed with ${reason}, not with a ${type.name}`);
  return reason;
}

/** The error of a class that a function throws; fails where it is of another class, or where there is none. */
export function thrownOf<Instance>(run: () => unknown, type: Class<Instance>): Promise<Instance> {
  return rejectionOf(new Promise((resolve) => resolve(run())), type);
}
