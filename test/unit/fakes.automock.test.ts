import { Readable } from 'node:stream';
import { expect, it, vi } from 'vitest';
import type * as Sdk from '../../src/index.js';
import { ClientManagementApi } from '../../src/index.js';

vi.mock('../../src/index.js');

const { apiList, apiPromise, ClientManagementApi: Actual } = await vi.importActual<typeof Sdk>('../../src/index.js');

const METHODS = Object.getOwnPropertyNames(Actual.prototype).filter((name) => name !== 'constructor');

it('vi.mock(): an automock of the class has every method', () => {
  const api = new ClientManagementApi();
  expect(METHODS).toContain('listClients');
  for (const name of METHODS) {
    expect(Reflect.get(api, name), name).toSatisfy(vi.isMockFunction);
  }
});

// Automocks of generators and of functions in fields differ between test runners.
it('ClientManagementApi: all methods are plain functions of the prototype, and an object has no members of its own', () => {
  for (const name of METHODS) {
    expect(Reflect.get(Actual.prototype, name).constructor, name).toBe(Function);
  }
  expect(Object.keys(new Actual({ apiKey: 'key' }))).toEqual([]);
});

it('apiPromise(), apiList(): make an automock return what the methods return', async () => {
  const api = vi.mocked(new ClientManagementApi());
  api.listClients.mockReturnValue(apiList({ data: [], limit: 50 }));
  api.deleteClient.mockReturnValue(apiPromise(undefined));
  expect(await Readable.from(api.listClients()).toArray()).toEqual([]);
  expect(await api.deleteClient('id').withResponse()).toMatchObject({ data: undefined, attempts: 1 });
});
