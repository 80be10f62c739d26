import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BufferedResponse } from '../../src/response.js';
import { readSignature, type Signature, SignatureCache, SignatureSource } from '../../src/signature.js';
import { jwt, tokenResponse } from '../support/jwt.js';

const NEVER = new AbortController().signal;
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 26) });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A token endpoint that counts its requests and answers each after 100 ms. */
function tokenEndpoint(claims: () => object = fiveMinutes): {
  request: (signal: AbortSignal) => Promise<BufferedResponse>;
  signals: AbortSignal[];
} {
  const signals: AbortSignal[] = [];
  const request = async (signal: AbortSignal): Promise<BufferedResponse> => {
    signals.push(signal);
    await new Promise((done) => setTimeout(done, 100));
    signal.throwIfAborted();
    return tokenResponse(jwt({ ...claims(), n: signals.length }));
  };
  return { request, signals };
}

function fiveMinutes(): object {
  const iat = Math.floor(Date.now() / 1000);
  return { iat, exp: iat + 300 };
}

async function settle<Value>(value: Value | Promise<Value>): Promise<Value> {
  await vi.advanceTimersByTimeAsync(100);
  return value;
}

function expectSignature(found: Signature | BufferedResponse): Signature {
  return 'jwt' in found ? found : expect.fail(`status ${found.status}`);
}

describe('readSignature', () => {
  const now = (): number => Date.now() / 1000;

  it.each<[string, () => object, Record<string, string>, number]>([
    ['exp - iat', () => ({ iat: now(), exp: now() + 300 }), {}, 5 * MINUTE],
    [
      'exp - iat, with a local clock that is 10 minutes late',
      () => ({ iat: now() + 600, exp: now() + 900 }),
      {},
      5 * MINUTE,
    ],
    ['exp - iat, with a local clock that is early', () => ({ iat: now() - 600, exp: now() - 300 }), {}, 5 * MINUTE],
    ['exp - Date without iat', () => ({ exp: now() + 900 }), { date: 'Thu, 26 Nov 2026 00:10:00 GMT' }, 5 * MINUTE],
    ['exp - now without iat and Date', () => ({ exp: now() + 300 }), {}, 5 * MINUTE],
    ['at least a minute without iat and Date', () => ({ exp: now() - 300 }), {}, MINUTE],
    ['a minute without exp', () => ({ iat: now() }), {}, MINUTE],
    ['a minute for an exp that is a string', () => ({ iat: now(), exp: String(now() + 300) }), {}, MINUTE],
    ['a minute for an exp before iat', () => ({ iat: now(), exp: now() - 1 }), {}, MINUTE],
  ])('takes as life %s', (_, claims, headers, life) => {
    expect(readSignature(tokenResponse(jwt(claims()), headers))).toMatchObject({ life });
  });

  it('reads claims in base64url with characters outside of Latin-1', () => {
    const token = jwt({ user_name: 'Ольга 😀 ÿþ>?~~', iat: 1, exp: 301 });
    expect(token).toMatch(/[-_]/);
    expect(readSignature(tokenResponse(token))).toMatchObject({ jwt: token, life: 5 * MINUTE });
  });

  it('assumes a minute for a JWT that it cannot read', () => {
    expect(readSignature(tokenResponse('a.b.c'))).toMatchObject({ jwt: 'a.b.c', life: MINUTE });
  });

  it.each([
    ['HTML', '<html>'],
    ['no response member', '{}'],
    ['null', '{"response":null}'],
    ['a response that is no JWT', '{"response":"not a jwt"}'],
    ['a line end', '{"response":"a.b.c\\n"}'],
    ['an array', '[]'],
    ['nothing', ''],
  ])('finds none in a 200 with %s', (_, text) => {
    expect(readSignature({ ...tokenResponse('a.b.c'), text })).toBeUndefined();
  });

  it('finds none in a failure', () => {
    expect(readSignature({ ...tokenResponse('a.b.c'), ok: false, status: 500 })).toBeUndefined();
  });
});

describe('SignatureSource', () => {
  it('shares one token request among 100 calls', async () => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint();
    const calls = Array.from({ length: 100 }, () => source.get(request, NEVER));
    const found = await settle(Promise.all(calls));
    expect(new Set(found).size).toBe(1);
    expect(signals).toHaveLength(1);
    expect(source.get(request, NEVER)).toBe(found[0]);
  });

  it.each([15 * MINUTE, 5 * MINUTE, 20_000])('makes one token request for each life of %d ms', async (life) => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint(() => ({ iat: Date.now() / 1000, exp: (Date.now() + life) / 1000 }));
    const end = performance.now() + 4 * life;
    const sent = new Set<unknown>();
    while (performance.now() < end) {
      const asked = source.get(request, NEVER);
      sent.add(expectSignature(asked instanceof Promise ? await settle(asked) : asked).jwt);
      await vi.advanceTimersByTimeAsync(life / 50);
    }
    // A renewal starts within the last tenth of a life, so four lives may need a fifth.
    expect(signals.length).toBeGreaterThanOrEqual(4);
    expect(signals.length).toBeLessThanOrEqual(5);
    expect(sent.size).toBeGreaterThanOrEqual(4);
  });

  it('empties the slot when a token request fails, so that the next call makes another one', async () => {
    const source = new SignatureSource();
    const failing = vi.fn().mockRejectedValue(new Error('down'));
    const calls = Array.from({ length: 20 }, () => source.get(failing, NEVER));
    const results = await Promise.allSettled(calls);
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(failing).toHaveBeenCalledTimes(1);
    const { request } = tokenEndpoint();
    expectSignature(await settle(source.get(request, NEVER)));
  });

  it('returns the response of the token endpoint to all that wait, and keeps nothing, if it holds no signature', async () => {
    const source = new SignatureSource();
    const response = { ...tokenResponse('a.b.c'), ok: false, status: 401 };
    const request = vi.fn().mockResolvedValue(response);
    expect(await Promise.all([source.get(request, NEVER), source.get(request, NEVER)])).toEqual([response, response]);
    expect(request).toHaveBeenCalledTimes(1);
    await source.get(request, NEVER);
    expect(request).toHaveBeenCalledTimes(2);
  });

  it('rejects only the call whose signal aborts', async () => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint();
    const controller = new AbortController();
    const first = Promise.resolve(source.get(request, controller.signal));
    const second = Promise.resolve(source.get(request, NEVER));
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expectSignature(await settle(second));
    expect(signals[0]?.aborted).toBe(false);
  });

  it('aborts the token request when nobody waits any more, and leaves the slot to the next call', async () => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint();
    const controller = new AbortController();
    const calls = [source.get(request, controller.signal), source.get(request, controller.signal)];
    controller.abort(new Error('enough'));
    await expect(Promise.all(calls)).rejects.toThrow('enough');
    expect(signals[0]?.aborted).toBe(true);
    expectSignature(await settle(source.get(request, NEVER)));
    expect(signals).toHaveLength(2);
  });

  it('renews in the last tenth of a life without a wait', async () => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint();
    const first = await settle(source.get(request, NEVER));
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 31_000);
    expect(source.get(request, NEVER)).toBe(first);
    expect(signals).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(source.get(request, NEVER)).toBe(first);
    expect(source.get(request, NEVER)).toBe(first);
    expect(signals).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(source.get(request, NEVER)).not.toBe(first);
    expect(signals).toHaveLength(2);
  });

  it('keeps the signature that is still good if a renewal fails', async () => {
    const source = new SignatureSource();
    const first = await settle(source.get(tokenEndpoint().request, NEVER));
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 20_000);
    const failing = vi.fn().mockRejectedValue(new Error('down'));
    expect(source.get(failing, NEVER)).toBe(first);
    await vi.advanceTimersByTimeAsync(1);
    expect(source.get(failing, NEVER)).toBe(first);
    expect(failing).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(20_000);
    await expect(source.get(failing, NEVER)).rejects.toThrow('down');
  });

  it('does not abort a renewal with the calls that joined it', async () => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint();
    const first = expectSignature(await settle(source.get(request, NEVER)));
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 20_000);
    source.get(request, NEVER);
    source.reject(first);
    const controller = new AbortController();
    const joined = Promise.resolve(source.get(request, controller.signal));
    controller.abort(new Error('enough'));
    await expect(joined).rejects.toThrow('enough');
    expect(signals[1]?.aborted).toBe(false);
  });

  it('takes a signature as over when the wall clock says so: the machine was asleep', async () => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint();
    await settle(source.get(request, NEVER));
    vi.setSystemTime(Date.now() + 6 * MINUTE);
    await settle(source.get(request, NEVER));
    expect(signals).toHaveLength(2);
  });

  it('takes a signature as over when the monotonic clock says so: the wall clock was set back', async () => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint();
    await settle(source.get(request, NEVER));
    vi.setSystemTime(Date.now() - 60 * MINUTE);
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    await settle(source.get(request, NEVER));
    expect(signals).toHaveLength(2);
  });

  it('replaces a rejected signature once, and then pauses for 30 s', async () => {
    const source = new SignatureSource();
    const { request, signals } = tokenEndpoint();
    const first = expectSignature(await settle(source.get(request, NEVER)));
    expect(source.reject(first)).toBe(true);
    expect(source.reject(first)).toBe(true);
    const second = expectSignature(await settle(source.get(request, NEVER)));
    expect(source.reject(first)).toBe(true);
    expect(source.reject(second)).toBe(false);
    expect(source.get(request, NEVER)).toBe(second);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(source.reject(second)).toBe(false);
    expect(signals).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1100);
    expect(source.reject(second)).toBe(true);
    const third = expectSignature(await settle(source.get(request, NEVER)));
    expect(source.reject(third)).toBe(false);
    expect(signals).toHaveLength(3);
  });

  it('replaces a rejected signature at once if one of them was accepted meanwhile', async () => {
    const source = new SignatureSource();
    const { request } = tokenEndpoint();
    const first = expectSignature(await settle(source.get(request, NEVER)));
    source.reject(first);
    const second = expectSignature(await settle(source.get(request, NEVER)));
    source.accept(first);
    expect(source.reject(second)).toBe(false);
    source.accept(second);
    expect(source.reject(second)).toBe(true);
  });

  it('takesCookie for some minutes after it was found', async () => {
    const source = new SignatureSource();
    expect(source.takesCookie).toBe(false);
    source.takesCookie = true;
    await vi.advanceTimersByTimeAsync(4 * MINUTE);
    expect(source.takesCookie).toBe(true);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(source.takesCookie).toBe(false);
  });
});

describe('SignatureCache', () => {
  it('has a source for each portal and key', () => {
    const cache = new SignatureCache();
    const source = cache.source('https://a.example', 'key');
    expect(cache.source('https://a.example', 'key')).toBe(source);
    expect(cache.source('https://b.example', 'key')).not.toBe(source);
    expect(cache.source('https://a.example', 'other')).not.toBe(source);
    expect(cache.source('https://a.example', undefined)).not.toBe(source);
  });

  it('keeps 100 keys and forgets the oldest', () => {
    const cache = new SignatureCache();
    const sources = Array.from({ length: 101 }, (_, index) => cache.source('https://a.example', `key ${index}`));
    expect(cache.source('https://a.example', 'key 1')).toBe(sources[1]);
    expect(cache.source('https://a.example', 'key 100')).toBe(sources[100]);
    expect(cache.source('https://a.example', 'key 0')).not.toBe(sources[0]);
  });
});
