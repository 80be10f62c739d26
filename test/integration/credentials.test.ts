import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions, type PortalState } from '../../emulator/index.js';
import { DEFAULT_USER } from '../../emulator/users.js';
import {
  ApiError,
  AuthenticationError,
  ClientManagementApi,
  type ClientManagementOptions,
  NotFoundError,
  PermissionDeniedError,
} from '../../src/index.js';
import { CREATE_REQUEST } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { range } from '../support/pacer-queue.js';

const TOKEN_PATH = '/api/2.0/security/oauth2/token';
const OTHER_USER = { ...DEFAULT_USER, id: '00000000-0000-4000-8000-00000000000b' };
const USERS = {
  session: DEFAULT_USER,
  'sk-key': DEFAULT_USER,
  'sk-other': OTHER_USER,
  'sk-limited': { ...DEFAULT_USER, scopes: ['files:read'] },
};

/** An emulator, and an API object for it. */
async function start(
  emulatorOptions: EmulatorOptions = {},
  options: ClientManagementOptions = {},
): Promise<{ emulator: Emulator; api: ClientManagementApi }> {
  const emulator = await createEmulator({ users: USERS, limits: 'raised', ...emulatorOptions });
  onTestFinished(() => emulator.close());
  return { emulator, api: new ClientManagementApi({ baseUrl: emulator.url, apiKey: 'sk-key', ...options }) };
}

/** How many requests there were: operations that the service accepted and those whose credential it rejected, and token requests. */
function counts({ stats }: Emulator): { accepted: number; rejected: number; tokenRequests: number } {
  const { received, accepted, rateLimited, tokenRequests } = stats();
  return { accepted, rejected: received - accepted - rateLimited, tokenRequests };
}

describe('credentials: the signature of a key', () => {
  it('is requested once for a hundred calls at once', async () => {
    const { emulator, api } = await start();
    await Promise.all(range(1, 100).map(() => api.createClient(CREATE_REQUEST)));
    expect(emulator.clients().size).toBe(100);
    expect(counts(emulator)).toEqual({ accepted: 100, rejected: 0, tokenRequests: 1 });
  });

  it('is that of the user of the key, for each key', async () => {
    const { emulator, api } = await start();
    const other = api.withOptions({ apiKey: 'sk-other' });
    const clients = await Promise.all([api, other, api, other].map((one) => one.createClient(CREATE_REQUEST)));
    expect(clients.map(({ created_by }) => created_by)).toEqual(
      [DEFAULT_USER, OTHER_USER, DEFAULT_USER, OTHER_USER].map(({ id }) => id),
    );
    expect(counts(emulator)).toEqual({ accepted: 4, rejected: 0, tokenRequests: 2 });
  });

  it('is requested again, once for all calls, if the portal signs with another key', async () => {
    const { emulator, api } = await start();
    await api.createClient(CREATE_REQUEST);
    emulator.rotateSignatureKey();
    const results = await Promise.all(range(1, 20).map(() => api.createClient(CREATE_REQUEST).withResponse()));
    expect(results.map(({ attempts }) => attempts)).toEqual(Array(20).fill(2));
    expect(emulator.clients().size).toBe(21);
    expect(counts(emulator)).toEqual({ accepted: 21, rejected: 20, tokenRequests: 2 });
  });

  it('is requested again after a rejection even with retry: false', async () => {
    const { emulator, api } = await start({}, { retry: false });
    await api.createClient(CREATE_REQUEST);
    emulator.rotateSignatureKey();
    await api.createClient(CREATE_REQUEST);
    expect(counts(emulator)).toEqual({ accepted: 2, rejected: 1, tokenRequests: 2 });
  });
});

describe('credentials: a queue of creates', () => {
  useFakeTime();

  /** Lets fake time pass until the promise is settled, and real sockets work meanwhile. */
  async function settle<Result>(promise: Promise<Result>): Promise<Result> {
    let settled = false;
    const done = (): void => {
      settled = true;
    };
    promise.then(done, done);
    while (!settled) {
      await letSocketsWork();
      await vi.advanceTimersByTimeAsync(250);
    }
    return promise;
  }

  it('that takes longer than a signature lives is sent with fresh ones, by one token request each', async () => {
    const began = Date.now();
    const clock = { now: () => began + performance.now() };
    const ages: number[] = [];
    // Notes for each create how much of the life of its signature is left, in s.
    const noting: typeof fetch = (...parts) => {
      const request = new Request(...parts);
      const signature = request.headers.get('x-signature');
      if (signature !== null) {
        const { exp } = JSON.parse(Buffer.from(signature.split('.')[1] ?? '', 'base64url').toString());
        ages.push(exp - clock.now() / 1000);
      }
      return fetch(request);
    };
    const { emulator, api } = await start({ limits: 'real', signatureLife: 60_000, clock }, { fetch: noting });
    const clients = await settle(Promise.all(range(1, 40).map(() => api.createClient(CREATE_REQUEST))));
    expect(new Set(clients.map(({ client_id }) => client_id)).size).toBe(40);
    // Ten at once, and thirty more every 6 s: three minutes.
    expect(clock.now() - began).toBeGreaterThan(175_000);
    // The portal issues signatures in whole seconds, so one may seem older than it is by a second.
    expect(Math.min(...ages)).toBeGreaterThan(-1);
    expect(counts(emulator)).toEqual({ accepted: 40, rejected: 0, tokenRequests: 4 });
  });

  it('goes on in the middle if the portal signs with another key', async () => {
    const began = Date.now();
    const clock = { now: () => began + performance.now() };
    const { emulator, api } = await start({ limits: 'real', clock });
    const creates = range(1, 20).map(() => api.createClient(CREATE_REQUEST));
    await settle(Promise.all(creates.slice(0, 15)));
    emulator.rotateSignatureKey();
    await settle(Promise.all(creates));
    expect(emulator.clients().size).toBe(20);
    expect(counts(emulator)).toEqual({ accepted: 20, rejected: 1, tokenRequests: 2 });
  });
});

describe('credentials: a key that opens nothing', () => {
  it('is a PermissionDeniedError of the token request if it is limited to scopes', async () => {
    const { emulator, api } = await start({}, { apiKey: 'sk-limited' });
    const error: unknown = await api.createClient(CREATE_REQUEST).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PermissionDeniedError);
    expect(error).toMatchObject({
      request: { method: 'GET', url: emulator.url + TOKEN_PATH },
      status: 403,
      attempts: 0,
      mayHaveRun: false,
      message: expect.stringContaining('an API key must have all permissions'),
    });
    expect(emulator.stats()).toMatchObject({ received: 0, tokenRequests: 1 });
  });

  it('is an AuthenticationError of the token request if it is unknown', async () => {
    const { emulator, api } = await start({}, { apiKey: 'sk-unknown' });
    const error: unknown = await api.createClient(CREATE_REQUEST).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ request: { url: emulator.url + TOKEN_PATH }, status: 401, attempts: 0 });
    expect(emulator.stats()).toMatchObject({ received: 0, tokenRequests: 1 });
  });

  it.each<[PortalState, number, typeof ApiError]>([
    ['unpaid', 402, ApiError],
    ['address not allowed', 403, PermissionDeniedError],
    ['in transfer', 403, PermissionDeniedError],
    ['missing', 404, NotFoundError],
  ])('fails with the status of a portal that is %s', async (state, status, type) => {
    const { emulator, api } = await start();
    emulator.setPortal(state);
    const error: unknown = await api.createClient(CREATE_REQUEST).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ request: { url: emulator.url + TOKEN_PATH }, status, attempts: 0 });
    emulator.setPortal('open');
    await api.createClient(CREATE_REQUEST);
    expect(counts(emulator)).toEqual({ accepted: 1, rejected: 0, tokenRequests: 2 });
  });
});

describe('credentials: a portal of 3.0', () => {
  it('gets the session in the cookie, after one token request', async () => {
    const { emulator, api } = await start({ serviceVersion: '3.0' }, { apiKey: 'session' });
    for (const _ of range(1, 3)) {
      await api.createClient(CREATE_REQUEST);
    }
    expect(counts(emulator)).toEqual({ accepted: 3, rejected: 0, tokenRequests: 1 });
  });

  it('gets no API key in a cookie', async () => {
    const { emulator, api } = await start({ serviceVersion: '3.0' });
    const error: unknown = await api.createClient(CREATE_REQUEST).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NotFoundError);
    expect(emulator.stats()).toMatchObject({ received: 0, tokenRequests: 1 });
  });

  it('may be upgraded between two calls', async () => {
    const { emulator: old } = await start({ serviceVersion: '3.0' });
    const { emulator: upgraded } = await start();
    const baseUrl = 'https://portal.example.com';
    let current = old;
    const toCurrent: typeof fetch = async (...parts) => {
      const request = new Request(...parts);
      const { url, method, headers, signal, redirect } = request;
      const body = (await request.text()) || null;
      return fetch(url.replace(baseUrl, current.url), { method, headers, signal, redirect, body });
    };
    const api = new ClientManagementApi({ baseUrl, apiKey: 'session', fetch: toCurrent });
    await api.createClient(CREATE_REQUEST);
    current = upgraded;
    // The cookie is rejected, so a signature is requested; from then on it is there.
    const attempts = [];
    for (const _ of range(1, 2)) {
      attempts.push((await api.createClient(CREATE_REQUEST).withResponse()).attempts);
    }
    expect(attempts).toEqual([2, 1]);
    expect(counts(old)).toEqual({ accepted: 1, rejected: 0, tokenRequests: 1 });
    expect(counts(upgraded)).toEqual({ accepted: 2, rejected: 1, tokenRequests: 1 });
  });
});
