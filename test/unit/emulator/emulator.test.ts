import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../../emulator/index.js';
import { headersFor, postClient, startEmulator } from './support/server.js';
import { CLIENTS, NOBODY, USERS } from './support/session.js';

async function openSocket({ url }: Emulator, text = ''): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const UNFINISHED = `POST ${CLIENTS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{`;

describe('createEmulator', () => {
  it('listens on 127.0.0.1 and takes what is signed with its key', async () => {
    const emulator = await startEmulator();
    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await postClient(emulator)).status).toBe(201);
  });

  it('takes the default key on 3.0', async () => {
    const { url } = await startEmulator({ serviceVersion: '3.0' });
    const headers = { Cookie: 'asc_auth_key=emulator-key' };
    expect((await fetch(`${url}/api/2.0/scopes`, { headers })).status).toBe(200);
  });

  it('listens on the port and host of the options', async () => {
    const first = await startEmulator();
    const port = Number(new URL(first.url).port);
    await first.close();
    const emulator = await startEmulator({ port, host: 'localhost' });
    expect(emulator.url).toMatch(new RegExp(`^http://(127\\.0\\.0\\.1|\\[::1\\]):${port}$`));
    expect((await postClient(emulator)).status).toBe(201);
  });

  it('rejects if an option is out of range', async () => {
    await expect(createEmulator({ timeScale: 0 })).rejects.toThrow(RangeError);
  });

  it('shares nothing with another one', async () => {
    const [one, other] = [await startEmulator({ limits: { POST: 1 } }), await startEmulator()];
    expect(one.url).not.toBe(other.url);
    await postClient(one);
    expect((await postClient(one)).status).toBe(429);
    expect((await postClient(other)).status).toBe(201);
    expect(one.clients().size).toBe(1);
    expect(one.stats()).toEqual({ received: 2, accepted: 1, rateLimited: 1, unavailable: 0, tokenRequests: 0 });
    expect(other.stats()).toEqual({ received: 1, accepted: 1, rateLimited: 0, unavailable: 0, tokenRequests: 0 });
  });

  it('refills by the clock of the machine', async () => {
    const emulator = await startEmulator({ limits: { POST: 1 }, timeScale: 60_000 });
    await postClient(emulator);
    let status = 429;
    for (let attempt = 0; status === 429 && attempt < 100; attempt++) {
      ({ status } = await postClient(emulator));
    }
    expect(status).toBe(201);
  });

  it('survives a client that goes away in the middle', async () => {
    const emulator = await startEmulator();
    (await openSocket(emulator, UNFINISHED)).destroy();
    expect((await postClient(emulator)).status).toBe(201);
    expect(emulator.stats().received).toBe(1);
  });

  it('keeps a connection over responses without a body', async () => {
    const emulator = await startEmulator();
    const request = (name: string): string =>
      `DELETE ${CLIENTS} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: x\r\n${name}: ${headersFor(emulator)['x-signature']}\r\n\r\n`;
    const socket = await openSocket(emulator, request('X-Signature') + request('X-Other'));
    let text = '';
    for await (const chunk of socket.setEncoding('latin1')) {
      text += chunk;
      if (text.split('\r\n\r\n').length === 3) {
        break;
      }
    }
    expect(text.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403']);
    expect(text).not.toMatch(/connection: close/i);
  });
});

describe('close', () => {
  it('ends silent, idle and busy connections at once, and can be called again', async () => {
    const emulator = await startEmulator();
    const sockets = [
      await openSocket(emulator),
      await openSocket(emulator, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      await openSocket(emulator, UNFINISHED),
    ];
    await once(sockets[1] as Socket, 'data');
    const ended = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    await Promise.all([emulator.close(), emulator.close()]);
    await ended;
    await expect(postClient(emulator)).rejects.toThrow();
    await emulator.close();
  });

  it('is Symbol.asyncDispose as well', async () => {
    const emulator = await startEmulator();
    await emulator[Symbol.asyncDispose]();
    await expect(postClient(emulator)).rejects.toThrow();
    await emulator.close();
    await emulator[Symbol.asyncDispose]();
  });
});

describe('a closed emulator', () => {
  it.each<[string, (emulator: Emulator) => unknown]>([
    ['signIn', ({ signIn }) => signIn('admin')],
    ['seed', ({ seed }) => seed([{ name: 'Reporting' }])],
    ['respondWith', ({ respondWith }) => respondWith('getScopes', { status: 500 })],
    ['advance', ({ advance }) => advance(1)],
    ['reset', ({ reset }) => reset()],
    ['clear', ({ clear }) => clear()],
    ['consent', ({ consent }) => consent(USERS.admin.id, NOBODY, ['openid'])],
    ['setOutage', ({ setOutage }) => setOutage('database', true)],
    ['setPortal', ({ setPortal }) => setPortal('unpaid')],
    ['rotateSignatureKey', ({ rotateSignatureKey }) => rotateSignatureKey()],
  ])('throws for %s', async (name, call) => {
    const emulator = await startEmulator();
    await emulator.close();
    expect(() => call(emulator)).toThrow(`${name}: the emulator is closed. Create another one with createEmulator.`);
  });

  it('keeps what a test may look at', async () => {
    const emulator = await startEmulator({ clients: [{ name: 'Reporting' }] });
    await postClient(emulator);
    const read = ({ url, requests, signatureKey, stats, clients }: Emulator): unknown[] => [
      url,
      requests,
      signatureKey,
      stats(),
      clients(),
    ];
    const before = read(emulator);
    await emulator.close();
    expect(read(emulator)).toEqual(before);
    expect([emulator.requests.length, emulator.clients().size]).toEqual([1, 2]);
  });
});

it('consent shows in the consents of the user', async () => {
  const emulator = await startEmulator();
  await postClient(emulator);
  const [client_id = ''] = emulator.clients().keys();
  emulator.consent(USERS.admin.id, client_id, ['openid']);
  const headers = headersFor(emulator);
  const response = await fetch(`${emulator.url}${CLIENTS}/consents?limit=1`, { headers });
  expect(await response.json()).toMatchObject({ data: [{ registered_client_id: client_id, scopes: 'openid' }] });
});

it('setOutage takes a dependency down and brings it up again', async () => {
  const emulator = await startEmulator();
  const revoke = async (): Promise<number> => {
    const init = { method: 'DELETE', headers: headersFor(emulator) };
    return (await fetch(`${emulator.url}${CLIENTS}/x/revoke`, init)).status;
  };
  emulator.setOutage('authorization service', true);
  expect(await revoke()).toBe(503);
  emulator.setOutage('authorization service', false);
  expect(await revoke()).toBe(200);
});
