import { expect, it, vi } from 'vitest';
import { bucketService, pass } from '../support/bucket-service.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { useFakeClock } from '../support/fake-time.js';
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
