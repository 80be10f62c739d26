import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/index.js';
import { ALL_OPERATIONS, CLIENT, CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { createWithFetch } from '../support/own-fetch.js';

useFakeTime();

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
