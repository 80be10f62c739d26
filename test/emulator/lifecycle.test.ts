import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index.js';
import { CLIENTS, CREATE } from './support/session.js';

async function start(options?: EmulatorOptions): Promise<Emulator> {
  const emulator = await createEmulator(options);
  onTestFinished(() => emulator.close());
  return emulator;
}

async function openSocket({ url }: Emulator, text = ''): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const create = ({ url }: Emulator, key = 'emulator-key'): Promise<Response> =>
  fetch(url + CLIENTS, {
    method: 'POST',
    headers: { Cookie: `asc_auth_key=${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(CREATE),
  });

it('listens on 127.0.0.1 and takes the key of the defaults', async () => {
  const emulator = await start();
  expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await create(emulator)).status).toBe(201);
});

it('shares nothing with another one', async () => {
  const [one, other] = [await start({ limits: { POST: 1 } }), await start()];
  expect(one.url).not.toBe(other.url);
  await create(one);
  expect((await create(one)).status).toBe(429);
  expect((await create(other)).status).toBe(201);
  expect(one.clients().size).toBe(1);
  expect(one.stats()).toEqual({ received: 2, accepted: 1, refused: 1, unavailable: 0 });
  expect(other.stats()).toEqual({ received: 1, accepted: 1, refused: 0, unavailable: 0 });
});

it('refills by the real clock', async () => {
  const emulator = await start({ limits: { POST: 1 }, timeScale: 60_000 });
  await create(emulator);
  let status = 429;
  for (let attempt = 0; status === 429 && attempt < 100; attempt++) {
    ({ status } = await create(emulator));
  }
  expect(status).toBe(201);
});

it('closes at once, silent, idle and busy sockets too, and may be closed again', async () => {
  const emulator = await start();
  const sockets = [
    await openSocket(emulator),
    await openSocket(emulator, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    await openSocket(emulator, `POST ${CLIENTS} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{`),
  ];
  await once(sockets[1] as Socket, 'data');
  const ended = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  await Promise.all([emulator.close(), emulator.close()]);
  await ended;
  await expect(create(emulator)).rejects.toThrow();
  await emulator.close();
});

it('closes by Symbol.asyncDispose, which can be combined with close()', async () => {
  const emulator = await start();
  await emulator[Symbol.asyncDispose]();
  await expect(create(emulator)).rejects.toThrow();
  await emulator.close();
  await emulator[Symbol.asyncDispose]();
});

it('survives a caller that goes away in the middle', async () => {
  const emulator = await start();
  const socket = await openSocket(emulator, `POST ${CLIENTS} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{`);
  socket.destroy();
  expect((await create(emulator)).status).toBe(201);
  expect(emulator.stats().received).toBe(1);
});

it('keeps a connection alive over empty answers, without a length', async () => {
  const emulator = await start();
  const request = (path: string, key: string): string =>
    `DELETE ${path} HTTP/1.1\r\nHost: x\r\nCookie: asc_auth_key=${key}\r\n\r\n`;
  const socket = await openSocket(emulator, request(CLIENTS, 'emulator-key') + request(CLIENTS, 'nobody'));
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) {
    text += chunk;
    if (text.split('\r\n\r\n0\r\n\r\n').length === 3) {
      break;
    }
  }
  expect(text.match(/^HTTP\/1\.1 \d+/gm)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403']);
  expect(text).not.toMatch(/content-(length|type)|connection: close/i);
});

it.each([{ timeScale: 0 }, { timeScale: Number.NaN }, { limits: { POST: 0 } }, { serviceLimit: 1.5 }])(
  'refuses to start with %j',
  async (options) => {
    await expect(createEmulator(options)).rejects.toThrow(RangeError);
  },
);
