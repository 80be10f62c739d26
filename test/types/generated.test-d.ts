import { expectTypeOf, it } from 'vitest';
import type { Client as GeneratedClient } from '../../generated/client/index.js';
import { type Client, createClient, createFetchClient, deleteClient, type Options } from '../../src/generated.js';
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
