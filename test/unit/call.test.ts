import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { RetryOptions } from '../../src/index.js';
import { createApi, startApi } from '../support/api.js';
import { anyResponse } from '../support/arbitraries.js';
import { ALL_OPERATIONS, CLIENT_ID } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import type { CannedResponse } from '../support/server.js';
import { expectDocumentedEnd } from '../support/settled.js';
import { DONE, rateLimited, repeat, reset, unavailable } from '../support/steps.js';
import { watchUnhandled } from '../support/unhandled.js';

useFakeTime();

describe('retry', () => {
  it('doubles the wait up to maxDelay until the call succeeds', async () => {
    const { api, waits } = await startApi([...repeat(4, rateLimited()), ...repeat(4, unavailable()), DONE], {
      retry: { maxRetries: 8 },
    });
    const { attempts } = await api.deleteClient(CLIENT_ID).withResponse();
    expect(attempts).toBe(9);
    const ceilings = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
    expect(waits).toHaveLength(ceilings.length);
    for (const [index, ceiling] of ceilings.entries()) {
      expect(waits[index]?.delay).within(ceiling / 2, ceiling);
    }
  });

  it('randomizes the wait of each call', async () => {
    const { api, waits } = await startApi([rateLimited(), DONE, rateLimited(), DONE]);
    await api.deleteClient(CLIENT_ID);
    await api.deleteClient(CLIENT_ID);
    expect(waits[0]?.delay).not.toBe(waits[1]?.delay);
  });

  it('initialDelay and maxDelay bound the waits', async () => {
    const { api, waits } = await startApi([...repeat(3, rateLimited()), DONE], {
      retry: { initialDelay: 10_000, maxDelay: 15_000 },
    });
    await api.deleteClient(CLIENT_ID);
    expect(waits[0]?.delay).within(5000, 10_000);
    expect(waits[1]?.delay).within(7500, 15_000);
    expect(waits[2]?.delay).within(7500, 15_000);
  });

  it('maxRetries: the error of the last response is thrown after five retries by default', async () => {
    const { api, server, waits } = await startApi([
      ...repeat(5, rateLimited()),
      { status: 503, body: '{"reason":"maintenance"}' },
    ]);
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      reason: 'maintenance',
      attempts: 6,
      operation: 'deleteClient',
    });
    expect(waits).toHaveLength(5);
    expect(server.requests).toHaveLength(6);
  });

  it('RateLimitError.retryAfter is not set without a stated wait', async () => {
    const { api } = await startApi([rateLimited()], { retry: false });
    await expect(api.deleteClient(CLIENT_ID)).rejects.not.toHaveProperty('retryAfter');
  });

  it('stops at a response that is not retried', async () => {
    const { api, server } = await startApi([rateLimited(), unavailable(), { status: 404 }]);
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'NotFoundError', attempts: 3 });
    expect(server.requests).toHaveLength(3);
  });

  it('maxRetries counts lost connections, 429 and 503 together', async () => {
    const { api, server } = await startApi([rateLimited(), reset, unavailable()], { retry: { maxRetries: 2 } });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ServiceUnavailableError', attempts: 3 });
    expect(server.requests).toHaveLength(3);
  });
});

describe.each(ALL_OPERATIONS)('retry of $operation', ({ operation, method, url, run, success, data }) => {
  it.each([
    ['a 429', rateLimited()],
    ['a 429 with X-Ratelimit-Reset', rateLimited({ 'x-ratelimit-reset': '6000000000' })],
    ['a 503', unavailable()],
  ])('follows %s', async (_, failure) => {
    const { api, server, waits } = await startApi([failure, success]);
    const outcome = await run(api).withResponse();
    expect(outcome).toMatchObject({ data, attempts: 2 });
    expect(outcome.response.status).toBe(success.status);
    expect(waits).toEqual([{ operation, method, delay: expect.any(Number), queued: expect.any(Number) }]);
    expect(server.requests).toHaveLength(2);
    for (const request of server.requests) {
      expect(request).toMatchObject({ method, url });
    }
  });
});

it.each([400, 401, 403, 404, 405, 409, 500, 502, 504])('retry: a %i is not retried', async (status) => {
  const headers = { 'retry-after': '1', 'x-ratelimit-reset': '1000000000' };
  const { api, server, waits } = await startApi([{ status, headers }]);
  const call = api.deleteClient(CLIENT_ID);
  await expect(call).rejects.toMatchObject({ status, attempts: 1 });
  await expect(call).rejects.not.toHaveProperty('retryAfter');
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(1);
});

it('retry: a redirect is not retried', async () => {
  const { api, server } = await startApi([{ status: 302, headers: { location: '/login', 'retry-after': '1' } }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'UnexpectedResponseError', status: 302 });
  expect(server.requests).toHaveLength(1);
});

it('retry: a success with an unexpected body is not retried', async () => {
  const { api, server } = await startApi([{ status: 200, body: '<html>' }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'UnexpectedResponseError', status: 200 });
  expect(server.requests).toHaveLength(1);
});

describe('retry after a 503', () => {
  const HTML_PAGE: CannedResponse = {
    status: 503,
    headers: { 'content-type': 'text/html' },
    body: `<html><body><h1>503 Service Temporarily Unavailable</h1>${'nginx '.repeat(500)}</body></html>`,
  };

  it.each([
    ['an empty body', unavailable()],
    ["a gateway's HTML page", HTML_PAGE],
    ['an X-Ratelimit-Reset, which does not count here', unavailable({ 'x-ratelimit-reset': '6000000000' })],
    ['a Retry-After that cannot be read', unavailable({ 'retry-after': 'soon', 'x-ratelimit-reset': '6000000000' })],
  ])('backs off with %s', async (_, response) => {
    const { api, server, waits } = await startApi([response, DONE]);
    await api.deleteClient(CLIENT_ID);
    expect(waits).toHaveLength(1);
    expect(waits[0]?.delay).within(250, 500);
    expect(server.requests).toHaveLength(2);
  });

  it('waits for its Retry-After', async () => {
    const { api, waits } = await startApi([unavailable({ 'retry-after': '120' }), DONE]);
    await api.deleteClient(CLIENT_ID);
    expect(waits).toHaveLength(1);
    expect(waits[0]?.delay).within(120_000, 121_000);
  });

  it("ServiceUnavailableError.body is the gateway's page", async () => {
    const { api } = await startApi([HTML_PAGE]);
    await expect(api.deleteClient(CLIENT_ID, { retry: false })).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      status: 503,
      body: HTML_PAGE.body,
      attempts: 1,
    });
  });

  it('does not happen if its Retry-After exceeds maxWait', async () => {
    const { api, server, waits } = await startApi([unavailable({ 'retry-after': '3600' })]);
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      retryAfter: 3_600_000,
      attempts: 1,
    });
    expect(waits).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });
});

const OFF: [string, RetryOptions | false][] = [
  ['retry: false', false],
  ['maxRetries: 0', { maxRetries: 0 }],
];
const FAILURES = [
  rateLimited(),
  rateLimited({ 'x-ratelimit-reset': '6000000000' }),
  unavailable(),
  unavailable({ 'retry-after': '7' }),
  reset,
];

it.each(OFF)('retry: never happens with %s on the API object', async (_, retry) => {
  const { api, server, waits } = await startApi(FAILURES, { retry, pacing: false });
  for (const _ of FAILURES) {
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ attempts: 1 });
  }
  expect(waits).toEqual([]);
  expect(server.requests).toHaveLength(FAILURES.length);
});

it.each(OFF)('retry: never happens with %s on a call', async (_, retry) => {
  const { api, server, waits } = await startApi([...FAILURES, rateLimited(), DONE], { pacing: false });
  for (const _ of FAILURES) {
    await expect(api.deleteClient(CLIENT_ID, { retry })).rejects.toMatchObject({ attempts: 1 });
  }
  expect(waits).toEqual([]);
  await api.deleteClient(CLIENT_ID);
  expect(server.requests).toHaveLength(FAILURES.length + 2);
});

it.each(OFF)('retry: a call may set it although the API object has %s', async (_, retry) => {
  const { api } = await startApi([rateLimited(), DONE], { retry });
  const { attempts } = await api.deleteClient(CLIENT_ID, { retry: { maxRetries: 1 } }).withResponse();
  expect(attempts).toBe(2);
});

it('retry: members that a call does not set are those of the API object', async () => {
  const { api, waits } = await startApi(repeat(3, rateLimited()), { retry: { maxRetries: 2, initialDelay: 10_000 } });
  const call = api.deleteClient(CLIENT_ID, { retry: { maxDelay: 12_000 } });
  await expect(call).rejects.toMatchObject({ attempts: 3 });
  expect(waits[0]?.delay).within(5000, 10_000);
  expect(waits[1]?.delay).within(6000, 12_000);
});

it('maxWait: that of a call overrides that of the API object', async () => {
  const limited = rateLimited({ 'x-ratelimit-reset': '6000000000' });
  const { api, server } = await startApi([limited, limited, DONE], { maxWait: 1000 });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ attempts: 1 });
  await api.deleteClient(CLIENT_ID, { maxWait: 7000 });
  expect(server.requests).toHaveLength(3);
});

it('headers: those of the API object and of the call are sent with each attempt', async () => {
  const { api, server } = await startApi([rateLimited(), DONE], { headers: { 'x-one': 'object', 'x-two': 'object' } });
  await api.deleteClient(CLIENT_ID, { headers: { 'x-two': 'call' } });
  for (const { headers } of server.requests) {
    expect(headers).toMatchObject({ 'x-one': 'object', 'x-two': 'call' });
  }
});

it('maxWait: a wrong value on a call rejects before any request', async () => {
  const { api, server } = await startApi([DONE]);
  await expect(api.deleteClient(CLIENT_ID, { maxWait: -1 })).rejects.toMatchObject({
    name: 'ConfigurationError',
    operation: 'deleteClient',
    attempts: 0,
  });
  expect(server.requests).toEqual([]);
});

describe('timeout, maxWait and signal', () => {
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
          const api = createApi({
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
});
