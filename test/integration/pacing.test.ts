import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { RateLimitError, TimeoutError, type WaitInfo } from '../../src/index.js';
import { bucketService, pass } from '../support/bucket-service.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { useFakeClock } from '../support/fake-time.js';
import { recordingLogger } from '../support/logger.js';
import { range } from '../support/pacer-queue.js';

useFakeClock();

/** The names of the clients that were made, in order. */
function made(sent: ReturnType<typeof bucketService>['sent']): string[] {
  return sent.filter(({ status }) => status === 200).map(({ body }) => JSON.parse(body).name);
}

it('pacing: creates fifty clients in the order of the calls', async () => {
  const { sent, connect } = bucketService();
  const api = connect();
  const calls = range(1, 50).map((number) => api.createClient({ ...CREATE_REQUEST, name: `client ${number}` }));
  await pass(41 * 6100);
  await Promise.all(calls);
  expect(made(sent)).toEqual(range(1, 50).map((number) => `client ${number}`));
  expect(sent.length).toBeLessThanOrEqual(54);
  expect(vi.getTimerCount()).toBe(0);
});

it('pacing: sends the body as it was at the call, with a credential per attempt', async () => {
  const { sent, connect } = bucketService();
  let keys = 0;
  const api = connect({ apiKey: async () => `key-${++keys}` });
  const body = { ...CREATE_REQUEST, name: 'before' };
  const calls = range(1, 12).map(() => api.createClient(body));
  body.name = 'after';
  await pass(1000);
  expect(keys).toBe(sent.length);
  await pass(12_000);
  await Promise.all(calls);
  expect(made(sent)).toEqual(range(1, 12).map(() => 'before'));
  expect(sent.map(({ cookie }) => cookie)).toEqual(sent.map((_, index) => `asc_auth_key=key-${index + 1}`));
});

it('pacing: a queue does not delay other HTTP methods', async () => {
  const { sent, connect } = bucketService();
  const api = connect();
  const creates = Promise.all(range(1, 12).map(() => api.createClient(CREATE_REQUEST)));
  await pass(1000);
  const deleted = api.deleteClient(CLIENT_ID);
  await pass(20);
  await deleted;
  expect(sent.at(-1)).toMatchObject({ method: 'DELETE', at: 1000 });
  await pass(12_000);
  await creates;
});

it('pacing: a queue does not delay other API objects', async () => {
  const { connect } = bucketService();
  const other = bucketService();
  const [busy, idle] = [connect(), other.connect()];
  const creates = Promise.all(range(1, 12).map(() => busy.createClient(CREATE_REQUEST)));
  await pass(1000);
  const created = idle.createClient(CREATE_REQUEST);
  await pass(20);
  await created;
  expect(other.sent).toMatchObject([{ at: 1000 }]);
  await pass(12_000);
  await creates;
});

it('pacing: false never waits before a request', async () => {
  const { sent, connect } = bucketService();
  const api = connect({ pacing: false });
  const calls = range(1, 30).map(() => api.createClient(CREATE_REQUEST, { retry: false }));
  const results = Promise.allSettled(calls);
  await pass(20);
  expect(sent.map(({ at }) => at)).toEqual(range(1, 30).map(() => 0));
  expect((await results).filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
});

const named = (number: number): typeof CREATE_REQUEST => ({ ...CREATE_REQUEST, name: `client ${number}` });

it('signal: an abort in the queue delays no other call', async () => {
  const times = async (aborting: boolean): Promise<number[]> => {
    const { sent, connect } = bucketService();
    const api = connect();
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const calls = range(1, 15).map((number) =>
      api.createClient(named(number), number === 13 && aborting ? { signal: controller.signal } : {}),
    );
    const results = Promise.allSettled(calls);
    const start = performance.now();
    await pass(1000);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(aborting ? 1 : 0);
    controller.abort(reason);
    if (aborting) {
      await expect(calls[12]).rejects.toBe(reason);
    }
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await pass(40_000);
    expect((await results).filter(({ status }) => status === 'rejected')).toHaveLength(aborting ? 1 : 0);
    expect(vi.getTimerCount()).toBe(0);
    return sent
      .filter(({ status, body }) => status === 200 && JSON.parse(body).name !== 'client 13')
      .map(({ at }) => at - start);
  };
  const [patient, freed] = [await times(false), await times(true)];
  expect(freed).toHaveLength(14);
  expect(freed.every((time, index) => time <= (patient[index] ?? 0))).toBe(true);
  expect(freed.at(-1)).toBeLessThan((patient.at(-1) ?? 0) - 5000);
});

it('signal: a call that has already aborted does not enter the queue', async () => {
  const waits: WaitInfo[] = [];
  const { sent, connect } = bucketService();
  const api = connect({ onWait: (wait) => waits.push(wait) });
  const calls = range(1, 12).map((number) => api.createClient(named(number)));
  await pass(100);
  const before = waits.length;
  const reason = new Error('too late');
  const late = api.createClient(named(13), { signal: AbortSignal.abort(reason) });
  const settled = vi.fn();
  late.catch(settled);
  await pass(1);
  expect(settled).toHaveBeenCalledExactlyOnceWith(reason);
  expect(waits).toHaveLength(before);
  await pass(30_000);
  await Promise.all(calls);
  expect(sent.some(({ body }) => JSON.parse(body).name === 'client 13')).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

it('maxWait: a call that waits longer in the queue rejects with a TimeoutError', async () => {
  const { sent, connect } = bucketService();
  const api = connect();
  const calls = range(1, 13).map((number) => api.createClient(named(number)));
  const impatient = api.createClient(named(14), { maxWait: 2000 });
  const behind = api.createClient(named(15));
  const failed = expect(impatient).rejects.toMatchObject({ name: 'TimeoutError', code: 'TIMEOUT', attempts: 0 });
  await pass(1980);
  const settled = vi.fn();
  impatient.catch(settled);
  await pass(40);
  await failed;
  expect(settled).toHaveBeenCalledOnce();
  await expect(impatient).rejects.toBeInstanceOf(TimeoutError);
  await pass(40_000);
  await Promise.all([...calls, behind]);
  expect(sent.some(({ body }) => JSON.parse(body).name === 'client 14')).toBe(false);
  // Four tokens: none was kept for the one that left.
  expect(sent.at(-1)?.at).toBeLessThan(26_000);
  expect(vi.getTimerCount()).toBe(0);
});

it('maxWait: a call that was rate limited before rejects with its RateLimitError', async () => {
  const { connect } = bucketService();
  const [taker, api] = [connect({ pacing: false }), connect()];
  const taken = Promise.all(range(1, 10).map((number) => taker.createClient(named(number))));
  await pass(20);
  await taken;
  // Both are rate limited and wait for the same token; the second is still in the queue when the first one takes it.
  const first = api.createClient(named(11));
  const second = api.createClient(named(12), { maxWait: 5990 });
  const failed = expect(second).rejects.toMatchObject({ name: 'RateLimitError', retryAfter: 5980, attempts: 1 });
  await pass(6100);
  await failed;
  await first;
  await expect(second).rejects.toBeInstanceOf(RateLimitError);
  expect(vi.getTimerCount()).toBe(0);
});

it('retry: false waits in the queue, and rejects with the RateLimitError', async () => {
  const { sent, connect } = bucketService();
  const api = connect();
  const calls = range(1, 11).map((number) => api.createClient(named(number)));
  await pass(100);
  const once = api.createClient(named(12), { retry: false });
  const failed = expect(once).rejects.toMatchObject({ name: 'RateLimitError', attempts: 1 });
  expect(sent).toHaveLength(11);
  await pass(30_000);
  await failed;
  await Promise.all(calls);
  expect(sent.filter(({ body }) => JSON.parse(body).name === 'client 12')).toMatchObject([{ status: 429 }]);
});

it('onWait and logger: get the wait and the length of the queue', async () => {
  const waits: WaitInfo[] = [];
  const { logger, lines } = recordingLogger();
  const { connect } = bucketService();
  const api = connect({ onWait: (wait) => waits.push(wait), logger, logLevel: 'info' });
  const calls = range(1, 13).map((number) => api.createClient(named(number)));
  await pass(30_000);
  await Promise.all(calls);
  expect(waits[0]).toEqual({ operation: 'createClient', method: 'POST', delay: expect.any(Number), queued: 2 });
  // A tenth of the Reset, in case it states when the bucket is full, and then the rest.
  expect(waits[0]?.delay).within(500, 600);
  expect(waits[1]?.delay).within(5300, 5400);
  expect(lines).toHaveLength(waits.length);
  expect(lines[0]).toMatch(
    /^info .*createClient "client 12" attempt 1: waiting 5\d\d ms for the rate limit, 2 queued$/,
  );
});

it('onWait: an abort in it removes that call from the queue, and no other', async () => {
  const { connect } = bucketService();
  const controller = new AbortController();
  const reason = new Error('too long');
  const api = connect({ onWait: () => controller.abort(reason) });
  const taken = Promise.all(range(1, 10).map((number) => api.createClient(named(number))));
  await pass(1000);
  await taken;
  // This one is rate limited, and onWait is called as it enters the queue again.
  const aborted = api.createClient(named(11), { signal: controller.signal, maxWait: 6000 });
  await Promise.all([expect(aborted).rejects.toBe(reason), pass(100)]);
  expect(vi.getTimerCount()).toBe(0);
  const behind = Promise.all(range(12, 14).map((number) => api.createClient(named(number))));
  await pass(25_000);
  expect(await behind).toHaveLength(3);
});
