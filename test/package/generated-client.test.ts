import { expect, inject, it } from 'vitest';
import { echo } from '../support/echo.js';
import { startServer } from '../support/server.js';
import { runNode } from './run.js';

it('createFetchClient(): writes queries and paths, and streams events', async () => {
  const { url } = await startServer(echo);
  const printed = await runNode(inject('consumer'), 'generated-client.mjs', url);
  const echoOf = (path: string): object => ({
    method: 'GET',
    url: `${path}/1,2/from,3,to,4?list=a&list=b&object[c]=d`,
    cookies: ['a=1; asc_auth_key=key'],
  });
  const events = echoOf('/events');
  expect(JSON.parse(printed)).toEqual({ data: echoOf('/path'), events: [events, events] });
});
