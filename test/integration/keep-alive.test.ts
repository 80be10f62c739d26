import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/index.js';
import { createApi } from '../support/api.js';
import { ALL_OPERATIONS, CLIENT, CLIENT_ID, CREATE_REQUEST, CREATED } from '../support/calls.js';
import { letSocketsWork } from '../support/fake-time.js';
import { startRawServer } from '../support/raw-server.js';
import { type CannedResponse, startServer } from '../support/server.js';
import { DONE, rateLimited } from '../support/steps.js';
import { CLOSED_BETWEEN, KEPT } from '../support/transport-faults.js';

it('keep-alive: a second call uses the same connection', async () => {
  const server = await startRawServer(() => KEPT);
  const api = createApi({ baseUrl: server.url, apiKey: 'key', retry: false });
  await api.createClient(CREATE_REQUEST);
  await letSocketsWork();
  await api.deleteClient(CLIENT_ID);
  expect(server.requests()).toBe(2);
  expect(server.connections()).toBe(1);
});

describe.each(CLOSED_BETWEEN)('keep-alive: a connection that is $name', ({ steps }) => {
  it.each(ALL_OPERATIONS)('makes $operation open a new one', async ({ run }) => {
    const server = await startRawServer(() => steps);
    const api = createApi({ baseUrl: server.url, apiKey: 'key', retry: false });
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

const PAGE = `<html>${'<p>gateway</p>'.repeat(4000)}</html>`;

function page(status: number): CannedResponse {
  return { status, headers: { 'content-type': 'text/html' }, body: PAGE };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof ApiError ? error.status : undefined;
}

it('keep-alive: one connection lasts through failures and retries', async () => {
  const script = [page(503), page(429), DONE, page(404), rateLimited(), DONE, page(500), { status: 403 }, DONE];
  const server = await startServer(script, { keepAlive: true });
  const api = createApi({ baseUrl: server.url, apiKey: 'key', retry: { initialDelay: 1 } });
  for (const status of [200, 404, 200, 500, 403, 200]) {
    const outcome = await api.deleteClient(CLIENT_ID).then(() => 200, statusOf);
    expect(outcome).toBe(status);
    // A call in the same tick finds the connection not yet free, and opens a second one: so fetch is in Node.
    await letSocketsWork();
  }
  expect(server.requests.map(({ socket }) => socket)).toEqual(script.map(() => 1));
  expect(server.connections()).toBe(1);
});

it('retry: createClient sends the same complete body with each attempt', async () => {
  const server = await startServer([page(503), rateLimited(), rateLimited(), CREATED], { keepAlive: true });
  const api = createApi({ baseUrl: server.url, apiKey: 'key', retry: { initialDelay: 1 } });
  const body = { ...CREATE_REQUEST, logo: `data:image/png;base64,${'iVBORw0K'.repeat(30_000)}` };
  await expect(api.createClient(body)).resolves.toEqual(CLIENT);
  const sent = JSON.stringify(body);
  expect(server.requests).toHaveLength(4);
  for (const request of server.requests) {
    expect(request.body).toBe(sent);
    expect(request.headers['content-type']).toBe('application/json');
    expect(request.headers['content-length']).toBe(String(sent.length));
  }
  expect(server.connections()).toBe(1);
});
