import { describe, expectTypeOf, it } from 'vitest';
import type { Client } from '../../generated/client/index.js';
import {
  type ClientResponse,
  type ClientSecretResponse,
  type CreateClientRequest,
  changeActivation,
  type createClient,
  deleteClient,
  type regenerateSecret,
  revokeUserClient,
  type UpdateClientRequest,
  updateClient,
} from '../../generated/index.js';
import type { CallMeta, GeneratedRequest, Transport } from '../../src/transport.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type HandedOver = Parameters<Client[Method]>[0];

describe('Transport as the client of the generated functions', () => {
  it('has the methods that they call, and no others', () => {
    expectTypeOf<keyof Transport>().toEqualTypeOf<Method>();
    expectTypeOf<Parameters<typeof deleteClient>[0]['client']>().toEqualTypeOf<Client>();
    expectTypeOf<CallMeta>().toExtend<NonNullable<Parameters<typeof deleteClient>[0]['meta']>>();
  });

  it('gets a GeneratedRequest with the members that it reads', () => {
    expectTypeOf<HandedOver['url']>().toEqualTypeOf<GeneratedRequest['url']>();
    expectTypeOf<HandedOver['body']>().toEqualTypeOf<GeneratedRequest['body']>();
    expectTypeOf<NonNullable<HandedOver['path']>>().toExtend<NonNullable<GeneratedRequest['path']>>();
    expectTypeOf<GeneratedRequest>().toHaveProperty('meta');
  });
});

describe('Transport: the generated functions', () => {
  it('take the arguments of their operation', () => {
    expectTypeOf<Parameters<typeof createClient>[0]['body']>().toEqualTypeOf<CreateClientRequest>();
    expectTypeOf<Parameters<typeof updateClient>[0]['body']>().toEqualTypeOf<UpdateClientRequest>();
    expectTypeOf<Parameters<typeof updateClient>[0]['path']>().toEqualTypeOf<{ clientId: string }>();
    expectTypeOf<Parameters<typeof deleteClient>[0]['path']>().toEqualTypeOf<{ clientId: string }>();
  });

  it('promise an object with the data of their operation', () => {
    expectTypeOf<Awaited<ReturnType<typeof createClient<true>>>['data']>().toEqualTypeOf<ClientResponse>();
    expectTypeOf<Awaited<ReturnType<typeof regenerateSecret<true>>>['data']>().toEqualTypeOf<ClientSecretResponse>();
    for (const send of [updateClient<true>, deleteClient<true>, changeActivation<true>, revokeUserClient<true>]) {
      expectTypeOf<Awaited<ReturnType<typeof send>>['data']>().toEqualTypeOf<unknown>();
    }
  });
});
