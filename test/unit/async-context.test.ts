import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it, vi } from 'vitest';
import { inThisContext } from '../../src/async-context.js';
import { ClientManagementApi, type ClientManagementOptions, type Logger } from '../../src/index.js';
import { bucketService, pass } from '../support/bucket-service.js';
import { CLIENT, CREATE_REQUEST } from '../support/calls.js';
import { useFakeClock } from '../support/fake-time.js';
import { jwt } from '../support/jwt.js';

useFakeClock();

const storage = new AsyncLocalStorage<string>();

describe('inThisContext()', () => {
  it('runs the callback in the context in which it was made, each time', async () => {
    const seen: unknown[] = [];
    const callback = (value: number): unknown => seen.push([value, storage.getStore()]);
    const bound = storage.run('own', () => inThisContext(callback));
    await storage.run('other', async () => bound(1));
    await storage.run('another', async () => bound(2));
    expect(seen).toEqual([
      [1, 'own'],
      [2, 'own'],
    ]);
  });

  it('runs it once for all calls until then, with the last arguments', async () => {
    const callback = vi.fn();
    const bound = inThisContext(callback);
    bound(1);
    bound(2);
    await Promise.resolve();
    expect(callback).toHaveBeenCalledExactlyOnceWith(2);
  });
});

/** A service of which each path fails now and then, so that calls wait for everything that they can wait for. */
function unreliable(): (request: Request) => Promise<Response> {
  const failures = new Map([
    ['/api/2.0/security/oauth2/token', 2],
    ['/api/2.0/clients', 4],
  ]);
  return async ({ url }) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { pathname } = new URL(url);
    const left = failures.get(pathname) ?? 0;
    failures.set(pathname, left - 1);
    if (left > 0) {
      return new Response(null, { status: 503, headers: { 'retry-after': '6' } });
    }
    return Response.json(pathname.endsWith('/token') ? { response: jwt({ iat: 0, exp: 300 }) } : CLIENT);
  };
}

const signature = { apiKey: 'key', fetch: unreliable() as typeof fetch } as const;

describe('onWait and logger: run in the async context of the call that they report', () => {
  it.each<[string, (options: ClientManagementOptions) => ClientManagementApi]>([
    ['in the queue', bucketService().connect],
    [
      'in retry timers, and after shared token requests',
      (options) => new ClientManagementApi({ ...signature, ...options }),
    ],
  ])('%s', async (_, connect) => {
    const lines: string[] = [];
    const contexts: unknown[] = [];
    const waiting: unknown[] = [];
    const write = (line: string): void => {
      lines.push(line);
      contexts.push(storage.getStore());
    };
    const logger: Logger = { debug: write, info: write, warn: write, error: write };
    const api = connect({ logger, logLevel: 'debug', onWait: () => waiting.push(storage.getStore()) });
    const names = Array.from({ length: 14 }, (_, index) => `call ${index}`);
    const calls = names.map((name) => storage.run(name, () => api.createClient({ ...CREATE_REQUEST, name })));
    await storage.run('the one who lets time pass', () => pass(60_000));
    await Promise.all(calls);
    expect(contexts).toEqual(lines.map((line) => /createClient "(.*)"/.exec(line)?.[1]));
    expect(new Set(contexts)).toEqual(new Set(names));
    expect(waiting).toEqual(contexts.filter((_, index) => lines[index]?.includes('waiting')));
    expect(waiting.length).toBeGreaterThan(3);
  });
});
