import { afterEach, expect, it, vi } from 'vitest';
import { ClientManagementApi, ConfigurationError } from '../../src/index.js';
import { CLIENT_ID } from '../support/calls.js';

// What other runtimes do otherwise than Node, each shown on its own: test/runtimes runs the package on all of them.

afterEach(() => {
  vi.unstubAllGlobals();
});

const respond = async (): Promise<Response> => new Response();

it.each([undefined, respond])(
  'sends no key from where a request takes no cookie, as in browsers: fetch %s',
  async (own) => {
    class BrowserRequest extends Request {
      constructor(input: string, init: RequestInit) {
        super(input, init);
        this.headers.delete('cookie');
      }
    }
    vi.stubGlobal('Request', BrowserRequest);
    vi.stubGlobal('fetch', vi.fn(respond));
    const sent = own && vi.fn(own);
    const call = new ClientManagementApi({ apiKey: 'key', fetch: sent }).deleteClient(CLIENT_ID);
    await expect(call).rejects.toThrow(ConfigurationError);
    await expect(call).rejects.toMatchObject({
      attempts: 0,
      message: expect.stringContaining("credentials: 'include'"),
    });
    expect(sent ?? fetch).not.toHaveBeenCalled();
  },
);

it('calls a fetch of the user as no method, which that of a browser does not allow', async () => {
  const callers: unknown[] = [];
  const api = new ClientManagementApi({
    apiKey: 'key',
    fetch: function (this: unknown) {
      callers.push(this);
      return respond();
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
