import { afterEach, expect, it, vi } from 'vitest';
import { createFetchClient, deleteClient } from '../../src/generated.js';
import { ClientManagementApi, ConfigurationError } from '../../src/index.js';
import { CLIENT_ID } from '../support/calls.js';

// What other runtimes do otherwise than Node, each shown on its own: test/runtimes runs the package on all of them.

afterEach(() => {
  vi.unstubAllGlobals();
});

const answer = async (): Promise<Response> => new Response();

it.each([
  ['the class', () => new ClientManagementApi({ apiKey: 'key', fetch: answer }).deleteClient(CLIENT_ID)],
  [
    'a generated function',
    () =>
      deleteClient({
        client: createFetchClient({ baseUrl: 'http://localhost', fetch: answer, throwOnError: true }),
        path: { clientId: CLIENT_ID },
      }),
  ],
])('gives Request no client, for which Deno has a meaning of its own: %s', async (_, run) => {
  const made = vi.fn();
  class DenoRequest extends Request {
    constructor(input: string, init: RequestInit & { client?: unknown }) {
      super(input, init);
      made(init.client);
    }
  }
  vi.stubGlobal('Request', DenoRequest);
  await run();
  expect(made.mock.calls).toEqual([[undefined]]);
});

it('calls a fetch of the user as no method, which that of a browser does not allow', async () => {
  const callers: unknown[] = [];
  const api = new ClientManagementApi({
    apiKey: 'key',
    fetch: function (this: unknown) {
      callers.push(this);
      return answer();
    },
  });
  await api.deleteClient(CLIENT_ID);
  expect(callers).toEqual([undefined]);
});

it('refuses a header that is not Latin-1 where Headers takes it, as those of workerd do', () => {
  class WorkerdHeaders extends Headers {
    constructor(_: unknown) {
      super();
    }
  }
  vi.stubGlobal('Headers', WorkerdHeaders);
  const connect = (value: string): unknown => new ClientManagementApi({ apiKey: 'key', headers: { 'x-name': value } });
  expect(() => connect('Ж')).toThrow(ConfigurationError);
  connect('é');
});
