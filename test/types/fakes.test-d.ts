import { expectTypeOf, it, type Mocked, vi } from 'vitest';
import {
  type ApiPromise,
  apiList,
  apiPromise,
  type ClientInfoResponse,
  type ClientManagementApi,
  type ClientPage,
  type ClientResponse,
  type ConsentPage,
  type List,
} from '../../src/index.js';

declare const client: ClientResponse;
declare const info: ClientInfoResponse;
declare const page: ClientPage;
declare const consents: ConsentPage;

it('ClientManagementApi: a plain object with every method is one', () => {
  const fake: ClientManagementApi = {
    withOptions: () => fake,
    getClients: () => apiPromise({ data: [client], limit: 50 }),
    getClient: () => apiPromise(client),
    getClientInfo: () => apiPromise(info),
    getPublicClientInfo: () => apiPromise(info),
    getClientsInfo: () => apiPromise({ data: [info], limit: 50 }),
    getConsents: () => apiPromise(consents),
    getScopes: () => apiPromise([{ name: 'files:read', group: 'files', type: 'read' }]),
    listClients: () => apiList(page),
    listClientsInfo: () => apiList({ data: [info], limit: 50 }),
    listConsents: () => apiList(),
    createClient: (body) => apiPromise({ ...client, name: body.name }),
    updateClient: () => apiPromise(undefined),
    modifyClient: async () => true,
    deleteClient: () => apiPromise(undefined),
    changeActivation: () => apiPromise(undefined),
    regenerateSecret: () => apiPromise({ client_secret: 'secret' }),
    revokeUserClient: () => apiPromise(undefined),
    deleteUserClients: () => apiPromise(undefined),
    deleteTenantClients: () => apiPromise(undefined),
  };
  expectTypeOf(fake).toExtend<ClientManagementApi>();
});

it('ClientManagementApi: a part of it is typed by Pick, and by a class that implements it', () => {
  const fake: Pick<ClientManagementApi, 'deleteClient'> = { deleteClient: () => apiPromise(undefined) };
  class Fake implements Pick<ClientManagementApi, 'createClient' | 'listClients'> {
    createClient(): ApiPromise<ClientResponse> {
      return apiPromise(client);
    }

    listClients(): List<ClientPage> {
      return apiList({ data: [client], limit: 50 });
    }
  }
  expectTypeOf<{
    -readonly [Name in keyof ClientManagementApi]: ClientManagementApi[Name];
  }>().toExtend<ClientManagementApi>();
  expectTypeOf(fake.deleteClient).toBeCallableWith('id');
  expectTypeOf(new Fake().createClient()).toEqualTypeOf<ApiPromise<ClientResponse>>();
});

it('ClientManagementApi: a fake with wrong data, or a promise without withResponse, does not compile', () => {
  // @ts-expect-error: the secret is missing
  const wrong: Pick<ClientManagementApi, 'regenerateSecret'> = { regenerateSecret: () => apiPromise({}) };
  // @ts-expect-error: code that calls withResponse() would fail
  const plain: Pick<ClientManagementApi, 'deleteClient'> = { deleteClient: async () => undefined };
  expectTypeOf([wrong, plain]).toBeArray();
});

it('apiPromise(), apiList(): fit mocks of vitest', () => {
  const api: Mocked<ClientManagementApi> = vi.mockObject({} as ClientManagementApi);
  api.createClient.mockReturnValue(apiPromise(client, { status: 201, headers: { date: '' } }));
  api.createClient.mockImplementation(() => apiPromise(Promise.reject(new Error())));
  api.listClients.mockReturnValue(apiList(page, page));
  vi.spyOn(api, 'createClient').mockResolvedValue(client);
  // @ts-expect-error: data of another method
  api.createClient.mockReturnValue(apiPromise('text'));
});
