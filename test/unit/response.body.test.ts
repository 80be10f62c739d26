import { expect, it, vi } from 'vitest';
import { readBody, readStream } from '../../src/response.js';

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
