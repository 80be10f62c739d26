import { expectTypeOf, it } from 'vitest';
import type {
  ChangeClientActivationRequest,
  ClientResponse,
  ClientSecretResponse,
  CreateClientRequest,
  FieldError,
  ProblemDetails,
  Scope,
  UpdateClientRequest,
} from '../../src/index.js';

it('CreateClientRequest', () => {
  expectTypeOf<CreateClientRequest>().toEqualTypeOf<{
    name: string;
    description?: string | null;
    logo: string;
    scopes: Scope[];
    allow_pkce?: boolean | null;
    is_public?: boolean | null;
    website_url: string;
    terms_url: string;
    policy_url: string;
    redirect_uris: string[];
    allowed_origins: string[];
    logout_redirect_uri: string;
  }>();
});

it('UpdateClientRequest', () => {
  expectTypeOf<UpdateClientRequest>().toEqualTypeOf<{
    name: string;
    description?: string | null;
    logo: string;
    allow_pkce?: boolean | null;
    is_public?: boolean | null;
    allowed_origins: string[];
    scopes?: Scope[] | null;
    redirect_uris?: string[] | null;
  }>();
});

it('ChangeClientActivationRequest', () => {
  expectTypeOf<ChangeClientActivationRequest>().toEqualTypeOf<{ status: boolean }>();
});

it('ClientResponse', () => {
  expectTypeOf<ClientResponse>().toEqualTypeOf<{
    name: string;
    description: string | null;
    tenant: number;
    scopes: Scope[];
    enabled: boolean;
    client_id: string;
    client_secret: string;
    website_url: string;
    terms_url: string;
    policy_url: string;
    logo: string;
    authentication_methods: ('client_secret_post' | 'none')[];
    redirect_uris: string[];
    allowed_origins: string[];
    logout_redirect_uris: string[];
    created_on: string;
    created_by: string;
    modified_on: string;
    modified_by: string;
    is_public: boolean;
  }>();
});

it('ClientSecretResponse', () => {
  expectTypeOf<ClientSecretResponse>().toEqualTypeOf<{ client_secret: string }>();
});

it('ProblemDetails and FieldError', () => {
  expectTypeOf<ProblemDetails>().toEqualTypeOf<{
    type?: string;
    title?: string;
    status?: number;
    detail?: string;
    instance?: string;
    errors?: FieldError[];
  }>();
  expectTypeOf<FieldError>().toEqualTypeOf<{ field: string; code: string; message: string }>();
});

it('CreateClientRequest: rejects a field in another style, and needs every required one', () => {
  const request: CreateClientRequest = {
    name: 'Reporting',
    logo: 'data:image/png;base64,iVBORw0KGgo=',
    scopes: ['files:read'],
    website_url: 'https://reporting.example.com',
    terms_url: 'https://reporting.example.com/terms',
    policy_url: 'https://reporting.example.com/privacy',
    redirect_uris: ['https://reporting.example.com/callback'],
    allowed_origins: ['https://reporting.example.com'],
    logout_redirect_uri: 'https://reporting.example.com/goodbye',
  };
  // @ts-expect-error: the service calls it is_public
  const camel: CreateClientRequest = { ...request, isPublic: true };
  const { scopes, ...rest } = request;
  // @ts-expect-error: scopes are missing
  const short: CreateClientRequest = rest;
  expectTypeOf([camel, short, scopes]).not.toBeAny();
});
