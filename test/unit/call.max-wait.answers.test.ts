import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { anyResponse } from '../support/arbitraries.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { expectDocumentedEnd } from '../support/settled.js';

useFakeTime();

const anyEvent = fc.oneof(
  { weight: 4, arbitrary: anyResponse },
  fc.anything().map((thrown) => (): Response => {
    throw thrown;
  }),
);

it('maxWait and maxRetries: a call ends within them, whatever the service returns', async () => {
  const bounds = fc.record({
    maxWait: fc.oneof(fc.integer({ min: 0, max: 700_000 }), fc.constantFrom(1000, 6000, 7000, 13_500)),
    maxRetries: fc.integer({ min: 0, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ALL_OPERATIONS),
      fc.array(anyEvent, { minLength: 1, maxLength: 12 }),
      bounds,
      fc.boolean(),
      fc.boolean(),
      async (called, events, { maxWait, maxRetries }, checked, pacing) => {
        const waits: number[] = [];
        const started = performance.now();
        let attempts = 0;
        const api = new ClientManagementApi({
          apiKey: 'key',
          maxWait,
          retry: { maxRetries },
          validate: { response: checked },
          pacing,
          fetch: async () => {
            const event = events[attempts++ % events.length];
            return event?.() ?? new Response();
          },
          onWait: async ({ delay }) => {
            waits.push(delay);
            await setImmediate();
            await vi.advanceTimersByTimeAsync(delay);
          },
        });
        const [result] = await Promise.allSettled([called.run(api)]);
        expectDocumentedEnd(called, result);
        // The timers of the fake clock are set in whole ms.
        expect(performance.now() - started).toBeLessThanOrEqual(maxWait + waits.length);
        // With pacing an attempt may follow two waits, one of its own and one in the queue, and the last may end with maxWait.
        expect(attempts).within(pacing ? Math.max(1, Math.ceil(waits.length / 2)) : waits.length + 1, waits.length + 1);
        expect(attempts).toBeLessThanOrEqual(maxRetries === 0 ? 1 : maxRetries + maxWait / 100 + 12);
        expect(vi.getTimerCount()).toBe(0);
      },
    ),
    { numRuns: 1000 },
  );
});

it('maxWait: the waits never exceed it in all, however long the stated wait is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10, max: 60_000 }),
      fc.double({ min: 0.1, max: 1.01, noNaN: true }),
      async (maxWait, share) => {
        const waits: number[] = [];
        const reset = String(Math.max(1e6, Math.round(maxWait * share * 1e6)));
        const api = new ClientManagementApi({
          apiKey: 'key',
          maxWait,
          pacing: false,
          fetch: async () => new Response(null, { status: 429, headers: { 'x-ratelimit-reset': reset } }),
          onWait: async ({ delay }) => {
            waits.push(delay);
            await setImmediate();
            await vi.advanceTimersByTimeAsync(delay);
          },
        });
        const error: unknown = await api.deleteClient(CLIENT_ID).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: 'RateLimitError', attempts: waits.length + 1 });
        expect(waits.reduce((sum, delay) => sum + delay, 0)).toBeLessThanOrEqual(maxWait + 1e-6);
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(Number(reset) / 1e6);
      },
    ),
    { numRuns: 300 },
  );
});
