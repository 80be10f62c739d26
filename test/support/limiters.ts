import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import { Bucket } from '../../emulator/bucket.js';
import { behaviourOf, type ServiceVersion } from '../../emulator/versions.js';
import { ClientManagementApi, type ClientManagementOptions } from '../../src/index.js';
import { CLIENT, CREATE_REQUEST } from './calls.js';
import { randomFrom } from './random.js';

/** What a limiter makes of a request. */
export interface Verdict {
  readonly accepted: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Decides on a request with this method at the time `performance.now()`. */
export type Limiter = (method: string) => Verdict;

/** A bucket of tokens as the service keeps one for each method. */
export interface BucketRules {
  readonly capacity: number;
  /** From one token to the next, in ms. */
  readonly interval: number;
  /** What the Reset of a 429 states: the time until the next token, or until the bucket is full. */
  readonly states: 'next' | 'full';
  /** Whether the Reset of a success states the time until the bucket is full; otherwise it is 0. */
  readonly resetOnSuccess?: boolean;
}

/** The bucket of a method with `perMinute` tokens, as a version keeps it. */
export function bucketOf(version: ServiceVersion, perMinute: number): BucketRules {
  const { resetMeans, resetWhenAccepted } = behaviourOf(version);
  return {
    capacity: perMinute,
    interval: 60_000 / perMinute,
    states: resetMeans === 'full' ? 'full' : 'next',
    resetOnSuccess: resetWhenAccepted,
  };
}

/** A bucket that starts full and refills all the time. */
export function bucketLimiter({ capacity, interval, states, resetOnSuccess = false }: BucketRules): Limiter {
  const bucket = new Bucket(capacity, interval * 1e6);
  return () => {
    const result = bucket.take(Math.round(performance.now() * 1e6));
    const { accepted, untilFull } = result;
    const [remaining, reset] = result.accepted
      ? [result.remaining, resetOnSuccess ? untilFull : 0]
      : [0, states === 'full' ? untilFull : result.wait];
    return { accepted, headers: { 'x-ratelimit-remaining': `${remaining}`, 'x-ratelimit-reset': `${reset}` } };
  };
}

/** Calls of API objects that start at the same time. Each object has queues of its own, as a process has. */
export interface Scene {
  readonly limiter: Limiter;
  readonly processes?: number;
  /** How many calls each process makes. */
  readonly calls: number;
  /** What makes a call; a create if not set. */
  readonly call?: (api: ClientManagementApi, index: number) => Promise<unknown>;
  readonly options?: ClientManagementOptions;
  /** What happens meanwhile: `at` in ms from the start. */
  readonly events?: readonly { readonly at: number; run(): void }[];
  readonly seed?: number;
}

/** What became of a scene. Times are in ms from its start. */
export interface Figures {
  /** When all calls of a process had ended, of each process. */
  readonly ends: readonly number[];
  readonly errors: readonly unknown[];
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
}

/** Plays a scene to its end in fake time. Each response takes 10 to 50 ms. */
export async function play({
  limiter,
  processes = 1,
  calls,
  call = (api) => api.createClient(CREATE_REQUEST),
  options = {},
  events = [],
  seed = 1,
}: Scene): Promise<Figures> {
  const started = performance.now();
  const figures = { ends: [] as number[], errors: [] as unknown[], accepted: [] as number[], refused: [] as number[] };
  const latency = randomFrom(seed + 1000);
  const random = vi.spyOn(Math, 'random').mockImplementation(randomFrom(seed));
  const fetch = async (input: unknown): Promise<Response> => {
    const { method, url } = input as Request;
    if (url.endsWith('/security/oauth2/token')) {
      return new Response(null, { status: 404 });
    }
    const time = 10 + Math.round(latency() * 40);
    await pause(time / 2);
    const { accepted, headers } = limiter(method);
    figures[accepted ? 'accepted' : 'refused'].push(performance.now() - started);
    await pause(time / 2);
    const body = accepted && method === 'POST' ? JSON.stringify(CLIENT) : null;
    return new Response(body, { status: accepted ? 200 : 429, headers });
  };
  for (const { at, run } of events) {
    setTimeout(run, at);
  }
  const ended = Array.from({ length: processes }, async () => {
    const api = new ClientManagementApi({
      baseUrl: 'https://portal.test',
      apiKey: 'key',
      maxWait: 1e9,
      fetch,
      ...options,
    });
    const results = await Promise.allSettled(Array.from({ length: calls }, (_, index) => call(api, index)));
    figures.errors.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
    figures.ends.push(performance.now() - started);
  });
  while (figures.ends.length < ended.length) {
    // Reading a body takes more than microtasks.
    await setImmediate();
    await setImmediate();
    vi.advanceTimersToNextTimer();
  }
  random.mockRestore();
  return figures;
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
