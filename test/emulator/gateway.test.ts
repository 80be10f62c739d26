import { expect, it } from 'vitest';
import { departures } from './support/departures.js';
import { CLIENTS, CREATE, NOBODY, startSession } from './support/session.js';

it('answers in place of the service when it says so, by the number of the request', async () => {
  const numbers: number[] = [];
  const unavailable = (number: number): boolean => numbers.push(number) === 2;
  const { call, clients, stats } = await startSession({ limits: { POST: 2 }, gateway: { unavailable } });
  const statuses = [];
  for (let count = 0; count < 4; count++) {
    statuses.push((await call('POST', CLIENTS, { body: CREATE })).status);
  }
  expect(statuses).toEqual([201, 503, 201, 429]);
  expect(numbers).toEqual([1, 2, 3, 4]);
  expect(clients().size).toBe(2);
  expect(stats()).toEqual({ received: 4, accepted: 2, refused: 1, unavailable: 1 });
});

it('asks for no credential', async () => {
  const { call } = await startSession({ gateway: { unavailable: () => true } });
  expect((await call('POST', CLIENTS, { key: null })).status).toBe(503);
});

it('answers revoke just as the document has it', async () => {
  const { call } = await startSession({ gateway: { unavailable: () => true, retryAfter: '2' } });
  const path = `${CLIENTS}/${NOBODY}/revoke`;
  const answer = await call('DELETE', path);
  expect(answer).toMatchObject({ status: 503, text: '' });
  expect(departures('DELETE', path, answer, 'new')).toEqual([]);
});

it.each(['2', 'Wed, 21 Oct 2026 07:28:00 GMT'])('tells when to come back: %s', async (retryAfter) => {
  const { call } = await startSession({ gateway: { unavailable: () => true, retryAfter } });
  const { headers, text } = await call('POST', CLIENTS);
  expect([headers.get('retry-after'), headers.get('content-type'), text]).toEqual([retryAfter, null, '']);
});

it('can answer with a page', async () => {
  const { call } = await startSession({ gateway: { unavailable: () => true, html: true } });
  const { headers, text } = await call('POST', CLIENTS);
  expect([headers.get('retry-after'), headers.get('content-type')]).toEqual([null, 'text/html']);
  expect(text).toMatch(/^<html>/);
});

it('lets everything pass without `unavailable`', async () => {
  const { create } = await startSession({ gateway: { retryAfter: '2' } });
  await create();
});
