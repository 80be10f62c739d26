import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { anyResponse } from '../support/arbitraries.js';
import { ALL_OPERATIONS } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { expectDocumentedEnd } from '../support/settled.js';
import { watchUnhandled } from '../support/unhandled.js';

useFakeTime();

const TIMEOUT = 1000;
const MAX_WAIT = 20_000;

/** What happens next: a response, a lost connection, time that passes, or an abort. */
const anyEvent = fc.oneof(
  fc.record({ kind: fc.constant('respond' as const), response: anyResponse }),
  fc.record({ kind: fc.constant('lose' as const) }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 8000 }) }),
  fc.record({ kind: fc.constant('abort' as const) }),
);

async function settleDown(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await setImmediate();
  }
}

it('a call settles once, in any order of responses, timeouts and aborts', async () => {
  const unhandled = watchUnhandled();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ALL_OPERATIONS),
      fc.array(anyEvent, { maxLength: 8 }),
      fc.boolean(),
      async (called, events, heedsSignal) => {
        const reason = { left: true };
        const controller = new AbortController();
        const pending: { respond: (response: Response) => void; lose: (reason: Error) => void }[] = [];
        const waits: number[] = [];
        let sent = 0;
        const api = new ClientManagementApi({
          apiKey: async () => 'key',
          timeout: TIMEOUT,
          maxWait: MAX_WAIT,
          onWait: ({ delay }) => waits.push(delay),
          fetch: (input) =>
            new Promise((respond, lose) => {
              sent++;
              pending.push({ respond, lose });
              if (heedsSignal) {
                (input as Request).signal.addEventListener('abort', () => lose(new DOMException('', 'AbortError')));
              }
            }),
        });
        const settled = vi.fn();
        const promise = called.run(api, { signal: controller.signal });
        const results = Promise.allSettled([promise, promise.withResponse()]);
        promise.then(settled, settled);

        for (const event of events) {
          await settleDown();
          if (event.kind === 'respond') {
            pending.shift()?.respond(event.response());
          } else if (event.kind === 'lose') {
            pending.shift()?.lose(new TypeError('fetch failed'));
          } else if (event.kind === 'abort') {
            controller.abort(reason);
            await settleDown();
            expect(settled).toHaveBeenCalledOnce();
          } else {
            await vi.advanceTimersByTimeAsync(event.ms);
          }
        }
        await settleDown();
        // By now it has the response, or waits for one that never comes, or for its next attempt: time ends it.
        for (let round = 0; round < 40 && settled.mock.calls.length === 0; round++) {
          await vi.advanceTimersByTimeAsync(MAX_WAIT + TIMEOUT);
          await settleDown();
        }
        expect(settled).toHaveBeenCalledOnce();
        const [data, response] = await results;
        expectDocumentedEnd(called, data, reason);
        expect(response.status).toBe(data.status);
        if (data.status === 'rejected') {
          expect(response).toHaveProperty('reason', data.reason);
        }
        expect(waits.reduce((sum, delay) => sum + delay, 0)).toBeLessThanOrEqual(MAX_WAIT + 1e-6);
        expect(vi.getTimerCount()).toBe(0);
        expect(getEventListeners(controller.signal, 'abort')).toEqual([]);

        const sentBefore = sent;
        pending.shift()?.respond(new Response('{}'));
        await settleDown();
        expect(sent).toBe(sentBefore);
      },
    ),
    { numRuns: 400 },
  );
  expect(await unhandled()).toEqual([]);
});
