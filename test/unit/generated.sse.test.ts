import { expect, it } from 'vitest';
import { createFetchClient } from '../../src/generated.js';
import { type Echo, echo } from '../support/echo.js';
import { startServer } from '../support/server.js';

async function collect<Value>(stream: AsyncIterable<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const value of stream) {
    values.push(value);
  }
  return values;
}

it('sse.get(): streams the events of a response', async () => {
  const { url } = await startServer(echo);
  const client = createFetchClient({ baseUrl: url });
  const names: unknown[] = [];
  const { stream } = await client.sse.get<Echo>({
    url: '/events',
    query: { since: [1, 2] },
    onSseEvent: ({ data }) => names.push(data),
  });
  const found = await collect(stream);
  const event = { method: 'GET', url: '/events?since=1&since=2', cookies: [] };
  expect(found).toEqual([event, event]);
  expect(names).toEqual(found);
});

it('sse.get(): reconnects after a failure, with the id of the last event and the same cookie', async () => {
  const server = await startServer([
    (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Content-Length': 100 });
      response.write('id: 7\ndata: first\n\n', () => response.destroy());
    },
    { status: 200, body: 'data: second\n\n' },
  ]);
  const client = createFetchClient({ baseUrl: server.url, auth: 'key', headers: { cookie: 'a=1' } });
  const { stream } = await client.sse.get({
    url: '/',
    security: [{ in: 'cookie', name: 'asc_auth_key', type: 'apiKey' }],
    sseDefaultRetryDelay: 1,
    sseMaxRetryAttempts: 3,
  });
  expect(await collect(stream)).toEqual(['first', 'second']);
  const cookie = 'a=1; asc_auth_key=key';
  expect(server.requests).toMatchObject([{ headers: { cookie } }, { headers: { cookie, 'last-event-id': '7' } }]);
});
