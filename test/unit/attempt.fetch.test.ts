import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { ConfigurationError } from '../../src/index.js';
import { createApi, startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT, CLIENT_ID, CREATE_REQUEST, REPEATABLE } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { createWithFetch } from '../support/own-fetch.js';

useFakeTime();

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const BUGS: [string, unknown][] = [
  ['a ReferenceError', thrownBy(() => new Function('return missing')())],
  ['a TypeError of its own', thrownBy(() => Reflect.get(Object(null), 'response').status)],
  ['a TypeError without a message', new TypeError()],
  ['a RangeError', thrownBy(() => 'x'.repeat(-1))],
  ['a SyntaxError', thrownBy(() => JSON.parse('{'))],
  ['a URIError', thrownBy(() => decodeURIComponent('%'))],
  ['an EvalError', new EvalError('no code from strings')],
];

const CONTROL_FLOW: [string, unknown][] = [
  'NEXT_REDIRECT;replace;/login;307;',
  'NEXT_HTTP_ERROR_FALLBACK;404',
  'DYNAMIC_SERVER_USAGE',
  'HANGING_PROMISE_REJECTION',
].map((digest) => [`the digest ${digest}`, Object.assign(new Error('control flow'), { digest })]);

const ABORTS: [string, unknown][] = [
  ['an AbortError of another signal', new DOMException('This operation was aborted', 'AbortError')],
  ['an AbortError that is no DOMException', Object.assign(new Error('The user aborted'), { name: 'AbortError' })],
];

const FROM_FETCH = [...BUGS, ...CONTROL_FLOW, ...ABORTS];

describe.each(FROM_FETCH)('fetch option that rejects with %s', (_, thrown) => {
  it.each(ALL_OPERATIONS)('ends $operation with that error, without a retry', async ({ run }) => {
    const { api, requests, waits } = createWithFetch(() => Promise.reject(thrown));
    await expect(run(api)).rejects.toBe(thrown);
    await expect(run(api).withResponse()).rejects.toBe(thrown);
    expect(requests).toHaveLength(2);
    expect(waits).toEqual([]);
  });

  it('may throw it synchronously', async () => {
    const { api, requests } = createWithFetch(() => {
      throw thrown;
    });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toBe(thrown);
    expect(requests).toHaveLength(1);
  });

  it('may do so in a retry', async () => {
    const { api, requests } = createWithFetch((_, count) =>
      count === 1 ? new Response(null, { status: 503 }) : Promise.reject(thrown),
    );
    await expect(api.deleteClient(CLIENT_ID)).rejects.toBe(thrown);
    expect(requests).toHaveLength(2);
  });

  it('frees its slot in the queue', async () => {
    const { api, requests } = createWithFetch((_, count) =>
      count <= 5 ? Promise.reject(thrown) : new Response(null, { status: 200 }),
    );
    const calls = Array.from({ length: 9 }, () => api.deleteClient(CLIENT_ID));
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(5);
    expect(requests).toHaveLength(9);
  });
});

describe.each([...BUGS, ...CONTROL_FLOW])('fetch option whose body fails with %s', (_, thrown) => {
  it.each(ALL_OPERATIONS)('ends $operation with that error, without a retry', async ({ run, success }) => {
    const { api, requests, waits } = createWithFetch(() => {
      const body = new ReadableStream({
        pull: (controller) => controller.error(thrown),
      });
      return new Response(body, { status: success.status });
    });
    await expect(run(api)).rejects.toBe(thrown);
    expect(requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });
});

it('fetch option: the error of a stream that the body is piped through ends the call', async () => {
  const bug = new ReferenceError('missing is not defined');
  const { api, server, waits } = await startApi([{ status: 200, body: '{"client_secret":"a"}' }], {
    fetch: async (...parts) => {
      const response = await fetch(...parts);
      const transform = (): never => {
        throw bug;
      };
      return new Response(response.body?.pipeThrough(new TransformStream({ transform })) ?? null, response);
    },
  });
  await expect(api.regenerateSecret(CLIENT_ID)).rejects.toBe(bug);
  expect(server.requests).toHaveLength(1);
  expect(waits).toEqual([]);
});

/** What the platforms say of a network that failed. */
const NETWORK_FAILURES: [string, unknown][] = [
  ...[
    'fetch failed',
    'terminated',
    'network error',
    'Failed to fetch',
    'Load failed',
    'NetworkError when attempting to fetch resource.',
    'The Internet connection appears to be offline.',
    'Network request failed',
    'error sending request for url (https://portal.example.com/): connection reset',
  ].map((message): [string, unknown] => [`the TypeError "${message}"`, new TypeError(message)]),
  ['a TypeError with a cause', new TypeError('it failed', { cause: new Error('socket hang up') })],
  ['a TypeError with a code', Object.assign(new TypeError('it failed'), { code: 'ECONNRESET' })],
  ['a plain Error', new Error('Network connection lost.')],
  ['a string', 'lost'],
  ['an object', { message: 'lost' }],
  ['undefined', undefined],
  ['null', null],
];

describe.each(NETWORK_FAILURES)('ConnectionError: a fetch that rejects with %s', (_, thrown) => {
  it('is a lost connection, which only idempotent operations retry', async () => {
    const retry = { maxRetries: 2 };
    for (const { operation, run } of REPEATABLE) {
      const { api, requests } = createWithFetch(() => Promise.reject(thrown), { retry });
      await expect(run(api)).rejects.toMatchObject({ name: 'ConnectionError', operation, attempts: 3 });
      expect(requests).toHaveLength(3);
    }
    const { api, requests } = createWithFetch(() => Promise.reject(thrown), { retry });
    await expect(api.createClient(CREATE_REQUEST)).rejects.toMatchObject({ name: 'ConnectionError', attempts: 1 });
    expect(requests).toHaveLength(1);
  });
});

it('fetch option: an abort rejects with signal.reason, whatever fetch rejects with', async () => {
  const controller = new AbortController();
  const reason = new Error('changed my mind');
  const aborted = vi.fn();
  const { api, requests } = createWithFetch(({ signal }) => {
    signal.addEventListener('abort', aborted);
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      controller.abort(reason);
    });
  });
  await expect(api.deleteClient(CLIENT_ID, { signal: controller.signal })).rejects.toBe(reason);
  expect(aborted).toHaveBeenCalledOnce();
  expect(requests).toHaveLength(1);
});

it.each([undefined, null, 'text', {}, { ok: true, headers: {} }])(
  'fetch option: %j in place of a Response is a ConfigurationError after one attempt',
  async (given) => {
    const fetch = vi.fn(async () => given as unknown as Response);
    const call = createApi({ apiKey: 'key', fetch }).deleteClient(CLIENT_ID);
    await expect(call).rejects.toThrow(ConfigurationError);
    await expect(call).rejects.toMatchObject({
      message: `deleteClient ${CLIENT_ID}: fetch must resolve to a Response`,
      attempts: 1,
    });
    expect(fetch).toHaveBeenCalledTimes(1);
  },
);

const JSON_BODY = JSON.stringify(CLIENT);

function respond(): Response {
  return new Response(JSON_BODY, { status: 200, headers: { 'content-type': 'application/json' } });
}

/** What is like a Response, but for its body. */
function withBody(body: unknown): unknown {
  const { ok, status, headers, url } = respond();
  return { ok, status, headers, url, body, bodyUsed: false };
}

const UNUSABLE: [string, () => unknown][] = [
  [
    'was read as text',
    async () => {
      const response = respond();
      await response.text();
      return response;
    },
  ],
  [
    'was read as JSON',
    async () => {
      const response = respond();
      await response.json();
      return response;
    },
  ],
  [
    'was read in part',
    async () => {
      const response = respond();
      const reader = response.body?.getReader();
      await reader?.read();
      reader?.releaseLock();
      return response;
    },
  ],
  [
    'is locked by a reader',
    () => {
      const response = respond();
      response.body?.getReader();
      return Promise.resolve(response);
    },
  ],
  [
    'is piped elsewhere',
    () => {
      const response = respond();
      response.body?.pipeTo(new WritableStream());
      return Promise.resolve(response);
    },
  ],
  ['is a stream of Node, as node-fetch has it', async () => withBody(Readable.from([Buffer.from(JSON_BODY)]))],
  ['is a string', async () => withBody(JSON_BODY)],
  ['is an array of bytes', async () => withBody(Buffer.from(JSON_BODY))],
  ['is an object', async () => withBody(CLIENT)],
  ['is missing, as polyfills have it', async () => withBody(undefined)],
];

describe.each(UNUSABLE)('fetch option with a Response whose body %s', (_, make) => {
  it.each(ALL_OPERATIONS)('ends $operation with a ConfigurationError, without a retry', async ({ operation, run }) => {
    const { api, requests, waits } = createWithFetch(make);
    const error: unknown = await run(api).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ operation, attempts: 1, mayHaveRun: true });
    expect((error as Error).message).toMatch(/\bfetch\b/);
    expect((error as Error).message).toMatch(/\bbody\b/);
    expect((error as Error).message).not.toContain(CLIENT.client_secret);
    expect(requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });
});

it('fetch option: may read a clone of its Response', async () => {
  let read = '';
  const { api } = createWithFetch(async () => {
    const response = respond();
    read = await response.clone().text();
    return response;
  });
  await expect(api.createClient(CREATE_REQUEST)).resolves.toEqual(CLIENT);
  expect(read).toBe(JSON_BODY);
});

it('fetch option: may build a new Response from a body that it read', async () => {
  const { api } = createWithFetch(async () => {
    const response = respond();
    return new Response(await response.text(), response);
  });
  await expect(api.createClient(CREATE_REQUEST)).resolves.toEqual(CLIENT);
});

it('fetch option: may read a Response that has no body', async () => {
  const { api } = createWithFetch(async () => {
    const response = new Response(null, { status: 200 });
    await response.text();
    return response;
  });
  await expect(api.deleteClient(CLIENT_ID)).resolves.toBeUndefined();
});

it('fetch option: may resolve to a Response-like object with a web stream', async () => {
  const { api } = createWithFetch(async () => withBody(respond().body));
  await expect(api.createClient(CREATE_REQUEST)).resolves.toEqual(CLIENT);
});

it('fetch option: is called without a receiver, as the fetch of browsers demands', async () => {
  const callers: unknown[] = [];
  const api = createApi({
    apiKey: 'key',
    fetch: function (this: unknown) {
      callers.push(this);
      return Promise.resolve(new Response());
    },
  });
  await api.deleteClient(CLIENT_ID);
  expect(callers).toEqual([undefined]);
});
