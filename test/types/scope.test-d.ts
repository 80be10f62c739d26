import { expectTypeOf, it } from 'vitest';
import {
  type ClientResponse,
  type CreateClientRequest,
  SCOPES,
  type Scope,
  type UpdateClientRequest,
} from '../../src/index.js';

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

it('SCOPES: tells whether any string is a known one, and a part of it is what a client may ask for', () => {
  expectTypeOf(SCOPES).toEqualTypeOf<readonly Scope[]>();
  expectTypeOf(SCOPES.includes).toBeCallableWith('files:read' as string);
  expectTypeOf(SCOPES.filter((scope) => scope.startsWith('files:'))).toExtend<CreateClientRequest['scopes']>();
});
