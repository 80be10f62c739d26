// Sends requests of its own by the client of the generated entry. The echo server's address is the argument.
import { createFetchClient } from 'docspace-client-management/generated';

const [, , baseUrl = ''] = process.argv;
const client = createFetchClient({ baseUrl: `${baseUrl}//`, auth: 'key', headers: { Cookie: 'a=1' } });
const options = {
  path: { ids: [1, 2], range: { from: 3, to: 4 } },
  query: { list: ['a', 'b'], object: { c: 'd' } },
  security: [{ in: 'cookie', name: 'asc_auth_key', type: 'apiKey' }],
};
const { data } = await client.get({ ...options, url: '/path/{ids}/{range}' });
const { stream } = await client.sse.get({ ...options, url: '/events/{ids}/{range}', sseMaxRetryAttempts: 1 });
const events = [];
for await (const event of stream) {
  events.push(event);
}
console.log(JSON.stringify({ data, events }));
