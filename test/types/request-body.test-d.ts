import { expectTypeOf, it } from 'vitest';
import {
  ClientManagementApi,
  type ClientResponse,
  type CreateClientRequest,
  type RequestBody,
  SCOPES,
  type Scope,
  toUpdateRequest,
  type UpdateClientRequest,
} from '../../src/index.js';

const api = new ClientManagementApi();
declare const client: ClientResponse;

const BODY = {
  name: 'Reporting',
  logo: 'data:image/png;base64,iVBORw0KGgo=',
  scopes: ['files:read'],
  website_url: 'https://reporting.example.com',
  terms_url: 'https://reporting.example.com/terms',
  policy_url: 'https://reporting.example.com/privacy',
  redirect_uris: ['https://reporting.example.com/callback'],
  allowed_origins: ['https://reporting.example.com'],
  logout_redirect_uri: 'https://reporting.example.com/goodbye',
} as const;

it('RequestBody: is a body whose arrays are readonly, and whose optional fields may be undefined', () => {
  expectTypeOf<RequestBody<UpdateClientRequest>>().toEqualTypeOf<{
    name: string;
    description?: string | null | undefined;
    logo: string;
    allow_pkce?: boolean | null | undefined;
    is_public?: boolean | null | undefined;
    allowed_origins: readonly string[];
    scopes?: readonly Scope[] | null | undefined;
    redirect_uris?: readonly string[] | null | undefined;
  }>();
  expectTypeOf<CreateClientRequest>().toExtend<RequestBody<CreateClientRequest>>();
});

// Why docs/methods.md advises RequestBody for the variables of users.
it('RequestBody: accepts what the type of the sent body refuses', () => {
  const maybe = undefined as string | undefined;
  const { name, logo } = BODY;
  const constant = { ...BODY } satisfies RequestBody<CreateClientRequest>;
  const optional = { name, logo, allowed_origins: [''], description: maybe } satisfies RequestBody<UpdateClientRequest>;
  // @ts-expect-error: readonly arrays
  constant satisfies CreateClientRequest;
  // @ts-expect-error: undefined
  optional satisfies UpdateClientRequest;
});

it('createClient, updateClient, modifyClient: take constants and readonly arrays', () => {
  expectTypeOf(api.createClient).toBeCallableWith(BODY);
  expectTypeOf(api.createClient).toBeCallableWith({ ...BODY, scopes: SCOPES });
  expectTypeOf(api.updateClient).toBeCallableWith('id', { ...toUpdateRequest(client), scopes: BODY.scopes });
  expectTypeOf(api.modifyClient).toBeCallableWith('id', { allowed_origins: BODY.allowed_origins, scopes: SCOPES });
  expectTypeOf(api.modifyClient).toBeCallableWith('id', async () => ({ redirect_uris: BODY.redirect_uris }) as const);
});

it('createClient, updateClient, modifyClient: take undefined for what may be left out', () => {
  expectTypeOf(api.createClient).toBeCallableWith({ ...BODY, description: undefined, allow_pkce: undefined });
  expectTypeOf(api.updateClient).toBeCallableWith('id', { ...toUpdateRequest(client), redirect_uris: undefined });
  expectTypeOf(api.modifyClient).toBeCallableWith('id', { name: undefined, description: undefined });
  // @ts-expect-error: a name is required
  api.createClient({ ...BODY, name: undefined });
  // @ts-expect-error: a list of strings
  api.createClient({ ...BODY, scopes: [1] });
  // @ts-expect-error: there is no such field
  api.modifyClient('id', { enabled: false });
});
