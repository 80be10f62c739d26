import { type ApiPromise, toApiPromise } from './api-promise.js';
import type { ResponseInfo } from './errors.js';
import type { AnyPage, List } from './pagination.js';

/**
 * What the methods of {@link ClientManagementApi} return, made of data: for fakes and mocks in your tests. A mock that
 * resolves to the data (`mockResolvedValue`) is enough for code that does not call `withResponse`. An automock of the
 * package replaces this function too; `vi.importActual` and `jest.requireActual` return it.
 *
 * @typeParam Data - The data of the call.
 * @param data - What the call resolves to. With a promise that rejects, the call rejects.
 * @param response - The `status`, `headers` and `attempts` of {@link ApiPromise.withResponse}. Default: status 200, no
 * headers, one attempt.
 * @returns The promise of the data.
 * @example
 * ```ts
 * const fake: Pick<ClientManagementApi, 'deleteClient'> = { deleteClient: () => apiPromise(undefined) };
 *
 * vi.spyOn(api, 'createClient').mockReturnValue(apiPromise(client, { status: 201 }));
 * ```
 */
export function apiPromise<Data>(
  data: Data | PromiseLike<Data>,
  { status = 200, headers, attempts = 1 }: Partial<ResponseInfo> & { readonly attempts?: number } = {},
): ApiPromise<Data> {
  const response = {
    request: { method: 'GET', url: '' },
    status,
    ok: true,
    headers: new Headers(headers),
    text: '',
    complete: true,
    secrets: () => [],
  } as const;
  const promise = toApiPromise(Promise.resolve(data).then((data) => ({ data, response, attempts })));
  // A test may make it long before the call, or never call.
  promise.catch(() => {});
  return promise;
}

/**
 * What the `list…` methods of {@link ClientManagementApi} return, made of pages: for fakes and mocks in your tests.
 *
 * @typeParam Page - A page of the list.
 * @param pages - The pages in order; none for an empty list. Their cursors are not read.
 * @returns The list. Each loop over it starts from the beginning.
 * @example
 * ```ts
 * const fake: Pick<ClientManagementApi, 'listClients'> = {
 *   listClients: () => apiList({ data: [client], limit: 50 }),
 * };
 * ```
 */
export function apiList<Page extends AnyPage>(...pages: readonly Page[]): List<Page> {
  return {
    async *pages() {
      yield* pages;
    },
    async *[Symbol.asyncIterator]() {
      for (const { data } of pages) {
        yield* data;
      }
    },
  };
}
