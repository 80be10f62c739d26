import { describe, expect, it } from 'vitest';
import * as generated from '../../generated/index.js';
import { OPERATIONS, type OperationName } from '../../src/operations.js';
import { createApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST, UPDATE_REQUEST } from '../support/calls.js';
import { startServer } from '../support/server.js';
import { DONE } from '../support/steps.js';

// What src/transport.ts relies on. A generator that hands over anything else must turn this red.

const GENERATED: Readonly<Record<OperationName, unknown>> = generated;
const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request'];
const COOKIE = { in: 'cookie', name: 'asc_auth_key', type: 'apiKey' };
const SECURITY = [{ name: 'x-signature', type: 'apiKey' }, COOKIE];
const PATH = { clientId: CLIENT_ID };

const QUERY = { limit: 50, page: 0 };

interface HandedOver {
  method: string;
  url: string;
  path?: object;
  query?: object;
  body?: object;
}

const HANDED_OVER: Readonly<Record<OperationName, HandedOver>> = {
  getClients: { method: 'get', url: '/api/2.0/clients', query: QUERY },
  getClient: { method: 'get', url: '/api/2.0/clients/{clientId}', path: PATH },
  getClientInfo: { method: 'get', url: '/api/2.0/clients/{clientId}/info', path: PATH },
  getClientsInfo: { method: 'get', url: '/api/2.0/clients/info', query: QUERY },
  getPublicClientInfo: { method: 'get', url: '/api/2.0/clients/{clientId}/public/info', path: PATH },
  getConsents: { method: 'get', url: '/api/2.0/clients/consents', query: QUERY },
  getScopes: { method: 'get', url: '/api/2.0/scopes' },
  deleteUserClients: { method: 'delete', url: '/api/2.0/clients' },
  deleteTenantClients: { method: 'delete', url: '/api/2.0/clients/tenant' },
  createClient: { method: 'post', url: '/api/2.0/clients', body: CREATE_REQUEST },
  updateClient: { method: 'put', url: '/api/2.0/clients/{clientId}', path: PATH, body: UPDATE_REQUEST },
  deleteClient: { method: 'delete', url: '/api/2.0/clients/{clientId}', path: PATH },
  changeActivation: {
    method: 'patch',
    url: '/api/2.0/clients/{clientId}/activation',
    path: PATH,
    body: { status: true },
  },
  regenerateSecret: { method: 'patch', url: '/api/2.0/clients/{clientId}/regenerate', path: PATH },
  revokeUserClient: { method: 'delete', url: '/api/2.0/clients/{clientId}/revoke', path: PATH },
};

describe.each(Object.keys(OPERATIONS) as OperationName[])('Transport: the generated %s', (operation) => {
  const { method, url, path, query, body } = HANDED_OVER[operation];
  const meta = { operation, options: undefined };

  it('calls one method of its client once, and returns the promise of that method', () => {
    const calls: [string, unknown][] = [];
    const result = new Promise(() => {});
    const client = Object.fromEntries(
      METHODS.map((name) => [
        name,
        (request: unknown) => {
          calls.push([name, request]);
          return result;
        },
      ]),
    );
    const args = { ...(path && { path }), ...(query && { query }), ...(body && { body }) };
    const send = GENERATED[operation] as (request: object) => unknown;
    expect(send({ ...args, client, meta })).toBe(result);
    expect(calls).toEqual([
      [
        method,
        {
          ...args,
          ...(!OPERATIONS[operation].isPublic && { security: SECURITY }),
          url,
          client,
          meta,
          ...(body && { headers: { 'Content-Type': 'application/json' } }),
        },
      ],
    ]);
  });
});

it('Transport: a credential that the generated functions name is sent', async () => {
  const server = await startServer([DONE]);
  await createApi({ baseUrl: server.url, apiKey: 'key' }).deleteClient(CLIENT_ID);
  expect(server.requests[0]?.headers.cookie).toBe(`${COOKIE.name}=key`);
});
