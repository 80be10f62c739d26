import { describe, expect, it } from 'vitest';
import { CLIENTS, CREATE, NOBODY, startSession } from './support/session.js';

describe('unavailable', () => {
  it('decides by the number of the request', () => {
    const numbers: number[] = [];
    const unavailable = (number: number): boolean => numbers.push(number) === 2;
    const { call, service } = startSession({ limits: { POST: 2 }, gateway: { unavailable } });
    const statuses = Array.from({ length: 4 }, () => call('POST', CLIENTS, { body: CREATE }).status);
    expect(statuses).toEqual([201, 503, 201, 429]);
    expect(numbers).toEqual([1, 2, 3, 4]);
    expect(service.store.snapshot().size).toBe(2);
    expect(service.stats()).toEqual({ received: 4, accepted: 2, rateLimited: 1, unavailable: 1, tokenRequests: 0 });
  });

  it('comes before the credential', () => {
    const { call } = startSession({ gateway: { unavailable: () => true } });
    expect(call('DELETE', `${CLIENTS}/${NOBODY}/revoke`, { as: null })).toMatchObject({ status: 503, text: '' });
  });

  it('is false for all requests if it is not set', () => {
    startSession({ gateway: { retryAfter: '2' } }).create();
  });
});

it.each(['2', 'Wed, 21 Oct 2026 07:28:00 GMT'])('retryAfter: %s', (retryAfter) => {
  const { call } = startSession({ gateway: { unavailable: () => true, retryAfter } });
  expect(call('POST', CLIENTS)).toEqual({ status: 503, headers: { 'retry-after': retryAfter }, text: '', json: null });
});

it('html sends a page', () => {
  const { call } = startSession({ gateway: { unavailable: () => true, html: true } });
  const { headers, text } = call('POST', CLIENTS);
  expect([headers, text.startsWith('<html>')]).toEqual([{ 'content-type': 'text/html' }, true]);
});
