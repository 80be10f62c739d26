import { describe, expect, it } from 'vitest';
import type { ApiPromise, ClientManagementApi } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST, UPDATE_REQUEST } from '../support/calls.js';
import { letSocketsWork } from '../support/fake-time.js';
import { DONE } from '../support/steps.js';
import { watchUnhandled } from '../support/unhandled.js';

type Api = Pick<
  ClientManagementApi,
  'createClient' | 'updateClient' | 'deleteClient' | 'changeActivation' | 'regenerateSecret' | 'revokeUserClient'
>;

/** Each operation without its object, as `const { deleteClient } = api` makes it. */
const DETACHED: readonly [string, (api: Api) => ApiPromise<unknown>][] = [
  ['createClient', ({ createClient }) => createClient(CREATE_REQUEST)],
  ['updateClient', ({ updateClient }) => updateClient(CLIENT_ID, UPDATE_REQUEST)],
  ['deleteClient', ({ deleteClient }) => deleteClient(CLIENT_ID)],
  ['changeActivation', ({ changeActivation }) => changeActivation(CLIENT_ID, { status: true })],
  ['regenerateSecret', ({ regenerateSecret }) => regenerateSecret(CLIENT_ID)],
  ['revokeUserClient', ({ revokeUserClient }) => revokeUserClient(CLIENT_ID)],
];

/** A wrong `this` in other ways. */
const MISDIRECTED: readonly [string, (api: Api) => Promise<unknown>][] = [
  ['called on a plain object', ({ deleteClient }) => ({ deleteClient }).deleteClient(CLIENT_ID)],
  ['called on null', ({ deleteClient }) => deleteClient.call(null as never, CLIENT_ID)],
  ['called on a number', ({ deleteClient }) => deleteClient.call(5 as never, CLIENT_ID)],
  ['called on its class', (api) => api.deleteClient.call(api.constructor as never, CLIENT_ID)],
  ['called on its prototype', (api) => Object.getPrototypeOf(api).deleteClient(CLIENT_ID)],
  ['given to then', ({ deleteClient }) => Promise.resolve(CLIENT_ID).then(deleteClient)],
  ['copied into another object', (api) => ({ ...api, remove: api.deleteClient }).remove(CLIENT_ID)],
];

const DETACHED_ERROR = expect.objectContaining({
  name: 'ConfigurationError',
  code: 'CONFIGURATION',
  attempts: 0,
  // The remedy: to bind the method, or an arrow function.
  message: expect.stringMatching(/\bbind\b|=>|arrow function/),
});

describe('ClientManagementApi method without its object', () => {
  it.each(DETACHED)('rejects and sends nothing: %s', async (operation, run) => {
    const { api, server } = await startApi([]);
    const call = run(api);
    expect(call).toBeInstanceOf(Promise);
    await expect(call).rejects.toEqual(DETACHED_ERROR);
    await expect(call).rejects.toMatchObject({ operation });
    await letSocketsWork();
    expect(server.connections()).toBe(0);
  });

  it.each(DETACHED)('withResponse() rejects too: %s', async (_, run) => {
    const unhandled = watchUnhandled();
    const { api } = await startApi([]);
    await expect(run(api).withResponse()).rejects.toEqual(DETACHED_ERROR);
    expect(await unhandled()).toEqual([]);
  });

  it.each(MISDIRECTED)('rejects and sends nothing: %s', async (_, run) => {
    const { api, server } = await startApi([]);
    let call: Promise<unknown> | undefined;
    expect(() => {
      call = run(api);
    }).not.toThrow();
    await expect(call).rejects.toEqual(DETACHED_ERROR);
    await letSocketsWork();
    expect(server.connections()).toBe(0);
  });

  it('works if it is bound or called by an arrow function', async () => {
    const { api, server } = await startApi([DONE, DONE, DONE]);
    const bound = api.deleteClient.bind(api);
    const arrow = (id: string): Promise<unknown> => api.deleteClient(id);
    await bound(CLIENT_ID);
    await arrow(CLIENT_ID);
    await Reflect.apply(api.deleteClient, api, [CLIENT_ID]);
    expect(server.requests).toHaveLength(3);
  });

  it('covers all operations', () => {
    expect(DETACHED.map(([operation]) => operation).sort()).toEqual(
      ALL_OPERATIONS.map(({ operation }) => operation).sort(),
    );
  });
});
