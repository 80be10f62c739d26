import { vi } from 'vitest';
import { Bucket } from '../../emulator/bucket.js';
import type { ClientManagementApi, ClientManagementOptions } from '../../src/index.js';
import { createApi } from './api.js';
import { CLIENT } from './calls.js';

/** A request as the service received it, and the status that it returned. */
export interface Sent {
  readonly method: string;
  readonly cookie: string | null;
  readonly body: string;
  readonly at: number;
  readonly status: number;
}

/** A service of one user, in fake time: ten tokens of each method, a new one every 6 seconds, 20 ms to a response. */
export function bucketService(): { sent: Sent[]; connect(options?: ClientManagementOptions): ClientManagementApi } {
  const buckets = new Map<string, Bucket>();
  const sent: Sent[] = [];
  const respond = async (request: Request): Promise<Response> => {
    const { method, headers } = request;
    const bucket = buckets.get(method) ?? new Bucket(10, 6e9);
    buckets.set(method, bucket);
    const verdict = bucket.take(Math.round(performance.now() * 1e6));
    const status = verdict.accepted ? 200 : 429;
    const place = sent.length;
    sent.push({ method, cookie: headers.get('cookie'), body: '', at: performance.now(), status });
    const body = await request.text();
    sent[place] = { method, cookie: headers.get('cookie'), body, at: performance.now(), status };
    await new Promise((resolve) => setTimeout(resolve, 20));
    return new Response(verdict.accepted ? JSON.stringify(CLIENT) : null, {
      status,
      headers: {
        'x-ratelimit-remaining': `${verdict.accepted ? verdict.remaining : 0}`,
        'x-ratelimit-reset': `${verdict.accepted ? 0 : verdict.wait}`,
      },
    });
  };
  return {
    sent,
    connect: (options = {}) =>
      createApi({ apiKey: 'key', fetch: (request) => respond(request as Request), ...options }),
  };
}

/** Lets `time` ms pass, in steps that give promises room. */
export async function pass(time: number): Promise<void> {
  for (let end = performance.now() + time; performance.now() < end; ) {
    await vi.advanceTimersByTimeAsync(Math.min(20, end - performance.now()));
  }
}
