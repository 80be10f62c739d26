import { expect, it, vi } from 'vitest';
import {
  createFetchClient,
  deleteTenantClients,
  deleteUserClients,
  getClient,
  getClientInfo,
  getClients,
  getClientsInfo,
  getConsents,
  getPublicClientInfo,
  getScopes,
} from '../../src/generated.js';
import { CLIENT_ID } from '../support/calls.js';
import { echo } from '../support/echo.js';
import { startServer } from '../support/server.js';

const path = { clientId: CLIENT_ID };

it('reads: each, like each delete of all clients, sends its own route', async () => {
  const { url, requests } = await startServer(echo);
  const client = createFetchClient({ baseUrl: url, throwOnError: true });
  const cursor = { last_client_id: CLIENT_ID, last_created_on: '2026-03-02T12:15:27.512304+03:00' };
  await getClients({ client });
  await getClients({ client, query: { limit: 2, ...cursor } });
  await getClients({ client, query: { limit: 2, page: 1 } });
  await getClientsInfo({ client, query: { limit: 2, ...cursor } });
  await getConsents({ client, query: { limit: 2, last_modified_on: cursor.last_created_on } });
  await getClient({ client, path });
  await getClientInfo({ client, path });
  await getPublicClientInfo({ client, path });
  await getScopes({ client });
  await deleteUserClients({ client });
  await deleteTenantClients({ client });
  const date = '2026-03-02T12%3A15%3A27.512304%2B03%3A00';
  expect(requests.map((request) => `${request.method} ${request.url.replace('/api/2.0/', '')}`)).toEqual([
    'GET clients',
    `GET clients?limit=2&last_client_id=${CLIENT_ID}&last_created_on=${date}`,
    'GET clients?limit=2&page=1',
    `GET clients/info?limit=2&last_client_id=${CLIENT_ID}&last_created_on=${date}`,
    `GET clients/consents?limit=2&last_modified_on=${date}`,
    `GET clients/${CLIENT_ID}`,
    `GET clients/${CLIENT_ID}/info`,
    `GET clients/${CLIENT_ID}/public/info`,
    'GET scopes',
    'DELETE clients',
    'DELETE clients/tenant',
  ]);
});

it('getPublicClientInfo(): is requested without a credential', async () => {
  const { url, requests } = await startServer(echo);
  const auth = vi.fn(() => 'key');
  const client = createFetchClient({ baseUrl: url, auth, throwOnError: true });
  await getPublicClientInfo({ client, path });
  expect(auth).not.toHaveBeenCalled();
  await getClientInfo({ client, path });
  expect(requests.map(({ headers }) => [headers['x-signature'], headers.cookie])).toEqual([
    [undefined, undefined],
    ['key', 'asc_auth_key=key'],
  ]);
});
