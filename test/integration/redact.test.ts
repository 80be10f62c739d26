import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import * as sdk from '../../src/index.js';
import { startApi, type TestApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST, json } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { startGarbageServer } from '../support/garbage-server.js';
import { recordingLogger } from '../support/logger.js';
import { bodiesFor, garbageFor, LOST, leakingHeaders, unexpectedFor } from '../support/secret-cases.js';
import { CLIENT_SECRET, expectToHide, KEY, SECRET_HEADERS, SECRET_JSON } from '../support/secrets.js';
import { FAILING_SENDER, SENDERS, type Sender, startSender } from '../support/senders.js';
import type { Handler, Step } from '../support/server.js';
import { DONE, repeat, silent } from '../support/steps.js';

useFakeTime();

/** Runs calls on an object that holds every secret, and checks all that they return, throw and log. */
async function checkCalls(
  sender: Sender,
  script: Handler | readonly Step[],
  calls: (test: TestApi, options: sdk.CallOptions) => readonly Promise<unknown>[],
  options: sdk.ClientManagementOptions = {},
): Promise<void> {
  const { logger, lines } = recordingLogger();
  const test = await startSender(sender, script, { logger, logLevel: 'debug', retry: false, ...options });
  const promises = calls(test, sender.call);
  for (const result of await Promise.allSettled(promises)) {
    expectToHide(result.status === 'rejected' ? result.reason : result.value);
  }
  for (const value of [test.api, promises, ...promises, test.waits, lines]) {
    expectToHide(value);
  }
}

const everyOperation = ({ api }: TestApi, options: sdk.CallOptions): readonly Promise<unknown>[] =>
  ALL_OPERATIONS.flatMap(({ run }) => {
    const call = run(api, options);
    return [call, call.withResponse()];
  });

it.each([...SENDERS, FAILING_SENDER])('redact: each secret is sent with %s', async (_, sender) => {
  const { api, server } = await startSender(sender, [DONE, DONE]);
  await Promise.allSettled([api.deleteClient(CLIENT_ID, sender.call), api.deleteClient(CLIENT_ID)]);
  const text = JSON.stringify([...server.tokenRequests, ...server.requests].map(({ headers }) => headers));
  for (const secret of sender.sent) {
    expect(text).toContain(secret);
  }
});

describe.each([...SENDERS, FAILING_SENDER])('redact, with %s', (_, sender) => {
  const LEAKING_HEADERS = leakingHeaders(sender);

  it.each(bodiesFor(sender))('a failure shows no secret of %s', async (_, body) => {
    const headers = { ...LEAKING_HEADERS, 'content-type': 'application/json' };
    const statuses = [400, 429, 500];
    let count = 0;
    await checkCalls(
      sender,
      (_, response) => response.writeHead(statuses[count++ % 3] ?? 500, headers).end(body),
      ({ api }, options) => repeat(3, '').map(() => api.deleteClient(CLIENT_ID, options)),
    );
  });

  it.each([400, 401, 402, 403, 404, 405, 429, 500, 502, 503])(
    'a %i of any operation shows no secret',
    async (status) => {
      await checkCalls(
        sender,
        (_, response) => response.writeHead(status, LEAKING_HEADERS).end(SECRET_JSON),
        everyOperation,
      );
    },
  );

  it.each(unexpectedFor(sender))(
    'a response that is no failure shows no secret of %s',
    async (_, { status, headers, body }) => {
      await checkCalls(sender, (_, response) => response.writeHead(status, headers).end(body), everyOperation, {
        maxResponseBytes: 10_000,
      });
    },
  );

  it.each(garbageFor(sender))('a response that is no HTTP shows no secret of %s', async (_, bytes) => {
    const baseUrl = await startGarbageServer(bytes, sender.signature);
    await checkCalls(sender, [], everyOperation, { baseUrl });
  });

  it.each(LOST)('a connection that was %s shows no secret', async (_, step) => {
    await checkCalls(sender, step, everyOperation);
  });

  it('a 429 after the last retry shows no secret', async () => {
    const limit: Handler = (_, response) => response.writeHead(429, LEAKING_HEADERS).end(SECRET_JSON);
    await checkCalls(sender, limit, ({ api }, options) => [api.deleteClient(CLIENT_ID, options)], {
      retry: { maxRetries: 2 },
    });
  });

  it('a rejected signature, and the one in its place, show no secret', async () => {
    const echo: Handler = (_, response) => response.writeHead(403, LEAKING_HEADERS).end();
    await checkCalls(sender, echo, everyOperation);
  });

  it('ResponseValidationError: shows no secret except in its data', async () => {
    const body = { client_secret: CLIENT_SECRET, name: [CLIENT_SECRET], [CLIENT_SECRET]: 1, scopes: CLIENT_SECRET };
    await checkCalls(
      sender,
      [],
      ({ api }, options) => [
        api.createClient(CREATE_REQUEST, options),
        api.createClient(CREATE_REQUEST).withResponse(),
      ],
      { validate: { response: true }, fetch: async () => Response.json(body, { status: 201 }) },
    );
  });

  it('TimeoutError: shows no secret', async () => {
    await checkCalls(sender, silent, (test, options) => {
      const calls = everyOperation(test, options);
      // Those on one client wait for each other.
      const over = (async () => {
        for (const _ of calls) {
          await letSocketsWork();
          await vi.advanceTimersByTimeAsync(60_000);
        }
      })();
      return [...calls, over];
    });
  });

  it('ConnectionError: shows no secret that a fetch throws', async () => {
    const [secret] = sender.sent;
    const request = { apiKey: secret, sent: sender.sent, headers: sender.options.headers, data: SECRET_JSON };
    const thrown = [
      Object.assign(new Error(`failed: ${inspect(request)}`), {
        config: request,
        code: secret,
        name: `Error of ${secret}`,
      }),
      Object.assign(new Error('failed'), { request, code: request, toJSON: () => request }),
      new Error('failed', {
        cause: Object.assign(new Error(secret, { cause: { ...request, message: secret } }), request),
      }),
      new AggregateError([new Error(secret), request], secret),
      Object.assign(new DOMException(secret, secret), request),
      request,
      [secret],
      secret,
      JSON.stringify(request),
    ];
    for (const reason of thrown) {
      await checkCalls(sender, [], everyOperation, { fetch: () => Promise.reject(reason) });
    }
  });

  it('withResponse(): shows no secret except in its data', async () => {
    const succeed: Handler = (_, response) => response.writeHead(200, LEAKING_HEADERS).end(SECRET_JSON);
    await checkCalls(sender, succeed, ({ api }, options) => {
      const call = api.regenerateSecret(CLIENT_ID, options).withResponse();
      return [api.deleteClient(CLIENT_ID, options).withResponse(), call.then(({ data: _, ...others }) => others)];
    });
  });

  it('ConfigurationError and InvalidRequestError: show no secret', async () => {
    const [secret] = sender.sent;
    const wrong = {
      timeout: secret,
      maxWait: secret,
      retry: secret,
      validate: secret,
      signal: secret,
      headers: `${secret}\n`,
    };
    await checkCalls(sender, [], ({ api }) =>
      Object.entries(wrong).flatMap(([name, value]) =>
        everyOperation({ api } as TestApi, { [name]: value } as sdk.CallOptions),
      ),
    );
    await checkCalls(sender, [], ({ api }, options) => [
      api.deleteClient('no uuid', options),
      api.createClient({} as never, options),
    ]);
  });
});

it.each(SENDERS)('regenerateSecret: returns the secret all the same with %s', async (_, sender) => {
  const headers = leakingHeaders(sender);
  const { api } = await startSender(sender, [{ status: 200, headers, body: SECRET_JSON }]);
  expect(await api.regenerateSecret(CLIENT_ID)).toEqual({ client_secret: CLIENT_SECRET });
});

it('ResponseValidationError.getData(): returns the secret all the same', async () => {
  const { api } = await startApi([json(200, { client_secret: [CLIENT_SECRET] })], { validate: { response: true } });
  const error: unknown = await api.regenerateSecret(CLIENT_ID).catch((reason: unknown) => reason);
  expect((error as sdk.ResponseValidationError).getData()).toEqual({ client_secret: [CLIENT_SECRET] });
});

describe.each(['asc_auth_key', 'x-signature', undefined] as const)(
  'apiKey with securityScheme: %s',
  (securityScheme) => {
    it('a function that throws shows no secret', async () => {
      const fail = (): never => {
        throw Object.assign(new Error(SECRET_JSON), { config: { headers: SECRET_HEADERS, key: KEY } });
      };
      for (const apiKey of [fail, () => `${KEY};`, async () => [KEY] as never]) {
        const { api } = await startApi([], { apiKey, securityScheme, headers: SECRET_HEADERS, retry: false });
        for (const call of everyOperation({ api } as TestApi, {})) {
          const error: unknown = await call.catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(sdk.ConfigurationError);
          expectToHide(error);
        }
      }
    });

    it('a wrong one, and a wrong baseUrl beside it, show no secret', () => {
      for (const options of [
        { apiKey: `${KEY};` },
        { baseUrl: `https://user:${encodeURIComponent(KEY)}@example.com` },
      ]) {
        expect(() => new sdk.ClientManagementApi({ headers: SECRET_HEADERS, securityScheme, ...options })).toThrow(
          expect.toSatisfy((error) => {
            expectToHide(error);
            return error instanceof sdk.ConfigurationError;
          }),
        );
      }
    });

    it('an API key that a cookie must not carry shows no secret', async () => {
      const { api, server } = await startApi([{ status: 404 }], { apiKey: KEY, securityScheme, retry: false });
      const error: unknown = await api.deleteClient(CLIENT_ID).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(securityScheme === 'asc_auth_key' ? sdk.ConfigurationError : sdk.NotFoundError);
      expect(server.requests.filter(({ headers }) => headers.cookie)).toEqual([]);
      expectToHide(error);
    });
  },
);
