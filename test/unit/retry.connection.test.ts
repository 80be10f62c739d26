import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type ClientManagementOptions, ConnectionError } from '../../src/index.js';
import { createApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { skipWaits, useFakeTime } from '../support/fake-time.js';
import { startGarbageServer } from '../support/garbage-server.js';
import { createWithFetch } from '../support/own-fetch.js';
import { startServer } from '../support/server.js';
import { watchTraces } from '../support/traces.js';

useFakeTime();

/** What Node's fetch rejects with. */
function fetchFailed(code: string, message = code): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

/** What node-fetch and Bun's fetch reject with: the code is on the error itself. */
function coded(code: string): Error {
  return Object.assign(new Error(`request to the portal failed, reason: ${code}`), { code });
}

/** The name of a failure, what fetch rejects with, and what the message advises on. */
type Permanent = [string, Error, RegExp];

const CERTIFICATES: readonly Permanent[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
].map((code) => [code, fetchFailed(code), /certificate/]);

const ADDRESSES: readonly Permanent[] = [
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND portal.exmaple.com'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'SSL routines:ssl3_get_record:wrong version number'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'SSL routines:tls_get_more_records:packet length too long'],
].map(([code = '', message]) => [code, fetchFailed(code, message), /baseUrl/]);

const ARGUMENTS: readonly Permanent[] = [
  ['UND_ERR_INVALID_ARG', 'invalid transfer-encoding header'],
  ['UND_ERR_INVALID_ARG', 'invalid keep-alive header'],
  ['UND_ERR_NOT_SUPPORTED', 'expect header not supported'],
].map(([code = '', message]) => [`${code}, ${message}`, fetchFailed(code, message), /headers/]);

const ON_THE_ERROR_ITSELF: readonly Permanent[] = [
  ['ENOTFOUND without a cause', coded('ENOTFOUND'), /baseUrl/],
  ['CERT_HAS_EXPIRED without a cause', coded('CERT_HAS_EXPIRED'), /certificate/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT without a cause', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), /certificate/],
];

describe.each([...CERTIFICATES, ...ADDRESSES, ...ARGUMENTS, ...ON_THE_ERROR_ITSELF])(
  'ConnectionError: a fetch that fails with %s',
  (_, error, advice) => {
    it.each(ALL_OPERATIONS)('ends $operation after one attempt', async ({ operation, run }) => {
      const { api, requests, waits } = createWithFetch(() => Promise.reject(error));
      const failure: unknown = await run(api).catch((thrown: unknown) => thrown);
      expect(failure).toBeInstanceOf(ConnectionError);
      expect(failure).toMatchObject({ operation, attempts: 1, mayHaveRun: false, cause: expect.any(Error) });
      expect((failure as Error).message).toMatch(advice);
      expect(requests).toHaveLength(1);
      expect(waits).toEqual([]);
    });

    it('is not retried, whatever maxRetries is', async () => {
      const { api, requests } = createWithFetch(() => Promise.reject(error), { retry: { maxRetries: 100 } });
      await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConnectionError', attempts: 1 });
      expect(requests).toHaveLength(1);
    });

    it('mayHaveRun stays true after an attempt that may have run', async () => {
      const { api } = createWithFetch((_, count) => Promise.reject(count === 1 ? fetchFailed('ECONNRESET') : error));
      await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
        name: 'ConnectionError',
        attempts: 2,
        mayHaveRun: true,
      });
    });
  },
);

describe('ConnectionError: https to a server that speaks', () => {
  it.each(ALL_OPERATIONS)('http ends $operation after one attempt', async ({ operation, run }) => {
    const expectNoTraces = watchTraces();
    const server = await startServer([]);
    const { waits, onWait } = skipWaits();
    const baseUrl = server.url.replace('http:', 'https:');
    const error: unknown = await run(createApi({ baseUrl, apiKey: 'key', onWait })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ operation, attempts: 1, mayHaveRun: false, cause: expect.any(Error) });
    expect((error as Error).message).toMatch(/baseUrl/);
    expect(inspect(error)).toMatch(/ERR_SSL/);
    expect(waits).toEqual([]);
    expect(server.connections()).toBe(1);
    expect(server.requests).toEqual([]);
    await expectNoTraces();
  });

  it('another protocol ends deleteClient after one attempt', async () => {
    const url = await startGarbageServer('SSH-2.0-OpenSSH_9.2\r\n');
    const { waits, onWait } = skipWaits();
    const api = createApi({ baseUrl: url.replace('http:', 'https:'), apiKey: 'key', onWait });
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringMatching(/baseUrl/),
      attempts: 1,
      mayHaveRun: false,
    });
    expect(waits).toEqual([]);
  });
});

describe('ConnectionError: headers that a fetch option adds and the platform does not send', () => {
  it.each([
    ['transfer-encoding', 'chunked'],
    ['keep-alive', '5'],
    ['upgrade', 'h2c'],
    ['expect', '100-continue'],
  ])('%s: %s', async (name, value) => {
    const server = await startServer([]);
    const { waits, onWait } = skipWaits();
    const addHeader: typeof fetch = async (...parts) => {
      const { url, method, headers, body, signal } = new Request(...parts);
      const text = body && (await new Response(body).text());
      return fetch(url, { method, body: text, signal, headers: [...headers, [name, value]] });
    };
    const api = createApi({ baseUrl: server.url, apiKey: 'key', onWait, fetch: addHeader });
    await expect(api.createClient(CREATE_REQUEST)).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringMatching(/headers/),
      attempts: 1,
      mayHaveRun: false,
    });
    expect(waits).toEqual([]);
    expect(server.requests).toEqual([]);
  });
});

/** Where nobody listens, as Node says it for one address and for several, and as others say it. */
const REFUSED: readonly (readonly [string, Error])[] = [
  ['of one address', fetchFailed('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:8092')],
  [
    'of several addresses',
    new TypeError('fetch failed', {
      cause: Object.assign(
        new AggregateError(
          ['::1', '127.0.0.1'].map((address) =>
            Object.assign(new Error(`connect ECONNREFUSED ${address}:8092`), { code: 'ECONNREFUSED' }),
          ),
        ),
        { code: 'ECONNREFUSED' },
      ),
    }),
  ],
  ['without a cause', coded('ECONNREFUSED')],
];

describe.each(REFUSED)('ECONNREFUSED %s', (_, refused) => {
  const LIMITS: [string, ClientManagementOptions, number][] = [
    ['by default', {}, 3],
    ['with a large maxRetries', { retry: { maxRetries: 100 } }, 3],
    ['with maxRetries 2', { retry: { maxRetries: 2 } }, 3],
    ['with maxRetries 1', { retry: { maxRetries: 1 } }, 2],
    ['with maxRetries 0', { retry: { maxRetries: 0 } }, 1],
    ['with retry false', { retry: false }, 1],
  ];

  describe.each(LIMITS)('%s', (_, options, attempts) => {
    it.each(ALL_OPERATIONS)(`ends $operation after attempt ${attempts}`, async ({ operation, run }) => {
      const { api, requests, waits } = createWithFetch(() => Promise.reject(refused), options);
      const error: unknown = await run(api).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ operation, attempts, mayHaveRun: false, cause: expect.any(Error) });
      expect(requests).toHaveLength(attempts);
      expect(waits).toHaveLength(attempts - 1);
    });
  });

  it.each(ALL_OPERATIONS)('is over for $operation once a server listens', async ({ run, success, data }) => {
    const { api, requests } = createWithFetch((_, count) =>
      count < 3
        ? Promise.reject(refused)
        : new Response(success.body?.toString() ?? null, { status: success.status, headers: success.headers ?? {} }),
    );
    await expect(run(api).withResponse()).resolves.toMatchObject({ data, attempts: 3 });
    expect(requests).toHaveLength(3);
  });

  it('mayHaveRun stays true after an attempt that may have run', async () => {
    const { api } = createWithFetch((_, count) => Promise.reject(count === 1 ? fetchFailed('ECONNRESET') : refused));
    await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConnectionError', mayHaveRun: true });
  });

  it('mayHaveRun stays false after an attempt that was rate limited', async () => {
    const { api } = createWithFetch((_, count) =>
      count === 1 ? new Response(null, { status: 429 }) : Promise.reject(refused),
    );
    await expect(api.createClient(CREATE_REQUEST)).rejects.toMatchObject({
      name: 'ConnectionError',
      mayHaveRun: false,
    });
  });

  it('followed by a lost connection is not retried by createClient', async () => {
    const { api, requests } = createWithFetch((_, count) =>
      Promise.reject(count === 1 ? refused : fetchFailed('ECONNRESET')),
    );
    await expect(api.createClient(CREATE_REQUEST)).rejects.toMatchObject({
      name: 'ConnectionError',
      attempts: 2,
      mayHaveRun: true,
    });
    expect(requests).toHaveLength(2);
  });
});

it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])(
  '%s: is retried by deleteClient, and not by createClient',
  async (code) => {
    const lost = fetchFailed(code);
    const deleting = createWithFetch(() => Promise.reject(lost), { retry: { maxRetries: 4 } });
    await expect(deleting.api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ name: 'ConnectionError', attempts: 5 });
    const creating = createWithFetch(() => Promise.reject(lost));
    await expect(creating.api.createClient(CREATE_REQUEST)).rejects.toMatchObject({
      name: 'ConnectionError',
      attempts: 1,
    });
    expect([deleting.requests.length, creating.requests.length]).toEqual([5, 1]);
  },
);

it('maxRetries: a port that the platform blocks is not retried, and the message says so', async () => {
  const error: unknown = await createApi({ baseUrl: 'http://127.0.0.1:1', apiKey: 'key' })
    .deleteClient(CLIENT_ID)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    name: 'ConnectionError',
    attempts: 1,
    message: expect.stringContaining('check the port in baseUrl: the platform blocks it'),
  });
});
