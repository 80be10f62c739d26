import { describe, expect, it, vi } from 'vitest';
import {
  type CallOptions,
  ClientManagementApi,
  type ClientManagementOptions,
  ConfigurationError,
  type WaitInfo,
} from '../../src/index.js';
import { CLIENT, CLIENT_ID, CREATE_REQUEST, CREATED, json } from '../support/calls.js';
import { letSocketsWork, useFakeTime } from '../support/fake-time.js';
import { recordingLogger } from '../support/logger.js';
import { HOLDERS } from '../support/option-holders.js';
import { type Handler, type Step, startServer, type TestServer } from '../support/server.js';
import { DONE, rateLimited, repeat, silent, unavailable } from '../support/steps.js';

useFakeTime();

type Members = Readonly<Record<string, unknown>>;
type Hold = (members: Members) => object;

/** Lets 20 s pass at most until a call is settled. */
async function settle(call: Promise<unknown>): Promise<PromiseSettledResult<unknown> | undefined> {
  let result: PromiseSettledResult<unknown> | undefined;
  Promise.allSettled([call]).then(([settled]) => {
    result = settled;
  });
  for (let round = 0; round < 20 && !result; round++) {
    await letSocketsWork();
    await vi.advanceTimersByTimeAsync(1000);
  }
  return result;
}

interface Scene {
  api: ClientManagementApi;
  server: TestServer;
  /** What a call takes. */
  options: CallOptions;
}

type Arrange = (hold: Hold, script: Handler | readonly Step[], members: Members) => Promise<Scene>;

const OWNERS: [string, Arrange][] = [
  [
    'the constructor',
    async (hold, script, members) => {
      const server = await startServer(script);
      const options = hold({ baseUrl: server.url, apiKey: 'key', ...members }) as ClientManagementOptions;
      return { api: new ClientManagementApi(options), server, options: {} };
    },
  ],
  [
    'a call',
    async (hold, script, members) => {
      const server = await startServer(script);
      const api = new ClientManagementApi({ baseUrl: server.url, apiKey: 'key' });
      return { api, server, options: hold(members) as CallOptions };
    },
  ],
];

describe.each(HOLDERS)('options as %s', (_, hold) => {
  describe.each(OWNERS)('are read by %s', (_, arrange) => {
    it('timeout', async () => {
      const { api, options } = await arrange(hold, [silent], { timeout: 50 });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
    });

    it('maxWait', async () => {
      const script = [rateLimited({ 'retry-after': '3' }), DONE];
      const { api, server, options } = await arrange(hold, script, { maxWait: 1000 });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'RateLimitError', attempts: 1 } });
      expect(server.requests).toHaveLength(1);
    });

    it('retry: false', async () => {
      const { api, options } = await arrange(hold, [unavailable(), DONE], { retry: false });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ServiceUnavailableError', attempts: 1 } });
    });

    it('retry and its members', async () => {
      const retry = hold({ maxRetries: 2, initialDelay: 100, maxDelay: 100 });
      const { api, server, options } = await arrange(hold, repeat(9, unavailable()), { retry });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ServiceUnavailableError', attempts: 3 } });
      expect(server.requests).toHaveLength(3);
    });

    it('retry as a plain object', async () => {
      const retry = { maxRetries: 1 };
      const { api, options } = await arrange(hold, repeat(9, unavailable()), { retry });
      const result = await settle(api.deleteClient(CLIENT_ID, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { attempts: 2 } });
    });

    it('validate: false', async () => {
      const { api, options } = await arrange(hold, [CREATED], { validate: false });
      const result = await settle(api.createClient({ ...CREATE_REQUEST, name: '' }, options));
      expect(result).toEqual({ status: 'fulfilled', value: CLIENT });
    });

    it('validate and its members', async () => {
      const validate = hold({ request: false, response: true });
      const { api, options } = await arrange(hold, [json(201, { ...CLIENT, name: 5 })], { validate });
      const result = await settle(api.createClient({ ...CREATE_REQUEST, name: '' }, options));
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ResponseValidationError' } });
    });

    it('headers', async () => {
      const { api, server, options } = await arrange(hold, [DONE], { headers: { 'x-trace': 'a' } });
      await settle(api.deleteClient(CLIENT_ID, options));
      expect(server.requests[0]?.headers['x-trace']).toBe('a');
    });

    it('a wrong one, which is rejected', async () => {
      for (const members of [{ timeout: 'soon' }, { retry: 5 }, { retry: hold({ maxRetries: -1 }) }]) {
        const [name = ''] = Object.keys(members);
        const error: unknown = await arrange(hold, [], members)
          .then(({ api, options }) => api.deleteClient(CLIENT_ID, options))
          .catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(ConfigurationError);
        expect((error as Error).message).toContain(name);
      }
    });
  });

  it('are read by a call: signal', async () => {
    const reason = new Error('changed my mind');
    const server = await startServer([]);
    const api = new ClientManagementApi({ baseUrl: server.url, apiKey: 'key' });
    const call = api.deleteClient(CLIENT_ID, hold({ signal: AbortSignal.abort(reason) }) as CallOptions);
    await expect(call).rejects.toBe(reason);
    expect(server.connections()).toBe(0);
  });

  describe('are read by the constructor alone', () => {
    async function create(script: Handler | readonly Step[], members: Members): Promise<Scene> {
      const server = await startServer(script);
      const options = hold({ baseUrl: server.url, apiKey: 'key', ...members }) as ClientManagementOptions;
      return { api: new ClientManagementApi(options), server, options: {} };
    }

    it('baseUrl and apiKey', async () => {
      const { api, server } = await create([DONE], { apiKey: () => 'key' });
      await api.deleteClient(CLIENT_ID);
      expect(server.requests).toHaveLength(1);
    });

    it('allowInsecureConnection', () => {
      const members = { baseUrl: 'http://portal.example.com', apiKey: 'key' };
      const make = (more: Members): ClientManagementApi =>
        new ClientManagementApi(hold({ ...members, ...more }) as ClientManagementOptions);
      expect(() => make({})).toThrow(ConfigurationError);
      expect(() => make({ allowInsecureConnection: false })).toThrow(ConfigurationError);
      expect(make({ allowInsecureConnection: true })).toBeInstanceOf(ClientManagementApi);
    });

    it('credentials', async () => {
      const requests: Request[] = [];
      const fetch = async (request: Request): Promise<Response> => {
        requests.push(request);
        return new Response();
      };
      const { api } = await create([], { apiKey: undefined, credentials: 'include', fetch });
      await api.deleteClient(CLIENT_ID);
      expect(requests.at(-1)?.credentials).toBe('include');
      expect(requests.at(-1)?.headers.has('cookie')).toBe(false);
    });

    it('pacing', async () => {
      const { api, server } = await create(silent, { pacing: false });
      const controller = new AbortController();
      const { signal } = controller;
      const calls = Promise.allSettled(Array.from({ length: 9 }, () => api.deleteClient(CLIENT_ID, { signal })));
      await letSocketsWork();
      await letSocketsWork();
      controller.abort();
      await calls;
      expect(server.requests).toHaveLength(9);
    });

    it('onWait', async () => {
      const waits: WaitInfo[] = [];
      const { api } = await create([unavailable(), DONE], { onWait: (wait: WaitInfo) => waits.push(wait) });
      await settle(api.deleteClient(CLIENT_ID));
      expect(waits).toHaveLength(1);
    });

    it('maxResponseBytes', async () => {
      const { api } = await create([CREATED], { maxResponseBytes: 5 });
      await expect(api.createClient(CREATE_REQUEST)).rejects.toThrow(/maxResponseBytes/);
    });

    it('fetch', async () => {
      const fetch = vi.fn(async () => new Response());
      const { api, server } = await create([], { fetch });
      await api.deleteClient(CLIENT_ID);
      expect(fetch).toHaveBeenCalled();
      expect(server.connections()).toBe(0);
    });

    it('logger and logLevel', async () => {
      const { logger, lines } = recordingLogger();
      const { api } = await create([DONE], { logger, logLevel: 'debug' });
      await api.deleteClient(CLIENT_ID);
      expect(lines.join()).toContain('deleteClient');
    });
  });
});

it('unknown option: is rejected beside the getters of a class', () => {
  class Options {
    get apiKey(): string {
      return 'key';
    }
    timeOut = 5;
  }
  expect(() => new ClientManagementApi(new Options() as ClientManagementOptions)).toThrow(/timeOut.*timeout/);
});
