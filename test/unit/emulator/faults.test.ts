import { expect, it } from 'vitest';
import type { Emulator } from '../../../emulator/index.js';
import { letSocketsWork } from '../../support/fake-time.js';
import { postClient, startEmulator } from './support/server.js';
import { CLIENTS } from './support/session.js';

/** An emulator with faults, and a function that sends a request for a new client to one of them. */
async function start(faults = true): Promise<[(fault: string, init?: RequestInit) => Promise<Response>, Emulator]> {
  const emulator = await startEmulator({ faults, limits: 'raised' });
  return [(fault, init) => postClient(emulator, init, `/faults/${fault}`), emulator];
}

it('limited-once is a 429 for every other request, as of a bucket', async () => {
  const [post, { clients }] = await start();
  const responses = [await post('limited-once'), await post('limited-once'), await post('limited-once')];
  expect(responses.map(({ status }) => status)).toEqual([429, 201, 429]);
  expect(responses[0]?.headers.get('x-ratelimit-reset')).toBe('50000000');
  expect(responses[0]?.headers.get('retry-after')).toBeNull();
  expect(await responses[0]?.text()).toBe('');
  expect(clients().size).toBe(1);
});

it('limited is a 429 with a wait of a minute for every request', async () => {
  const [post] = await start();
  await post('limited');
  const { status, headers } = await post('limited');
  expect([status, headers.get('x-ratelimit-reset')]).toEqual([429, '60000000000']);
});

it('redirect leads to the same path without the fault', async () => {
  const [post, { clients }] = await start();
  const { status, headers } = await post('redirect', { redirect: 'manual' });
  expect([status, headers.get('location'), clients().size]).toEqual([307, CLIENTS, 0]);
  expect((await post('redirect')).status).toBe(201);
});

it('stalled never responds', async () => {
  const [post] = await start();
  const gone = new AbortController();
  const outcome = post('stalled', { signal: gone.signal }).catch((error: unknown) => error);
  await letSocketsWork();
  gone.abort('still waiting');
  expect(await outcome).toBe('still waiting');
});

it('stalled-body never ends its body', async () => {
  const [post] = await start();
  const gone = new AbortController();
  const response = await post('stalled-body', { signal: gone.signal });
  expect(response.status).toBe(200);
  const outcome = response.text().catch((error: unknown) => error);
  await letSocketsWork();
  gone.abort('still waiting');
  expect(await outcome).toBe('still waiting');
});

it('cut-off loses the connection in the middle of a body', async () => {
  const [post] = await start();
  const response = await post('cut-off');
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
});

it.each([
  ['an unknown fault', true, 'unknown'],
  ['any fault without the option', false, 'stalled'],
])('%s has no route', async (_, faults, name) => {
  const [post] = await start(faults);
  expect((await post(name)).status).toBe(501);
});
