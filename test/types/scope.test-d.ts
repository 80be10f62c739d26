import { expectTypeOf, it } from 'vitest';
import type { ClientResponse, CreateClientRequest, Scope, UpdateClientRequest } from '../../src/index.js';

it('Scope: any string is one', () => {
  expectTypeOf<'accounts:read'>().toExtend<Scope>();
  expectTypeOf<string>().toExtend<Scope>();
  expectTypeOf<Scope>().toExtend<string>();
  expectTypeOf<string[]>().toExtend<CreateClientRequest['scopes']>();
  expectTypeOf<string[]>().toExtend<NonNullable<UpdateClientRequest['scopes']>>();
  expectTypeOf<ClientResponse['scopes']>().toExtend<string[]>();
});

it('Scope: nothing else is one', () => {
  expectTypeOf<number>().not.toExtend<Scope>();
  expectTypeOf<undefined>().not.toExtend<Scope>();
  expectTypeOf<object>().not.toExtend<Scope>();
});
