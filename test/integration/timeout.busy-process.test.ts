import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ClientManagementApi, ClientManagementOptions } from '../../src/index.js';
import { createApi } from '../support/api.js';
import { CLIENT, CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { startThreadServer, type ThreadResponse, type ThreadServer } from '../support/thread-server.js';

const LIMIT = 500;
const JSON_TYPE = { 'content-type': 'application/json' };
const SECRET = { client_secret: 'a-new-secret' };
const SECRET_JSON = JSON.stringify(SECRET);

/** Starts calls, and keeps the process busy beyond the limit of each as soon as a request has arrived. */
async function whileBusy<Result>(
  response: ThreadResponse | 'silent',
  options: ClientManagementOptions,
  start: (api: ClientManagementApi) => Promise<Result>,
): Promise<{ result: PromiseSettledResult<Result>; server: ThreadServer }> {
  const server = await startThreadServer(response);
  const api = createApi({ baseUrl: server.url, apiKey: 'key', ...options });
  const outcome = Promise.allSettled([start(api)]);
  await server.requested;
  server.block(LIMIT + 50);
  const [result] = await outcome;
  return { result, server };
}

const SECRETS: [string, ThreadResponse][] = [
  [
    'with a length',
    {
      status: 200,
      headers: { ...JSON_TYPE, 'content-length': String(SECRET_JSON.length) },
      parts: [SECRET_JSON],
      ends: true,
    },
  ],
  ['in one chunk', { status: 200, headers: JSON_TYPE, parts: [SECRET_JSON], ends: true }],
  ['in several chunks', { status: 200, headers: JSON_TYPE, parts: SECRET_JSON.match(/.{1,9}/g) ?? [], ends: true }],
];

const CLIENT_JSON = JSON.stringify(CLIENT);
const CLIENTS: [string, ThreadResponse][] = [
  ['plain', { status: 201, headers: JSON_TYPE, parts: [CLIENT_JSON], ends: true }],
  // A portal compresses JSON from 1000 bytes on, and Node decompresses it in another thread.
  [
    'in gzip',
    { status: 201, headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, parts: [gzipSync(CLIENT_JSON)], ends: true },
  ],
];

describe('timeout: a response that arrived within it, while the process was busy for longer,', () => {
  it.each(SECRETS)('resolves to the secret of regenerateSecret: %s', async (_, response) => {
    const { result, server } = await whileBusy(response, { timeout: LIMIT }, (api) => api.regenerateSecret(CLIENT_ID));
    expect(result).toEqual({ status: 'fulfilled', value: SECRET });
    expect(server.requests()).toBe(1);
  });

  it.each(CLIENTS)('resolves to the client of createClient: %s', async (_, response) => {
    const { result } = await whileBusy(response, { timeout: LIMIT }, (api) => api.createClient(CREATE_REQUEST));
    expect(result).toEqual({ status: 'fulfilled', value: CLIENT });
  });

  it('ends deleteClient, which has no body', async () => {
    const response = { status: 200, headers: { 'content-length': '0' }, parts: [], ends: true };
    const { result, server } = await whileBusy(response, { timeout: LIMIT }, (api) => api.deleteClient(CLIENT_ID));
    expect(result).toEqual({ status: 'fulfilled', value: undefined });
    expect(server.requests()).toBe(1);
  });

  it('rejects with the error status of deleteClient', async () => {
    const response = { status: 404, headers: JSON_TYPE, parts: ['{"title":"Not Found"}'], ends: true };
    const { result } = await whileBusy(response, { timeout: LIMIT }, (api) => api.deleteClient(CLIENT_ID));
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'NotFoundError', status: 404 } });
  });
});

it('maxWait: a slot that became free within it is used, while the process was busy for longer', async () => {
  const response = { status: 201, headers: JSON_TYPE, parts: [CLIENT_JSON], ends: true };
  const { result, server } = await whileBusy(response, { maxWait: LIMIT }, (api) =>
    Promise.all(Array.from({ length: 4 }, () => api.createClient(CREATE_REQUEST))),
  );
  expect(result).toEqual({ status: 'fulfilled', value: [CLIENT, CLIENT, CLIENT, CLIENT] });
  expect(server.requests()).toBe(4);
});

describe('timeout: a response that did not arrive within it, while the process was busy for longer,', () => {
  it.each<[string, ThreadResponse | 'silent']>([
    ['a response', 'silent'],
    ['the body of a response', { status: 200, headers: JSON_TYPE, parts: ['{'], ends: false }],
  ])('ends deleteClient with a TimeoutError: %s', async (_, response) => {
    const { result, server } = await whileBusy(response, { timeout: LIMIT }, (api) => api.deleteClient(CLIENT_ID));
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError', attempts: 1 } });
    expect(server.requests()).toBe(1);
  });

  it('ends the wait in the queue with a TimeoutError', async () => {
    const { result } = await whileBusy('silent', { maxWait: LIMIT, timeout: 2 * LIMIT }, (api) =>
      Promise.all(Array.from({ length: 4 }, () => api.createClient(CREATE_REQUEST))),
    );
    expect(result).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError', attempts: 0 } });
  });
});
