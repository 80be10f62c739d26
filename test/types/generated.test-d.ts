import { expectTypeOf, it } from 'vitest';
import type { Client as GeneratedClient } from '../../generated/client/index.js';
import {
  type Client,
  type ClientInfoResponse,
  type ClientListItem,
  type ClientPage,
  type ConsentPage,
  createClient,
  createFetchClient,
  deleteClient,
  deleteTenantClients,
  generateJwtToken,
  getClient,
  getClients,
  getClientsInfo,
  getConsents,
  getPublicClientInfo,
  getScopes,
  type Options,
  type Scope,
} from '../../src/generated.js';
import type { ClientResponse, CreateClientRequest } from '../../src/index.js';

const client = createFetchClient({ baseUrl: 'https://portal.example.com' });

it('createFetchClient(): returns a Client', () => {
  expectTypeOf(client).toEqualTypeOf<Client>();
  expectTypeOf<Client>().toEqualTypeOf<GeneratedClient>();
});

it('createClient() and deleteClient(): need the client and their arguments', async () => {
  const body = {} as CreateClientRequest;
  expectTypeOf((await createClient({ client, body })).data).toEqualTypeOf<ClientResponse | undefined>();
  const { data } = await createClient({ client, body, throwOnError: true });
  expectTypeOf(data).toEqualTypeOf<ClientResponse>();
  // @ts-expect-error: there is no client to fall back on
  createClient({ body });
  // @ts-expect-error: the id is missing
  deleteClient({ client });
});

it('generateJwtToken(): the signature is in an envelope', async () => {
  const { data } = await generateJwtToken({ client, throwOnError: true });
  expectTypeOf(data.response).toEqualTypeOf<string>();
  expectTypeOf(data.statusCode).toEqualTypeOf<number | undefined>();
});

it('auth: gets the scheme, and may return undefined', () => {
  createFetchClient({
    auth: ({ name, scheme }) => (scheme === 'bearer' || name === 'x-signature' ? 'key' : undefined),
  });
  // @ts-expect-error: there is no other kind of HTTP scheme
  createFetchClient({ auth: ({ scheme }) => (scheme === 'digest' ? 'key' : undefined) });
});

it('getClients(): a client in a list offers no secret, a single one does', async () => {
  expectTypeOf<ClientListItem>().not.toHaveProperty('client_secret');
  expectTypeOf<ClientInfoResponse>().not.toHaveProperty('client_secret');
  expectTypeOf<Omit<ClientListItem, 'creator_display_name' | 'creator_avatar'>>().toEqualTypeOf<
    Omit<ClientResponse, 'client_secret'>
  >();
  const path = { clientId: '' };
  const { data } = await getClient({ client, path, throwOnError: true });
  expectTypeOf(data.client_secret).toEqualTypeOf<string>();
  const list = await getClients({ client, throwOnError: true });
  expectTypeOf(list.data.data).toEqualTypeOf<ClientListItem[]>();
});

it('ClientPage, ConsentPage: have the fields of each version', () => {
  expectTypeOf<ClientPage>().toEqualTypeOf<{
    data: ClientListItem[];
    limit: number;
    last_client_id?: string | null;
    last_created_on?: string | null;
    page?: number;
    next?: number | null;
    previous?: number | null;
  }>();
  expectTypeOf<ConsentPage>().toEqualTypeOf<{
    data: {
      registered_client_id: string;
      scopes: string;
      modified_at: string;
      client: ClientInfoResponse | null;
      principal_name?: string;
    }[];
    limit: number;
    last_modified_on?: string | null;
    page?: number;
    next?: number | null;
    previous?: number | null;
  }>();
});

it('getConsents() and others: take their parameters', async () => {
  getClients({ client, query: { limit: 1, last_client_id: '', last_created_on: '', page: 0 } });
  getConsents({ client, query: { limit: 1, last_modified_on: '' } });
  // @ts-expect-error: the limit is missing
  getConsents({ client, query: {} });
  // @ts-expect-error: the query is missing
  getClientsInfo({ client });
  deleteTenantClients({ client });
  // @ts-expect-error: it is not about one client
  deleteTenantClients({ client, path: { clientId: '' } });
  const { data } = await getPublicClientInfo({ client, path: { clientId: '' }, throwOnError: true });
  expectTypeOf(data).toEqualTypeOf<ClientInfoResponse>();
  const scopes = await getScopes({ client, throwOnError: true });
  expectTypeOf(scopes.data).toEqualTypeOf<{ name: Scope; group: string; type: string }[]>();
});

it('Options: can be named', () => {
  expectTypeOf<Parameters<typeof deleteClient>[0]>().toHaveProperty('path').toEqualTypeOf<{ clientId: string }>();
  expectTypeOf<Options>().toHaveProperty('client').toEqualTypeOf<Client>();
});

it('Client: sends requests of other types', async () => {
  const options = { url: '/path', query: { a: ['b'], c: { d: 1 } } };
  expectTypeOf((await client.get<{ 200: string }>(options)).data).toEqualTypeOf<string | undefined>();
  const { stream } = await client.sse.get<{ 200: string }>(options);
  for await (const event of stream) {
    expectTypeOf(event).toEqualTypeOf<string>();
  }
  // @ts-expect-error: the method is missing
  client.request({ url: '/path' });
});
