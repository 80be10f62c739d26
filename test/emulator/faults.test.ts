import { expect, it } from 'vitest';
import type { Emulator } from '../../emulator/index.js';
import { letSocketsWork } from '../support/fake-time.js';
import { CLIENTS, CREATE, startSession } from './support/session.js';

interface Asked {
  /** Asks the faulty path for a new client. */
  ask: (fault: string, init?: RequestInit) => Promise<Response>;
  clients: Emulator['clients'];
}

async function start(faults = true): Promise<Asked> {
  const { url, clients } = await startSession({ faults });
  const headers = { Cookie: 'asc_auth_key=emulator-key', 'Content-Type': 'application/json' };
  const body = JSON.stringify(CREATE);
  return {
    ask: (fault, init) => fetch(`${url}/faults/${fault}${CLIENTS}`, { method: 'POST', headers, body, ...init }),
    clients,
  };
}

it('refuses every other request for a moment, as a bucket does it', async () => {
  const { ask, clients } = await start();
  const answers = [await ask('refused-once'), await ask('refused-once'), await ask('refused-once')];
  expect(answers.map(({ status }) => status)).toEqual([429, 201, 429]);
  expect(answers[0]?.headers.get('x-ratelimit-reset')).toBe('50000000');
  expect(answers[0]?.headers.get('retry-after')).toBeNull();
  expect(await answers[0]?.text()).toBe('');
  expect(clients().size).toBe(1);
});

it('refuses every request for a minute', async () => {
  const { ask } = await start();
  await ask('refused');
  const { status, headers } = await ask('refused');
  expect([status, headers.get('x-ratelimit-reset')]).toEqual([429, '60000000000']);
});

it('redirects to where the same request is answered', async () => {
  const { ask, clients } = await start();
  const { status, headers } = await ask('redirect', { redirect: 'manual' });
  expect([status, headers.get('location'), clients().size]).toEqual([307, CLIENTS, 0]);
  expect((await ask('redirect')).status).toBe(201);
});

it('does not answer', async () => {
  const { ask } = await start();
  const gone = new AbortController();
  const outcome = ask('stalled', { signal: gone.signal }).catch((error: unknown) => error);
  await letSocketsWork();
  gone.abort('still waiting');
  expect(await outcome).toBe('still waiting');
});

it('does not end an answer', async () => {
  const { ask } = await start();
  const gone = new AbortController();
  const response = await ask('stalled-body', { signal: gone.signal });
  expect(response.status).toBe(200);
  const outcome = response.text().catch((error: unknown) => error);
  await letSocketsWork();
  gone.abort('still waiting');
  expect(await outcome).toBe('still waiting');
});

it('loses the connection in the middle of an answer', async () => {
  const { ask } = await start();
  const response = await ask('cut-off');
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
});

it.each([
  ['a fault that it does not know', true, 'unknown'],
  ['any fault when it is not asked to', false, 'stalled'],
])('has no route for %s', async (_, faults, name) => {
  const { ask } = await start(faults);
  expect((await ask(name)).status).toBe(404);
});
