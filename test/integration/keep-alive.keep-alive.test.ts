import { describe, expect, it } from 'vitest';
import { ClientManagementApi } from '../../src/index.js';
import { ALL_OPERATIONS, CLIENT_ID, CREATE_REQUEST } from '../support/calls.js';
import { letSocketsWork } from '../support/fake-time.js';
import { startRawServer } from '../support/raw-server.js';
import { CLOSED_BETWEEN, KEPT } from '../support/transport-faults.js';

it('keep-alive: a second call uses the same connection', async () => {
  const server = await startRawServer(() => KEPT);
  const api = new ClientManagementApi({ baseUrl: server.url, apiKey: 'key', retry: false });
  await api.createClient(CREATE_REQUEST);
  await letSocketsWork();
  await api.deleteClient(CLIENT_ID);
  expect(server.requests()).toBe(2);
  expect(server.connections()).toBe(1);
});

describe.each(CLOSED_BETWEEN)('keep-alive: a connection that is $name', ({ steps }) => {
  it.each(ALL_OPERATIONS)('makes $operation open a new one', async ({ run }) => {
    const server = await startRawServer(() => steps);
    const api = new ClientManagementApi({ baseUrl: server.url, apiKey: 'key', retry: false });
    await api.deleteClient(CLIENT_ID);
    await letSocketsWork();
    server.hangUp();
    await letSocketsWork();
    await letSocketsWork();
    expect(server.open()).toBe(0);
    await expect(run(api).withResponse()).resolves.toMatchObject({ attempts: 1 });
    expect(server.requests()).toBe(2);
    expect(server.connections()).toBe(2);
  });
});
