import { Readable } from 'node:stream';
import { expect, it, vi } from 'vitest';
import type * as Sdk from '../../src/index.js';
import { ClientManagementApi, DocSpaceError, NotFoundError } from '../../src/index.js';

vi.mock('../../src/index.js');

const real = await vi.importActual<typeof Sdk>('../../src/index.js');

const METHODS = Object.getOwnPropertyNames(real.ClientManagementApi.prototype).filter((name) => name !== 'constructor');

// What docs/testing.md says of automocks. test/frameworks checks the same with Jest.
it('vi.mock(): every method of an automock returns undefined, so a list throws a TypeError', async () => {
  const api = new ClientManagementApi();
  expect(METHODS).toContain('listClients');
  for (const name of METHODS) {
    const method = Reflect.get(api, name);
    expect(method, name).toSatisfy(vi.isMockFunction);
    expect(method.call(api), name).toBeUndefined();
  }
  await expect(async () => {
    for await (const _ of api.listClients()) {
    }
  }).rejects.toThrow(TypeError);
});

it('vi.mock(): instanceof with a class of an automock recognizes no real error', () => {
  const error = new real.NotFoundError('gone', { response: { status: 404, headers: {} }, body: '' });
  expect(error).toBeInstanceOf(real.NotFoundError);
  expect([error instanceof NotFoundError, error instanceof DocSpaceError]).toEqual([false, false]);
});

// Automocks of generators and of functions in fields differ between test runners.
it('ClientManagementApi: all methods are plain functions of the prototype, and an object has no members of its own', () => {
  for (const name of METHODS) {
    expect(Reflect.get(real.ClientManagementApi.prototype, name).constructor, name).toBe(Function);
  }
  expect(Object.keys(new real.ClientManagementApi({ apiKey: 'key' }))).toEqual([]);
});

it('apiPromise(), apiList(): make an automock return what the methods return', async () => {
  const api = vi.mocked(new ClientManagementApi());
  api.listClients.mockReturnValue(real.apiList({ data: [], limit: 50 }));
  api.deleteClient.mockReturnValue(real.apiPromise(undefined));
  expect(await Readable.from(api.listClients()).toArray()).toEqual([]);
  expect(await api.deleteClient('id').withResponse()).toMatchObject({ data: undefined, attempts: 1 });
});
