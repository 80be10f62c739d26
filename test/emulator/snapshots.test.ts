import { expect, it } from 'vitest';
import { startSession } from './support/session.js';

const ONE_CREATED = { received: 1, accepted: 1, refused: 0, unavailable: 0 };

it('stats() does not change while it is held', async () => {
  const { create, stats } = await startSession();
  await create();
  const held = stats();
  await create();
  expect(held).toEqual(ONE_CREATED);
  expect(stats().received).toBe(2);
});

it('a change of stats() does not reach the emulator', async () => {
  const { create, stats } = await startSession();
  await create();
  expect(Reflect.set(stats(), 'received', 99)).toBe(false);
  expect(stats()).toEqual(ONE_CREATED);
});

it('clients() does not change while it is held', async () => {
  const { call, clients, create } = await startSession();
  const { client_id } = await create();
  const held = clients();
  await create();
  await call('PATCH', `/api/2.0/clients/${client_id}/activation`, { body: { status: false } });
  expect([...held.keys()]).toEqual([client_id]);
  expect(held.get(client_id)?.enabled).toBe(true);
  expect(clients().size).toBe(2);
  expect(clients().get(client_id)?.enabled).toBe(false);
});

it('a change of clients() does not reach the emulator', async () => {
  const { clients, create } = await startSession();
  const { client_id } = await create();
  const held = clients();
  const client = held.get(client_id) ?? {};
  const before = structuredClone(client);
  expect(held).toBeInstanceOf(Map);
  Map.prototype.clear.call(held);
  for (const [field, value] of Object.entries(client)) {
    expect(Reflect.set(client, field, 'changed'), field).toBe(false);
    expect(!Array.isArray(value) || !Reflect.set(value, 0, 'changed'), field).toBe(true);
  }
  expect(clients().get(client_id)).toEqual(before);
});

it('a change of the options does not reach the emulator', async () => {
  const options = { apiKeys: ['one'], limits: { POST: 1 }, gateway: { unavailable: () => false } };
  const { create, stats } = await startSession(options);
  options.apiKeys[0] = 'other';
  options.limits.POST = 0;
  options.gateway.unavailable = () => true;
  await create({ key: 'one' });
  expect(stats()).toEqual(ONE_CREATED);
});
