import { expect, it } from 'vitest';
import { RecordedRequests } from '../../../emulator/recorded-requests.js';

/** Records requests with these bodies, and returns the numbers of those that are kept. */
function record(bodies: readonly string[]): string[] {
  const requests = new RecordedRequests();
  for (const [index, body] of bodies.entries()) {
    const request = { method: 'POST', target: `${index}`, headers: {}, headSize: 0, address: '127.0.0.1', body };
    requests.add(request, undefined, 201);
  }
  return requests.list().map(({ path }) => path);
}

it('RecordedRequests keeps the last 1000', () => {
  const kept = record(Array.from({ length: 2500 }, () => '{}'));
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([1000, '1500', '2499']);
});

it('RecordedRequests forgets the oldest of those with large bodies, but not the last one', () => {
  expect(record(Array.from({ length: 4 }, () => 'x'.repeat(6_000_000)))).toEqual(['2', '3']);
  expect(record(['', 'x'.repeat(17_000_000)])).toEqual(['1']);
});
