import { describe, expect, it } from 'vitest';
import { CLIENTS, startSession, UPDATE } from './support/session.js';

describe('the cache', () => {
  it('keeps the nanoseconds of a new client until it changes, from 3.7 on', () => {
    const timesOn = (serviceVersion: '3.6' | '3.7'): unknown[] => {
      const { create, call } = startSession({ serviceVersion });
      const { client_id, created_on } = create();
      const path = `${CLIENTS}/${client_id}`;
      const times = [call('GET', path).json?.created_on, call('GET', `${path}/public/info`).json?.created_on];
      call('PUT', path, { body: UPDATE });
      return [...times, call('GET', path).json?.created_on].map((time) => time === created_on);
    };
    expect(timesOn('3.6')).toEqual([false, false, false]);
    expect(timesOn('3.7')).toEqual([true, true, false]);
  });

  it('serves a client for five minutes after DELETE /clients, but not after other deletes', () => {
    const { create, call, pass } = startSession();
    const path = `${CLIENTS}/${create({ as: 'owner' }).client_id}`;
    call('DELETE', CLIENTS, { as: 'owner' });
    expect(call('GET', path).status).toBe(200);
    expect(call('PUT', path, { body: UPDATE }).status).toBe(404);
    pass(299_999);
    expect(call('GET', path).status).toBe(200);
    pass(1);
    expect(call('GET', path).status).toBe(404);
    const another = `${CLIENTS}/${create().client_id}`;
    call('DELETE', `${CLIENTS}/tenant`);
    expect(call('GET', another).status).toBe(404);
    const third = `${CLIENTS}/${create().client_id}`;
    call('DELETE', third);
    expect(call('GET', third).status).toBe(404);
  });
});

describe('snapshot', () => {
  it('does not change while it is held', () => {
    const { create, call, service } = startSession();
    const { client_id } = create();
    const held = service.store.snapshot();
    create();
    call('PATCH', `${CLIENTS}/${client_id}/activation`, { body: { status: false } });
    expect([...held.keys()]).toEqual([client_id]);
    expect(held.get(client_id)?.enabled).toBe(true);
    expect(service.store.snapshot().size).toBe(2);
    expect(service.store.snapshot().get(client_id)?.enabled).toBe(false);
  });

  it('takes no changes to the store', () => {
    const { create, service } = startSession();
    const { client_id } = create();
    const held = service.store.snapshot();
    const client = held.get(client_id) ?? {};
    const before = structuredClone(client);
    expect(held).toBeInstanceOf(Map);
    Map.prototype.clear.call(held);
    for (const [field, value] of Object.entries(client)) {
      expect(Reflect.set(client, field, 'changed'), field).toBe(false);
      expect(!Array.isArray(value) || !Reflect.set(value, 0, 'changed'), field).toBe(true);
    }
    expect(service.store.snapshot().get(client_id)).toEqual(before);
  });
});
