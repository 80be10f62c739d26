import { describe, expectTypeOf, it } from 'vitest';
import {
  type ApiPromise,
  type CallOptions,
  type ChangeClientActivationRequest,
  type ClientChanges,
  type ClientListItem,
  ClientManagementApi,
  type ClientManagementOptions,
  type ClientPage,
  type ClientResponse,
  type ClientSecretResponse,
  type Confirmation,
  type Consent,
  type ConsentPage,
  type CreateClientRequest,
  type List,
  type OperationMethod,
  type OperationName,
  type PageQuery,
  type RequestBody,
  type UpdateClientRequest,
  type WithResponse,
} from '../../src/index.js';

const api = new ClientManagementApi();

describe('ClientManagementApi: each method takes its arguments, then options, and returns an ApiPromise', () => {
  it('createClient', () => {
    expectTypeOf(api.createClient).toEqualTypeOf<
      (body: RequestBody<CreateClientRequest>, options?: CallOptions) => ApiPromise<ClientResponse>
    >();
  });

  it('updateClient', () => {
    expectTypeOf(api.updateClient).toEqualTypeOf<
      (clientId: string, body: RequestBody<UpdateClientRequest>, options?: CallOptions) => ApiPromise<undefined>
    >();
  });

  it('changeActivation', () => {
    expectTypeOf(api.changeActivation).toEqualTypeOf<
      (clientId: string, body: ChangeClientActivationRequest, options?: CallOptions) => ApiPromise<undefined>
    >();
  });

  it('regenerateSecret', () => {
    expectTypeOf(api.regenerateSecret).toEqualTypeOf<
      (clientId: string, options?: CallOptions) => ApiPromise<ClientSecretResponse>
    >();
  });

  it('revokeUserClient', () => {
    expectTypeOf(api.revokeUserClient).toEqualTypeOf<
      (clientId: string, options?: CallOptions) => ApiPromise<undefined>
    >();
  });

  it('getClients, listClients', () => {
    expectTypeOf(api.getClients).toEqualTypeOf<(query?: PageQuery, options?: CallOptions) => ApiPromise<ClientPage>>();
    expectTypeOf(api.listClients).toEqualTypeOf<(query?: PageQuery, options?: CallOptions) => List<ClientPage>>();
    expectTypeOf(api.listClients()).toExtend<AsyncIterable<ClientListItem>>();
  });

  it('getConsents, listConsents', () => {
    expectTypeOf(api.getConsents).toEqualTypeOf<
      (query?: PageQuery, options?: CallOptions) => ApiPromise<ConsentPage>
    >();
    expectTypeOf(api.listConsents()).toExtend<AsyncIterable<Consent>>();
  });

  it('modifyClient', () => {
    expectTypeOf(api.modifyClient).toEqualTypeOf<
      (clientId: string, changes: ClientChanges, options?: CallOptions) => Promise<boolean>
    >();
  });

  it('deleteUserClients, deleteTenantClients', () => {
    expectTypeOf(api.deleteUserClients).toEqualTypeOf<
      (confirmation: Confirmation, options?: CallOptions) => ApiPromise<undefined>
    >();
    expectTypeOf(api.deleteTenantClients).toEqualTypeOf<typeof api.deleteUserClients>();
  });

  it('deleteClient', () => {
    expectTypeOf(api.deleteClient).toEqualTypeOf<(clientId: string, options?: CallOptions) => ApiPromise<undefined>>();
  });
});

it('OperationName: names the operations among the methods of the class, and nothing else', () => {
  type Helper = 'withOptions' | 'modifyClient' | 'listClients' | 'listClientsInfo' | 'listConsents';
  expectTypeOf<Exclude<keyof ClientManagementApi, Helper>>().toEqualTypeOf<OperationName>();
  expectTypeOf<OperationName>().toEqualTypeOf<
    | 'getClients'
    | 'getClient'
    | 'getClientInfo'
    | 'getClientsInfo'
    | 'getPublicClientInfo'
    | 'getConsents'
    | 'getScopes'
    | 'createClient'
    | 'updateClient'
    | 'deleteClient'
    | 'changeActivation'
    | 'regenerateSecret'
    | 'revokeUserClient'
    | 'deleteUserClients'
    | 'deleteTenantClients'
  >();
  expectTypeOf<OperationMethod>().toEqualTypeOf<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'>();
});

it('withOptions(): takes the options of the constructor, and returns an API object at once', () => {
  expectTypeOf(api.withOptions).toEqualTypeOf<(options: ClientManagementOptions) => ClientManagementApi>();
});

it('ClientManagementApi: the constructor needs no options', () => {
  expectTypeOf<ConstructorParameters<typeof ClientManagementApi>>().toEqualTypeOf<
    [options?: ClientManagementOptions | undefined]
  >();
});

it('ApiPromise: is awaited for its data', async () => {
  expectTypeOf(await api.regenerateSecret('id')).toEqualTypeOf<ClientSecretResponse>();
  expectTypeOf(await api.deleteClient('id')).toEqualTypeOf<undefined>();
  expectTypeOf(api.deleteClient('id').catch(() => 'failed')).toEqualTypeOf<Promise<string | undefined>>();
});

it('withResponse(): resolves to data, response and attempts', async () => {
  const result = await api.regenerateSecret('id').withResponse();
  expectTypeOf(result).toEqualTypeOf<WithResponse<ClientSecretResponse>>();
  expectTypeOf(result).toEqualTypeOf<{
    readonly data: ClientSecretResponse;
    readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>> };
    readonly attempts: number;
  }>();
  expectTypeOf((await api.deleteClient('id').withResponse()).data).toEqualTypeOf<undefined>();
});

it('ClientManagementApi: arguments are required, and in order', () => {
  // @ts-expect-error: without a body there is nothing to create
  api.createClient();
  // @ts-expect-error: without an id on this service all clients would go
  api.deleteClient();
  // @ts-expect-error: an id is a string
  api.deleteClient(17);
  // @ts-expect-error: a body where the id belongs
  api.changeActivation({ status: true }, 'id');
  // @ts-expect-error: the state is in an object
  api.changeActivation('id', true);
  // @ts-expect-error: options where the body belongs
  api.updateClient('id', { timeout: 1 });
  // @ts-expect-error: this operation sends no body
  api.regenerateSecret('id', { status: true });
});
