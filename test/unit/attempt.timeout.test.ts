import { describe, expect, it, vi } from 'vitest';
import { TimeoutError } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { createWithFetch } from '../support/own-fetch.js';
import { silent, stalled } from '../support/steps.js';

useFakeTime();

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
