import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { flood } from '../support/hostile-responses.js';
import type { Handler, Step } from '../support/server.js';

useFakeTime();

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
  const body = JSON.stringify({ name: 'é'.repeat(494) });
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
