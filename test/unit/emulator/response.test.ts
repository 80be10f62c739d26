import { request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Emulator, ServiceVersion } from '../../../emulator/index.js';
import { headersFor, startEmulator } from './support/server.js';
import { CLIENTS, NOBODY, USERS } from './support/session.js';

/** Sends a request with node:http, which hides nothing, and returns the status, the headers and the body. */
function exchange(
  { url, signatureKey }: Emulator,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    const credential = { ...headersFor({ signatureKey }), cookie: 'asc_auth_key=key' };
    send(url + path, { method, headers: { connection: 'keep-alive', ...credential, ...headers } }, (response) => {
      const { statusCode: status, headers: received } = response;
      text(response).then((body) => resolve({ status, headers: received, body }), reject);
    })
      .on('error', reject)
      .end();
  });
}

const start = (serviceVersion: ServiceVersion = '3.7'): Promise<Emulator> =>
  startEmulator({ serviceVersion, users: { key: USERS.admin }, limits: 'raised' });

const SECURITY = {
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  expires: '0',
  pragma: 'no-cache',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '0',
};

describe('sendResponse', () => {
  it('sends no body with a length of 0 and keeps the connection', async () => {
    const { headers } = await exchange(await start(), 'DELETE', `${CLIENTS}/${NOBODY}/revoke`);
    expect(headers).toEqual({
      ...SECURITY,
      connection: 'keep-alive',
      'keep-alive': 'timeout=60',
      'content-length': '0',
      date: expect.any(String),
      'x-ratelimit-remaining': expect.any(String),
      'x-ratelimit-reset': '0',
    });
  });

  it('sends JSON in chunks', async () => {
    const { headers } = await exchange(await start(), 'GET', '/api/2.0/scopes');
    expect(headers).toMatchObject({ ...SECURITY, 'transfer-encoding': 'chunked', 'content-type': 'application/json' });
    expect(headers).not.toHaveProperty('content-length');
  });

  it.each([
    ['POST', CLIENTS, 500],
    ['GET', `${CLIENTS}?limit=0`, 400],
  ])('ends the connection after %s %s: %i', async (method, path, status) => {
    const response = await exchange(await start(), method, path);
    expect(response).toMatchObject({ status, headers: { connection: 'close' } });
    expect(response.headers).not.toHaveProperty('keep-alive');
  });

  it('ends the connection if the request wants it', async () => {
    const { headers } = await exchange(await start(), 'GET', '/api/2.0/scopes', { connection: 'close' });
    expect(headers.connection).toBe('close');
    expect(headers).not.toHaveProperty('keep-alive');
  });

  it('sends a page of the container with its length and nothing else', async () => {
    const { headers, body } = await exchange(await start(), 'GET', `${CLIENTS}/a%2Fb`);
    expect(Object.keys(headers).sort()).toEqual(['connection', 'content-length', 'content-type', 'date']);
    expect(headers['content-length']).toBe(`${body.length}`);
  });

  it('compresses JSON on 3.0 if it may', async () => {
    const encodingOn = async (serviceVersion: ServiceVersion, acceptEncoding: string): Promise<unknown> => {
      const headers = { 'accept-encoding': acceptEncoding };
      return (await exchange(await start(serviceVersion), 'GET', '/api/2.0/scopes', headers)).headers[
        'content-encoding'
      ];
    };
    expect([await encodingOn('3.0', 'gzip'), await encodingOn('3.0', 'br'), await encodingOn('3.1', 'gzip')]).toEqual([
      'gzip',
      undefined,
      undefined,
    ]);
    const { url } = await start('3.0');
    const response = await fetch(`${url}/api/2.0/scopes`, { headers: { cookie: 'asc_auth_key=key' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.json()).toHaveLength(9);
  });

  it.each<[ServiceVersion, object]>([
    ['3.2', { 'transfer-encoding': 'chunked' }],
    ['3.5', {}],
  ])('sends no body to HEAD, on %s with %j', async (serviceVersion, framing) => {
    const { status, headers, body } = await exchange(await start(serviceVersion), 'HEAD', '/api/2.0/scopes');
    const { 'transfer-encoding': encoding, 'content-length': length } = headers;
    expect({ status, body }).toEqual({ status: 200, body: '' });
    expect({ ...(encoding ? { 'transfer-encoding': encoding } : {}), ...(length ? { length } : {}) }).toEqual(framing);
  });
});
