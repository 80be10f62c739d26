import { getEventListeners } from 'node:events';
import { expect, it, vi } from 'vitest';
import { RateLimitError, TimeoutError, type WaitInfo } from '../../src/index.js';
import { CREATE_REQUEST } from '../support/calls.js';
import { recordingLogger } from '../support/logger.js';
import { bucketService, pass } from './support/bucket-service.js';
import { useFakeClock } from './support/clock.js';
import { range } from './support/line.js';

useFakeClock();

const named = (number: number): typeof CREATE_REQUEST => ({ ...CREATE_REQUEST, name: `client ${number}` });

it('lets nobody wait longer for a call that is aborted in line', async () => {
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

it('gives no place in line to a call whose signal is aborted already', async () => {
  const waits: WaitInfo[] = [];
  const { sent, connect } = bucketService();
  const api = connect({ onWait: (wait) => waits.push(wait) });
  const calls = range(1, 12).map((number) => api.createClient(named(number)));
  await pass(100);
  const told = waits.length;
  const reason = new Error('too late');
  const late = api.createClient(named(13), { signal: AbortSignal.abort(reason) });
  const settled = vi.fn();
  late.catch(settled);
  await pass(1);
  expect(settled).toHaveBeenCalledExactlyOnceWith(reason);
  expect(waits).toHaveLength(told);
  await pass(30_000);
  await Promise.all(calls);
  expect(sent.some(({ body }) => JSON.parse(body).name === 'client 13')).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

it('gives a TimeoutError to a call that never got its turn within maxWait', async () => {
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

it('gives the last refusal to a call that was refused before maxWait ended', async () => {
  const { connect } = bucketService();
  const [taker, api] = [connect({ pacing: false }), connect()];
  const taken = Promise.all(range(1, 10).map((number) => taker.createClient(named(number))));
  await pass(20);
  await taken;
  // Both are refused and wait for the same token; the second is still in line when the first one takes it.
  const first = api.createClient(named(11));
  const second = api.createClient(named(12), { maxWait: 5990 });
  const failed = expect(second).rejects.toMatchObject({ name: 'RateLimitError', retryAfter: 5980, attempts: 1 });
  await pass(6100);
  await failed;
  await first;
  await expect(second).rejects.toBeInstanceOf(RateLimitError);
  expect(vi.getTimerCount()).toBe(0);
});

it('lets a call without retry wait for its turn, and gives it the refusal', async () => {
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

it('tells onWait and the log how long the line waits and how many are in it', async () => {
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
  expect(lines[0]).toMatch(/^info .*createClient: waiting 5\d\d ms/);
});

it('takes a call that is aborted when it is told of its wait out of the line, and no other', async () => {
  const { connect } = bucketService();
  const controller = new AbortController();
  const reason = new Error('too long');
  const api = connect({ onWait: () => controller.abort(reason) });
  const taken = Promise.all(range(1, 10).map((number) => api.createClient(named(number))));
  await pass(1000);
  await taken;
  // The bucket refuses this one, which is told of its wait as it gets in line again.
  const aborted = api.createClient(named(11), { signal: controller.signal, maxWait: 6000 });
  await Promise.all([expect(aborted).rejects.toBe(reason), pass(100)]);
  expect(vi.getTimerCount()).toBe(0);
  const behind = Promise.all(range(12, 14).map((number) => api.createClient(named(number))));
  await pass(25_000);
  expect(await behind).toHaveLength(3);
});
