import { expectTypeOf, it } from 'vitest';
import type { Client as GeneratedClient } from '../../generated/client/index.js';
import {
  type Client,
  createClient,
  createFetchClient,
  deleteClient,
  generateJwtToken,
  type Options,
} from '../../src/generated.js';
import type { ClientResponse, CreateClientRequest } from '../../src/index.js';

const client = createFetchClient({ baseUrl: 'https://portal.example.com' });

it('a fetch client is made without a request', () => {
  expectTypeOf(client).toEqualTypeOf<Client>();
  expectTypeOf<Client>().toEqualTypeOf<GeneratedClient>();
});

it('an operation needs the fetch client and its arguments', async () => {
  const body = {} as CreateClientRequest;
  expectTypeOf((await createClient({ client, body })).data).toEqualTypeOf<ClientResponse | undefined>();
  const { data } = await createClient({ client, body, throwOnError: true });
  expectTypeOf(data).toEqualTypeOf<ClientResponse>();
  // @ts-expect-error: there is no client to fall back on
  createClient({ body });
  // @ts-expect-error: the id is missing
  deleteClient({ client });
});

it('a signature comes in an envelope', async () => {
  const { data } = await generateJwtToken({ client, throwOnError: true });
  expectTypeOf(data.response).toEqualTypeOf<string>();
  expectTypeOf(data.statusCode).toEqualTypeOf<number | undefined>();
});

it('auth gets the scheme, and may have no key for it', () => {
  createFetchClient({
    auth: ({ name, scheme }) => (scheme === 'bearer' || name === 'x-signature' ? 'key' : undefined),
  });
  // @ts-expect-error: there is no other kind of HTTP scheme
  createFetchClient({ auth: ({ scheme }) => (scheme === 'digest' ? 'key' : undefined) });
});

it('the options of an operation can be named', () => {
  expectTypeOf<Parameters<typeof deleteClient>[0]>().toHaveProperty('path').toEqualTypeOf<{ clientId: string }>();
  expectTypeOf<Options>().toHaveProperty('client').toEqualTypeOf<Client>();
});

it('a fetch client sends requests of other types', async () => {
  const options = { url: '/path', query: { a: ['b'], c: { d: 1 } } };
  expectTypeOf((await client.get<{ 200: string }>(options)).data).toEqualTypeOf<string | undefined>();
  const { stream } = await client.sse.get<{ 200: string }>(options);
  for await (const event of stream) {
    expectTypeOf(event).toEqualTypeOf<string>();
  }
  // @ts-expect-error: the method is missing
  client.request({ url: '/path' });
});
