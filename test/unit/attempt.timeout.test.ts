import { describe, expect, it, vi } from 'vitest';
import { TimeoutError } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST, REPEATABLE } from '../support/calls.js';
import { defer } from '../support/deferred.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { createWithFetch } from '../support/own-fetch.js';
import { DONE, rateLimited, silent, stalled } from '../support/steps.js';

useFakeTime();

describe('timeout', () => {
  it.each([
    ['the headers', silent],
    ['the body of a 200', stalled(200)],
    ['the body of a 404', stalled(404)],
    ['the body of a 429', stalled(429)],
  ])('ends an attempt that waits for %s, without a retry', async (_, step) => {
    const { api, server, waits } = await startApi([step]);
    const settled = vi.fn();
    const call = api.deleteClient(CLIENT_ID);
    call.then(settled, settled);
    await server.received(1);
    await letSocketsWork();

    await vi.advanceTimersByTimeAsync(29_999);
    await letSocketsWork();
    expect(settled).not.toHaveBeenCalled();

    await vi.advanceTimersByTimeAsync(1);
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError', operation: 'deleteClient', attempts: 1 });
    expect(waits).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it.each(REPEATABLE)('is not retried: $operation', async ({ run }) => {
    const { api, server } = await startApi([silent], { timeout: 1000 });
    const ended = expect(run(api)).rejects.toMatchObject({ name: 'TimeoutError', attempts: 1 });
    await server.received(1);
    await vi.advanceTimersByTimeAsync(1000);
    await ended;
    await letSocketsWork();
    expect(server.requests).toHaveLength(1);
  });

  it('of a call overrides that of the API object', async () => {
    const { api, server } = await startApi([silent], { timeout: 1000 });
    const call = api.deleteClient(CLIENT_ID, { timeout: 50 });
    const ended = expect(call).rejects.toThrow('within 50 ms');
    await server.received(1);
    await vi.advanceTimersByTimeAsync(50);
    await ended;
  });

  it('applies to each attempt anew, and does not include waits', async () => {
    const { api, server, waits } = await startApi([rateLimited({ 'retry-after': '7' }), DONE, rateLimited(), silent], {
      timeout: 1000,
    });
    await api.deleteClient(CLIENT_ID);
    expect(waits[0]?.delay).toBeGreaterThan(1000);

    const ended = expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'TimeoutError', attempts: 2 });
    await server.received(4);
    await vi.advanceTimersByTimeAsync(1000);
    await ended;
  });

  it('ends an apiKey function that takes too long', async () => {
    const asked = defer();
    const { api, server } = await startApi([], {
      timeout: 1000,
      apiKey: () => {
        asked.resolve();
        return new Promise(() => {});
      },
    });
    const ended = expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'TimeoutError' });
    await asked.promise;
    await vi.advanceTimersByTimeAsync(1000);
    await ended;
    expect(server.connections()).toBe(0);
  });
});

const TIMEOUT = 900_000;

/** What Node's fetch fails with. */
function failure(message: string, code: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(code), { code }) });
}

const LIMITS: [string, Error][] = [
  ['UND_ERR_HEADERS_TIMEOUT', failure('fetch failed', 'UND_ERR_HEADERS_TIMEOUT')],
  ['UND_ERR_BODY_TIMEOUT', failure('fetch failed', 'UND_ERR_BODY_TIMEOUT')],
  ["the TimeoutError of Bun's fetch", new DOMException('The operation timed out.', 'TimeoutError')],
  [
    'UND_ERR_HEADERS_TIMEOUT without a cause',
    Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' }),
  ],
];

async function expectTimeout(call: Promise<unknown>, attempts: number): Promise<void> {
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ code: 'TIMEOUT', attempts, mayHaveRun: true });
}

describe.each(LIMITS)('TimeoutError: a fetch that rejects with %s', (_, error) => {
  it.each(ALL_OPERATIONS)('ends $operation without a retry', async ({ run }) => {
    const { api, requests, waits } = createWithFetch(() => Promise.reject(error), { timeout: TIMEOUT });
    await expectTimeout(run(api), 1);
    expect(requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it('may also happen in a retry', async () => {
    const { api, requests } = createWithFetch(
      (_, count) => (count === 1 ? new Response(null, { status: 429 }) : Promise.reject(error)),
      { timeout: TIMEOUT },
    );
    await expectTimeout(api.createClient(CREATE_REQUEST), 2);
    expect(requests).toHaveLength(2);
  });
});

it.each(ALL_OPERATIONS)(
  'TimeoutError: a body that fails with UND_ERR_BODY_TIMEOUT ends $operation without a retry',
  async (item) => {
    const { api, requests, waits } = createWithFetch(
      () => {
        const body = new ReadableStream({
          pull: (controller) => controller.error(failure('terminated', 'UND_ERR_BODY_TIMEOUT')),
        });
        return new Response(body, { status: item.success.status });
      },
      { timeout: TIMEOUT },
    );
    await expectTimeout(item.run(api), 1);
    expect(requests).toHaveLength(1);
    expect(waits).toEqual([]);
  },
);

it("TimeoutError: headersTimeout and bodyTimeout of undici's Agent end deleteClient before timeout, without a retry", async () => {
  // Its timers are faked only if nothing used it before.
  const { Agent, fetch: undiciFetch } = await import('undici');
  const dispatcher = new Agent({ headersTimeout: 1000, bodyTimeout: 1000 });
  const limitedFetch: typeof fetch = async (...parts) => {
    const { url, method, headers, signal } = new Request(...parts);
    return (await undiciFetch(url, { method, headers: [...headers], signal, dispatcher })) as unknown as Response;
  };
  for (const step of [silent, stalled(200)]) {
    const { api, server, waits } = await startApi([step], { fetch: limitedFetch, timeout: TIMEOUT });
    const settled = vi.fn();
    const call = api.deleteClient(CLIENT_ID);
    call.then(settled, settled);
    await server.received(1);
    for (let ms = 0; ms < 5000 && settled.mock.calls.length === 0; ms += 100) {
      await letSocketsWork();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(settled).toHaveBeenCalled();
    await expectTimeout(call, 1);
    expect(server.requests).toHaveLength(1);
    expect(waits).toEqual([]);
  }
});

it.each(['UND_ERR_SOCKET', 'ECONNRESET'])(
  'ConnectionError, not TimeoutError: deleteClient is retried after %s',
  async (code) => {
    const { api, requests } = createWithFetch(() => Promise.reject(failure('fetch failed', code)), {
      timeout: TIMEOUT,
      retry: { maxRetries: 2 },
    });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConnectionError', attempts: 3 });
    expect(requests).toHaveLength(3);
  },
);
