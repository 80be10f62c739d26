import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { apiList, apiPromise, ClientManagementApi, NotFoundError } from '../../src/index.js';
import { watchUnhandled } from '../support/unhandled.js';

const ID = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';

function connect(): ClientManagementApi {
  return new ClientManagementApi({ apiKey: 'key' });
}

describe('apiPromise()', () => {
  it('resolves to the data, and by withResponse() to a response as well', async () => {
    const promise = apiPromise({ client_secret: 'secret' });
    expect(await promise).toEqual({ client_secret: 'secret' });
    expect(await promise.withResponse()).toEqual({
      data: { client_secret: 'secret' },
      response: { status: 200, headers: {} },
      attempts: 1,
    });
  });

  it('takes the status and the headers of the response, and the attempts', async () => {
    const promise = apiPromise(undefined, { status: 201, headers: { 'X-RateLimit-Remaining': '3' }, attempts: 2 });
    expect(await promise.withResponse()).toEqual({
      data: undefined,
      response: { status: 201, headers: { 'x-ratelimit-remaining': '3' } },
      attempts: 2,
    });
  });

  it('takes a promise, and rejects as it does', async () => {
    const unhandled = watchUnhandled();
    const error = new NotFoundError('gone', { response: { status: 404, headers: {} }, body: '' });
    expect(await apiPromise(Promise.resolve(1))).toBe(1);
    await expect(apiPromise(Promise.reject(error))).rejects.toBe(error);
    await expect(apiPromise(Promise.reject(error)).withResponse()).rejects.toBe(error);
    // A test makes it before the call, and may never call.
    apiPromise(Promise.reject(error));
    expect(await unhandled()).toEqual([]);
  });
});

describe('apiList()', () => {
  it('is a list of the items and, by pages(), of the pages; each loop starts from the beginning', async () => {
    const pages = [{ data: [1, 2] }, { data: [] }, { data: [3] }];
    const list = apiList(...pages);
    for (const _ of [1, 2]) {
      expect(await Readable.from(list).toArray()).toEqual([1, 2, 3]);
      expect(await Readable.from(list.pages()).toArray()).toEqual(pages);
    }
    expect(await Readable.from(apiList()).toArray()).toEqual([]);
  });
});

describe('vi.spyOn()', () => {
  it('mockReturnValue(apiPromise(data)) works with and without withResponse()', async () => {
    const api = connect();
    vi.spyOn(api, 'regenerateSecret').mockReturnValue(apiPromise({ client_secret: 'fake' }));
    expect(await api.regenerateSecret(ID)).toEqual({ client_secret: 'fake' });
    expect((await api.regenerateSecret(ID).withResponse()).data).toEqual({ client_secret: 'fake' });
  });

  it('mockResolvedValue(data) works for code that awaits the call alone', async () => {
    const api = connect();
    vi.spyOn(api, 'regenerateSecret').mockResolvedValue({ client_secret: 'fake' });
    expect(await api.regenerateSecret(ID)).toEqual({ client_secret: 'fake' });
    expect(() => api.regenerateSecret(ID).withResponse()).toThrow(/withResponse is not a function/);
  });

  it('spies on the prototype reach every object', async () => {
    const spy = vi.spyOn(ClientManagementApi.prototype, 'deleteClient').mockReturnValue(apiPromise(undefined));
    await connect().withOptions({ timeout: 1 }).deleteClient(ID);
    expect(spy).toHaveBeenCalledExactlyOnceWith(ID);
    spy.mockRestore();
  });
});
