import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBody, readStream } from '../../src/response.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { flood } from '../support/hostile-responses.js';
import { type Handler, type Step, startServer } from '../support/server.js';
import { DONE } from '../support/steps.js';

useFakeTime();

afterEach(() => {
  expect(Object(0).polluted).toBeUndefined();
  expect(Object({}).polluted).toBeUndefined();
});

function bodyOf(chunks: readonly Uint8Array[], cancel?: () => Promise<void>): ReadableStream<Uint8Array> {
  const rest = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = rest.shift();
      if (chunk) {
        controller.enqueue(chunk);
      } else if (!cancel) {
        controller.close();
      }
    },
    ...(cancel && { cancel }),
  });
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

it('readBody(): no body is an empty text', async () => {
  expect(await readBody(new Response(null), 10)).toEqual({ text: '', complete: true });
});

it.each([
  ['nothing', [], ''],
  ['one chunk', ['abc'], 'abc'],
  ['many chunks', ['abc', '', 'def'], 'abcdef'],
  ['as much as the limit', ['abcde', 'fghij'], 'abcdefghij'],
])('readStream(): reads %s to the end', async (_, chunks, text) => {
  expect(await readStream(bodyOf(chunks.map(bytes)), 10)).toEqual({ text, complete: true });
});

it('readStream(): joins characters that are split between chunks', async () => {
  const chunks = Array.from(bytes('a€😀'), (byte) => Uint8Array.of(byte));
  expect(await readStream(bodyOf(chunks), 100)).toEqual({ text: 'a€😀', complete: true });
});

it('readStream(): keeps the end of a body that stops within a character', async () => {
  expect(await readStream(bodyOf([bytes('a€').subarray(0, 2)]), 100)).toEqual({ text: 'a\uFFFD', complete: true });
});

it.each([
  ['never settles', () => new Promise<void>(() => {})],
  ['fails', () => Promise.reject(new Error('no'))],
])('readStream(): truncates a longer body, and cancels the rest even if that %s', async (_, end) => {
  const cancel = vi.fn(end);
  const body = bodyOf([bytes('abcdef'), bytes('ghijkl'), bytes('mno')], cancel);
  expect(await readStream(body, 10)).toEqual({ text: 'abcdefghij', complete: false });
  expect(cancel).toHaveBeenCalledOnce();
});

it('readStream(): rejects as the body does', async () => {
  const cause = new Error('cut off');
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(cause);
    },
  });
  await expect(readStream(body, 10)).rejects.toBe(cause);
});

const KEPT = 64 * 1024;

it.each([
  ['of 20 MB', 20_000_000],
  ['that never ends', Number.POSITIVE_INFINITY],
])('ApiError.body: has 64 KiB of a body %s, and the rest is not read', async (_, length) => {
  let socket: Socket | undefined;
  const pour = flood(400, length) as Handler;
  const { api } = await startApi([
    (request, response) => {
      socket = request.socket;
      pour(request, response);
    },
  ]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ status: 400, body: 'x'.repeat(KEPT) });
  await letSocketsWork();
  expect(socket?.destroyed).toBe(true);
  // What the buffers between the two hold was sent, but never read.
  expect(socket?.bytesWritten).toBeLessThan(15_000_000);
});

it.each([
  [KEPT - 1, KEPT - 1],
  [KEPT, KEPT],
  [KEPT + 1, KEPT],
])('ApiError.body: of %i bytes has %i', async (length, kept) => {
  const { api } = await startApi([{ status: 500, body: 'x'.repeat(length) }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ body: 'x'.repeat(kept) });
});

it('ApiError.body: has replacement characters for what is not UTF-8', async () => {
  const { api } = await startApi([{ status: 500, body: Buffer.from([0x61, 0xff, 0xc3]) }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({ body: 'a\uFFFD\uFFFD' });
});

describe.each([
  ['with a length', (body: string): Step => ({ status: 200, headers: { 'content-length': '1000' }, body })],
  [
    'in chunks',
    (body: string): Step =>
      (_, response) =>
        void response.write(body, () => response.end()),
  ],
])('maxResponseBytes with a body of 1000 bytes %s', (_, respond) => {
  const body = JSON.stringify({ client_id: 'a', client_secret: 'b', name: 'é'.repeat(470) });
  const padded = body.padEnd(1000 - (Buffer.byteLength(body) - body.length));

  it.each([1000, 1001])('accepts it at %i', async (maxResponseBytes) => {
    const { api } = await startApi([respond(padded)], { maxResponseBytes });
    await expect(api.createClient(CREATE_REQUEST)).resolves.toEqual(JSON.parse(body));
  });

  it('rejects it at 999', async () => {
    const { api } = await startApi([respond(padded)], { maxResponseBytes: 999 });
    await expect(api.createClient(CREATE_REQUEST)).rejects.toThrow('a body over maxResponseBytes');
  });
});

it.each(
  [301, 302, 303, 307, 308].flatMap((status) =>
    ALL_OPERATIONS.map(({ run, operation }) => ({ status, run, operation })),
  ),
)(
  'UnexpectedResponseError: a $status of $operation is not followed, and shows only its origin',
  async ({ status, run }) => {
    const other = await startServer([DONE]);
    const { api } = await startApi([{ status, headers: { location: `${other.url}/login?token=t0ken` } }]);
    const error = await run(api).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'UnexpectedResponseError', status });
    expect(error).toHaveProperty('message', expect.stringContaining(` to ${other.url};`));
    expect(String(error)).not.toMatch(/login|t0ken/);
    expect(other.connections()).toBe(0);
  },
);

it.each([
  ['without a target', 302, {}],
  ['with an empty target', 302, { location: '' }],
  ['to a broken target', 302, { location: 'http://[' }],
  ['of a 304', 304, {}],
])('UnexpectedResponseError: a redirect shows no origin %s', async (_, status, headers) => {
  const { api } = await startApi([{ status, headers }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toThrow('redirected; check baseUrl');
});

it('UnexpectedResponseError: a relative redirect shows the origin of the portal', async () => {
  const { api, server } = await startApi([{ status: 302, headers: { location: '/login?token=t0ken' } }]);
  await expect(api.deleteClient(CLIENT_ID)).rejects.toThrow(`redirected to ${server.url};`);
});

it.each([
  ['https://login.example.com/?key=key-abc.def', 'https://login.example.com'],
  ['https://key-abc.def:pass@login.example.com/key-abc.def', 'https://login.example.com'],
  ['https://KEY-ABC.DEF.example.com/', 'https://[redacted].example.com'],
])('UnexpectedResponseError: a redirect to %s shows only its redacted origin', async (location, origin) => {
  const { api } = await startApi([{ status: 302, headers: { location } }], { apiKey: 'key-abc.def' });
  await expect(api.deleteClient(CLIENT_ID)).rejects.toMatchObject({
    name: 'UnexpectedResponseError',
    message: `deleteClient ${CLIENT_ID}: the portal redirected to ${origin}; check baseUrl and the apiKey`,
  });
});

const BODY = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"client_secret":"a"}';

function expectOwn(value: unknown): void {
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(Object(value))).toEqual(['__proto__', 'constructor', 'client_secret']);
}

it('toData(): the keys __proto__ and constructor of a success are plain members', async () => {
  const { api } = await startApi([{ status: 200, body: BODY }]);
  expectOwn(await api.regenerateSecret(CLIENT_ID));
});

it('ApiError.problem: the keys __proto__ and constructor are plain members', async () => {
  const { api } = await startApi([{ status: 400, body: BODY }]);
  const error = await api.regenerateSecret(CLIENT_ID).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    name: 'BadRequestError',
    message: `regenerateSecret ${CLIENT_ID}: the portal returned 400`,
  });
  expect(Object(error).polluted).toBeUndefined();
  expectOwn(Object(error).problem);
});

it('UnexpectedResponseError: tells the JSON null from no body', async () => {
  const json = { 'content-type': 'application/json' };
  const { api } = await startApi([
    { status: 200, headers: json, body: 'null' },
    { status: 200, headers: json },
  ]);
  await expect(api.getClient(CLIENT_ID)).rejects.toThrow('returned 200 with a body of application/json in place of an');
  await expect(api.getClient(CLIENT_ID)).rejects.toThrow('returned 200 with no body in place of an object');
});
