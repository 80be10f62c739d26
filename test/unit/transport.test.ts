import { describe, expect, it } from 'vitest';
import {
  changeActivation,
  createClient,
  deleteClient,
  regenerateSecret,
  revokeUserClient,
  updateClient,
} from '../../generated/index.js';
import { OPERATIONS, type OperationName } from '../../src/operations.js';
import { createApi } from '../support/api.js';
import { CLIENT_ID, CREATE_REQUEST, UPDATE_REQUEST } from '../support/calls.js';
import { startServer } from '../support/server.js';
import { DONE } from '../support/steps.js';

// What src/transport.ts relies on. A generator that hands over anything else must turn this red.

const GENERATED: Readonly<Record<OperationName, unknown>> = {
  createClient,
  updateClient,
  deleteClient,
  changeActivation,
  regenerateSecret,
  revokeUserClient,
};
const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request'];
const SECURITY = [{ in: 'cookie', name: 'asc_auth_key', type: 'apiKey' }];
const PATH = { clientId: CLIENT_ID };

const HANDED_OVER: Readonly<Record<OperationName, { method: string; url: string; path?: object; body?: object }>> = {
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
  const { method, url, path, body } = HANDED_OVER[operation];
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
    const args = { ...(path && { path }), ...(body && { body }) };
    const send = GENERATED[operation] as (request: object) => unknown;
    expect(send({ ...args, client, meta })).toBe(result);
    expect(calls).toEqual([
      [
        method,
        {
          ...args,
          security: SECURITY,
          url,
          client,
          meta,
          ...(body && { headers: { 'Content-Type': 'application/json' } }),
        },
      ],
    ]);
  });
});

it('Transport: the credential that the generated functions name is the one that is sent', async () => {
  const [{ name }] = SECURITY as [(typeof SECURITY)[0]];
  const server = await startServer([DONE]);
  await createApi({ baseUrl: server.url, apiKey: 'key' }).deleteClient(CLIENT_ID);
  expect(server.requests[0]?.headers.cookie).toBe(`${name}=key`);
});
