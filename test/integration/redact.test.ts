import { inspect } from 'node:util';
import { expect, it, vi } from 'vitest';
import * as sdk from '../../src/index.js';
import { startApi, type TestApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST, json } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { startGarbageServer } from '../support/garbage-server.js';
import { recordingLogger } from '../support/logger.js';
import { BODIES, GARBAGE, LEAKING_HEADERS, LOST, UNEXPECTED } from '../support/secret-cases.js';
import { CALL_HEADERS, CLIENT_SECRET, expectToHide, KEY, SECRET_HEADERS, SECRET_JSON } from '../support/secrets.js';
import type { Handler, Step } from '../support/server.js';
import { repeat, silent } from '../support/steps.js';

useFakeTime();

/** Runs calls on an object that holds every secret, and checks all that they return, throw and log. */
async function checkCalls(
  script: Handler | readonly Step[],
  calls: (test: TestApi, options: sdk.CallOptions) => readonly Promise<unknown>[],
  options: sdk.ClientManagementOptions = {},
): Promise<void> {
  const { logger, lines } = recordingLogger();
  for (const apiKey of [KEY, async () => KEY]) {
    const test = await startApi(script, {
      apiKey,
      headers: SECRET_HEADERS,
      logger,
      logLevel: 'debug',
      retry: false,
      ...options,
    });
    const promises = calls(test, { headers: CALL_HEADERS });
    for (const result of await Promise.allSettled(promises)) {
      expectToHide(result.status === 'rejected' ? result.reason : result.value);
    }
    for (const value of [test.api, promises, ...promises, test.waits, lines]) {
      expectToHide(value);
    }
  }
}

const everyOperation = ({ api }: TestApi, options: sdk.CallOptions): readonly Promise<unknown>[] =>
  ALL_OPERATIONS.flatMap(({ run }) => {
    const call = run(api, options);
    return [call, call.withResponse()];
  });

it.each(BODIES)('redact: a failure shows no secret of %s', async (_, body) => {
  const headers = { ...LEAKING_HEADERS, 'content-type': 'application/json' };
  const statuses = [400, 429, 500];
  let count = 0;
  await checkCalls(
    (_, response) => response.writeHead(statuses[count++ % 3] ?? 500, headers).end(body),
    ({ api }, options) => repeat(3, '').map(() => api.deleteClient(CLIENT_ID, options)),
  );
});

it.each([400, 401, 403, 404, 405, 429, 500, 502, 503])(
  'redact: a %i of any operation shows no secret',
  async (status) => {
    await checkCalls((_, response) => response.writeHead(status, LEAKING_HEADERS).end(SECRET_JSON), everyOperation);
  },
);

it.each(UNEXPECTED)(
  'redact: a response that is no failure shows no secret of %s',
  async (_, { status, headers, body }) => {
    await checkCalls((_, response) => response.writeHead(status, headers).end(body), everyOperation, {
      maxResponseBytes: 10_000,
    });
  },
);

it.each(GARBAGE)('redact: a response that is no HTTP shows no secret of %s', async (_, bytes) => {
  const baseUrl = await startGarbageServer(bytes);
  await checkCalls([], everyOperation, { baseUrl });
});

it.each(LOST)('redact: a connection that was %s shows no secret', async (_, step) => {
  await checkCalls(step, everyOperation);
});

it('redact: a 429 after the last retry shows no secret', async () => {
  const limit: Handler = (_, response) => response.writeHead(429, LEAKING_HEADERS).end(SECRET_JSON);
  await checkCalls(limit, ({ api }, options) => [api.deleteClient(CLIENT_ID, options)], { retry: { maxRetries: 2 } });
});

it('ResponseValidationError: shows no secret except in its data', async () => {
  const body = { client_secret: CLIENT_SECRET, name: [CLIENT_SECRET], [CLIENT_SECRET]: 1, scopes: CLIENT_SECRET };
  await checkCalls(
    [],
    ({ api }, options) => [api.createClient(CREATE_REQUEST, options), api.createClient(CREATE_REQUEST).withResponse()],
    { validate: { response: true }, fetch: async () => Response.json(body, { status: 201 }) },
  );
  const { api } = await startApi([json(200, { client_secret: [CLIENT_SECRET] })], { validate: { response: true } });
  await expect(api.regenerateSecret(CLIENT_ID)).rejects.toMatchObject({ data: { client_secret: [CLIENT_SECRET] } });
});

it('TimeoutError: shows no secret', async () => {
  await checkCalls(silent, ({ api }, options) => {
    const calls = everyOperation({ api } as TestApi, options);
    vi.advanceTimersByTimeAsync(60_000);
    return calls;
  });
});

it('ConnectionError: shows no secret that a fetch throws', async () => {
  const request = { apiKey: KEY, headers: { ...SECRET_HEADERS, ...CALL_HEADERS }, data: SECRET_JSON };
  const thrown = [
    Object.assign(new Error(`failed: ${inspect(request)}`), { config: request, code: KEY, name: `Error of ${KEY}` }),
    Object.assign(new Error('failed'), { request, code: request, toJSON: () => request }),
    new Error('failed', { cause: Object.assign(new Error(KEY, { cause: { ...request, message: KEY } }), request) }),
    new AggregateError([new Error(KEY), request], KEY),
    Object.assign(new DOMException(KEY, KEY), request),
    request,
    [KEY],
    KEY,
    JSON.stringify(request),
  ];
  for (const reason of thrown) {
    await checkCalls([], everyOperation, { fetch: () => Promise.reject(reason) });
  }
});

it('apiKey: a function that throws shows no secret', async () => {
  const fail = (): never => {
    throw Object.assign(new Error(SECRET_JSON), { config: { headers: SECRET_HEADERS, key: KEY } });
  };
  await checkCalls([], everyOperation, { apiKey: fail });
  await checkCalls([], everyOperation, { apiKey: () => `${KEY};` });
  await checkCalls([], everyOperation, { apiKey: async () => [KEY] as never });
});

it('ConfigurationError and InvalidRequestError: show no secret', async () => {
  const wrong = { timeout: KEY, maxWait: KEY, retry: KEY, validate: KEY, signal: KEY, headers: `${KEY}\n` };
  await checkCalls([], ({ api }) =>
    Object.entries(wrong).flatMap(([name, value]) =>
      everyOperation({ api } as TestApi, { [name]: value } as sdk.CallOptions),
    ),
  );
  await checkCalls([], ({ api }, options) => [
    api.deleteClient('no uuid', options),
    api.createClient({} as never, options),
  ]);
  for (const options of [{ apiKey: `${KEY};` }, { baseUrl: `https://user:${encodeURIComponent(KEY)}@example.com` }]) {
    expect(() => new sdk.ClientManagementApi({ headers: SECRET_HEADERS, ...options })).toThrow(
      expect.toSatisfy((error) => {
        expectToHide(error);
        return error instanceof sdk.ConfigurationError;
      }),
    );
  }
});

it('withResponse(): shows no secret except in its data', async () => {
  const succeed: Handler = (_, response) => response.writeHead(200, LEAKING_HEADERS).end(SECRET_JSON);
  await checkCalls(succeed, ({ api }, options) => {
    const call = api.regenerateSecret(CLIENT_ID, options).withResponse();
    return [api.deleteClient(CLIENT_ID, options).withResponse(), call.then(({ data: _, ...others }) => others)];
  });
  const { api } = await startApi(succeed, { apiKey: KEY });
  expect(await api.regenerateSecret(CLIENT_ID)).toEqual({ client_secret: CLIENT_SECRET });
});
