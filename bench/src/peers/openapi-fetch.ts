import createClient from 'openapi-fetch';
import type { ClientResponse, CreateClientRequest } from '../../../dist/index.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

interface Paths {
  '/api/2.0/clients': {
    post: {
      requestBody: { content: { 'application/json': CreateClientRequest } };
      responses: { 201: { content: { 'application/json': ClientResponse } } };
    };
  };
  '/api/2.0/clients/{clientId}': {
    delete: { parameters: { path: { clientId: string } }; responses: { 200: { content: { 'text/plain': string } } } };
  };
}

export const openapiFetch: Connect = ({ baseUrl, signature, fetch }) => {
  const client = createClient<Paths>({ baseUrl, headers: { 'x-signature': signature }, ...(fetch && { fetch }) });
  return {
    create: async () => requireOk(await client.POST('/api/2.0/clients', { body: CREATE_REQUEST })),
    remove: async () =>
      requireOk(
        await client.DELETE('/api/2.0/clients/{clientId}', {
          params: { path: { clientId: CLIENT_ID } },
          parseAs: 'text',
        }),
      ),
  };
};

function requireOk({ data, response }: { data?: unknown; response: Response }): unknown {
  if (!response.ok) {
    throw new Error(`the service returned ${response.status}`);
  }
  return data;
}
