import { describe, expect, it } from 'vitest';
import type { ClientManagementOptions } from '../../src/index.js';
import { startApi } from '../support/api.js';
import { CLIENT, CLIENT_ID, CREATE_REQUEST, json } from '../support/calls.js';
import { DONE } from '../support/steps.js';

describe.each<[string, Pick<ClientManagementOptions, 'fetch'>]>([
  ["the platform's fetch", {}],
  ['a fetch of the user', { fetch: (...parts) => fetch(...parts) }],
])('headers sent by %s', (_, options) => {
  it('are those of the API object and of the call, in any case; the call wins', async () => {
    const { api, server } = await startApi([DONE], {
      ...options,
      headers: { 'X-Api': 'api', 'X-Both': 'api', Accept: 'text/plain' },
    });
    await api.deleteClient(CLIENT_ID, { headers: { 'x-both': 'call', 'x-call': 'call' } });
    expect(server.requests[0]?.headers).toMatchObject({
      'x-api': 'api',
      'x-both': 'call',
      'x-call': 'call',
      accept: 'text/plain',
    });
  });

  it('may extend the content-type of a body', async () => {
    const { api, server } = await startApi([json(201, CLIENT)], options);
    const type = 'application/json; charset=utf-8';
    await api.createClient(CREATE_REQUEST, { headers: { 'content-type': type } });
    expect(server.requests[0]?.headers['content-type']).toBe(type);
  });

  it('have no content-type without a body', async () => {
    const { api, server } = await startApi([DONE], { ...options, headers: { 'Content-Type': 'application/json' } });
    await api.deleteClient(CLIENT_ID);
    expect(Object.keys(server.requests[0]?.headers ?? {})).not.toContain('content-type');
  });

  it('have a cookie of the user beside the key', async () => {
    const { api, server } = await startApi([DONE], { ...options, apiKey: 'key', headers: { Cookie: 'route=a' } });
    await api.deleteClient(CLIENT_ID);
    expect(server.requests[0]?.headers.cookie).toBe('route=a; asc_auth_key=key');
  });
});
