import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { vi } from 'vitest';
import { ClientManagementApi, type ClientManagementOptions } from '../../src/index.js';
import { CLIENT, CREATE_REQUEST } from './calls.js';

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

const MINUTE = 60_000;

/** The bucket of a method with `perMinute` tokens, as a version keeps it. */
export function bucketOf(version: string, perMinute: number): BucketRules {
  return {
    capacity: perMinute,
    interval: MINUTE / perMinute,
    states: /^3\.[01]\./.test(version) ? 'full' : 'next',
    resetOnSuccess: version.startsWith('3.0.'),
  };
}

/** What the service returned to a request of a recorded sequence. */
export interface RecordedResponse {
  readonly ms: number;
  readonly status: number;
  readonly remaining: number;
  /** In ns. */
  readonly reset: number;
}

/** The sequences that were recorded from the service, by version and then by name. */
export function recordedSequences(): Map<string, Map<string, RecordedResponse[]>> {
  const versions = new Map<string, Map<string, RecordedResponse[]>>();
  const [, ...lines] = readFileSync(new URL('recorded-limits.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  for (const line of lines) {
    const [version = '', name = '', ...numbers] = line.split(',');
    const [ms = 0, status = 0, remaining = 0, reset = 0] = numbers.map(Number);
    const sequences = versions.get(version) ?? new Map<string, RecordedResponse[]>();
    versions.set(version, sequences.set(name, [...(sequences.get(name) ?? []), { ms, status, remaining, reset }]));
  }
  return versions;
}

/** A bucket that starts full and refills all the time. */
export function bucketLimiter({ capacity, interval, states, resetOnSuccess = false }: BucketRules): Limiter {
  let tokens = capacity;
  let countedAt = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(capacity, tokens + (now - countedAt) / interval);
    countedAt = now;
    // Sums of fractions of a token may end just below a whole one.
    tokens = Math.abs(tokens - Math.round(tokens)) < 1e-9 ? Math.round(tokens) : tokens;
    const accepted = tokens >= 1;
    tokens -= accepted ? 1 : 0;
    const untilFull = (capacity - tokens) * interval;
    const untilNext = (1 - tokens) * interval;
    const reset = accepted ? (resetOnSuccess ? untilFull : 0) : states === 'full' ? untilFull : untilNext;
    return {
      accepted,
      headers: {
        'x-ratelimit-remaining': `${accepted ? Math.floor(tokens) : 0}`,
        'x-ratelimit-reset': `${Math.round(reset * 1e6)}`,
      },
    };
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

// Mulberry32: the same numbers from 0 to 1 for a seed in every run.
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
