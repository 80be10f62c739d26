// What the package has to do in every runtime. It touches nothing but what all of them have, and imports the package
// as users do. The import is a late one, so that what it changes can be seen.
import type { CallOptions, ClientManagementApi, ClientManagementOptions, WaitInfo } from 'docspace-client-management';
import { assert, assertEqual, rejection, rejectionOf, thrownOf } from './assert.js';
import { CREATE_REQUEST, NOBODY, UPDATE_REQUEST } from './bodies.js';
import { GENERATED_CHECKS } from './generated.js';
import type { ScenarioOptions } from './options.js';

const globalsBefore = globals();
const sdk = await import('docspace-client-management');
const globalsAfter = globals();

// Whatever is sent with it needs no token request.
const SIGNED = { 'x-signature': 'a.b.c' };

/** What a check works with. */
export interface Context extends ScenarioOptions {
  /** An API object for an address, by default that of the service, with further options. */
  connect: (options?: ClientManagementOptions) => ClientManagementApi;
  /** An API object for a fault of the service. */
  connectTo: (fault: string, options?: ClientManagementOptions) => ClientManagementApi;
}

export interface Check {
  /** Whether it is for such a runtime. Default: for all. */
  applies?: (options: ScenarioOptions) => boolean;
  run: (context: Context) => unknown;
}

export function contextOf(options: ScenarioOptions): Context {
  const { service } = options.urls;
  const connect: Context['connect'] = (extra) =>
    new sdk.ClientManagementApi({ baseUrl: service, ...options.credential, ...extra });
  return {
    ...options,
    connect,
    connectTo: (fault, extra) => connect({ baseUrl: `${service}/faults/${fault}`, ...extra }),
  };
}

export const CHECKS: Readonly<Record<string, Check>> = {
  'the import leaves the globals alone': {
    run: () => {
      const changed = [...globalsAfter].filter(([name, value]) => !Object.is(globalsBefore.get(name), value));
      assertEqual(changed.map(([name]) => String(name)).join(), '');
      assertEqual(globalsAfter.size, globalsBefore.size);
    },
  },

  createClient: {
    run: async ({ connect }) => {
      const { data, response, attempts } = await connect().createClient(CREATE_REQUEST).withResponse();
      assertEqual([response.status, attempts, data.name, data.enabled], [201, 1, CREATE_REQUEST.name, true]);
      assert(data.client_id !== '' && data.client_secret !== '', 'it has no id or no secret');
    },
  },
  updateClient: {
    run: (context) => answersNothing(context, (api, id) => api.updateClient(id, UPDATE_REQUEST).withResponse()),
  },
  changeActivation: {
    run: (context) => answersNothing(context, (api, id) => api.changeActivation(id, { status: false }).withResponse()),
  },
  regenerateSecret: {
    run: async ({ connect }) => {
      const { client_id, client_secret } = await connect().createClient(CREATE_REQUEST);
      const { data, response } = await connect().regenerateSecret(client_id).withResponse();
      assertEqual(response.status, 200);
      assert(data.client_secret !== client_secret, 'the secret is the old one');
    },
  },
  revokeUserClient: {
    run: (context) => answersNothing(context, (api, id) => api.revokeUserClient(id).withResponse()),
  },
  deleteClient: {
    run: async (context) => {
      const id = await answersNothing(context, (api, id) => api.deleteClient(id).withResponse());
      const error = await rejectionOf(context.connect().deleteClient(id), sdk.NotFoundError);
      assertEqual([error.status, error.problem?.status], [404, 404]);
    },
  },

  'a missing apiKey is an error before anything is sent': {
    run: ({ urls }) => thrownOf(() => new sdk.ClientManagementApi({ baseUrl: urls.unused }), sdk.ConfigurationError),
  },
  'a bad apiKey is an error': {
    run: async ({ connect, urls }) => {
      const api = connect({ baseUrl: urls.stranger });
      const { attempts, request } = await rejectionOf(api.deleteClient(NOBODY), sdk.AuthenticationError);
      assertEqual([attempts, request?.url], [0, `${urls.stranger}/api/2.0/security/oauth2/token`]);
    },
  },
  'a portal of 3.0 takes the same credential': {
    run: async ({ connect, urls }) => {
      const api = connect({ baseUrl: urls.oldService });
      const { client_id } = await api.createClient(CREATE_REQUEST);
      await api.deleteClient(client_id);
      // 3.0 returns 500 for a client that does not exist.
      assertEqual((await rejectionOf(api.deleteClient(client_id), sdk.InternalServerError)).status, 500);
    },
  },
  'the User-Agent names the package': {
    applies: ({ isBrowser }) => !isBrowser,
    run: async ({ urls }) => {
      const api = new sdk.ClientManagementApi({ baseUrl: urls.agents, headers: SIGNED });
      assertEqual((await api.getClient('6c7cf17b-1bd3-47d5-94c6-be2d3570e168')).name, 'docspace-client-management');
    },
  },
  'without pacing, an empty 429 is retried when X-Ratelimit-Reset says': {
    run: async ({ connectTo }) => {
      const waits: number[] = [];
      const api = connectTo('limited-once', { pacing: false, onWait: ({ delay }) => waits.push(delay) });
      const started = performance.now();
      const { attempts } = await api.createClient(CREATE_REQUEST).withResponse();
      assertEqual(attempts, 2);
      // 50 ms were asked for; without Retry-After it would be 250 at least. A timer may be early by a millisecond.
      assert(waits.length === 1 && Number(waits[0]) < 60, `waited ${waits.join(', ')} ms`);
      const elapsed = performance.now() - started;
      assert(elapsed >= 49, `came back after ${elapsed} ms`);
    },
  },
  'calls wait in the queue for a limit': {
    run: async ({ connect, urls }) => {
      const waits: WaitInfo[] = [];
      const api = connect({ baseUrl: urls.limited, onWait: (wait) => waits.push(wait) });
      const clients = await Promise.all(Array.from({ length: 5 }, () => api.createClient(CREATE_REQUEST)));
      assertEqual(new Set(clients.map(({ client_id }) => client_id)).size, 5);
      assert(
        waits.some(({ queued }) => queued > 0),
        'none waited in the queue',
      );
    },
  },

  'an abort ends a request': {
    run: ({ connectTo }) => endsOnAbort(connectTo('stalled'), (abort) => setTimeout(abort, 50)),
  },
  'an abort ends the reading of a body': {
    run: ({ connectTo }) => endsOnAbort(connectTo('stalled-body'), (abort) => setTimeout(abort, 200)),
  },
  'an abort ends a wait': {
    run: ({ connectTo }) => {
      let onWait: ClientManagementOptions['onWait'];
      const api = connectTo('limited', { onWait: (wait) => onWait?.(wait) });
      return endsOnAbort(api, (abort) => {
        onWait = abort;
      });
    },
  },
  'a stalled response times out': { run: ({ connectTo }) => timesOut(connectTo('stalled'), 100) },
  'a stalled body times out': { run: ({ connectTo }) => timesOut(connectTo('stalled-body'), 200) },

  'a redirect is not followed': {
    run: async ({ connect, connectTo, isBrowser }) => {
      const { client_id } = await connect().createClient(CREATE_REQUEST);
      const error = await rejectionOf(connectTo('redirect').deleteClient(client_id), sdk.UnexpectedResponseError);
      // A browser hides the status.
      assertEqual([error.status, error.attempts], [isBrowser ? 0 : 307, 1]);
      // It leads to where the client would be deleted: that it can be found shows that nothing went there.
      await connect().deleteClient(client_id);
    },
  },
  'a refused connection is a ConnectionError': {
    run: async ({ urls }) => {
      const retry = { maxRetries: 1, initialDelay: 1 };
      const api = new sdk.ClientManagementApi({ baseUrl: urls.unused, headers: SIGNED, retry });
      assertEqual((await rejectionOf(api.deleteClient(NOBODY), sdk.ConnectionError)).attempts, 2);
    },
  },
  'a connection lost in a body is a ConnectionError': {
    run: ({ connectTo }) => rejectionOf(connectTo('cut-off').createClient(CREATE_REQUEST), sdk.ConnectionError),
  },
  'a response over maxResponseBytes is cut off': {
    run: async ({ connect }) => {
      const api = connect();
      // The signature is there already, so only the response of the operation can be too long.
      await api.createClient(CREATE_REQUEST);
      const limited = api.withOptions({ maxResponseBytes: 10 });
      assertEqual((await rejectionOf(limited.createClient(CREATE_REQUEST), sdk.UnexpectedResponseError)).attempts, 1);
    },
  },

  'a header that is not Latin-1 is an error': {
    run: async ({ connect }) => {
      const options: CallOptions = { headers: { 'x-name': 'Ж' } };
      await thrownOf(() => connect(options), sdk.ConfigurationError);
      await rejectionOf(connect().deleteClient(NOBODY, options), sdk.ConfigurationError);
    },
  },
  "the platform's fetch may be an option": {
    run: ({ connect }) => connect({ fetch }).createClient(CREATE_REQUEST),
  },
  'fetch is looked up for each request': {
    run: async ({ connect }) => {
      const real = globalThis.fetch;
      const api = connect();
      let count = 0;
      globalThis.fetch = (...args) => {
        count++;
        return real(...args);
      };
      await api.createClient(CREATE_REQUEST).finally(() => {
        globalThis.fetch = real;
      });
      // A token request, and the operation.
      assertEqual(count, 2);
    },
  },
  'eval is not needed': {
    applies: ({ forbidsEval }) => forbidsEval,
    run: async ({ connect }) => {
      await thrownOf(() => new Function('return 1')(), EvalError);
      await connect({ validate: { request: true, response: true } }).createClient(CREATE_REQUEST);
    },
  },
  'a browser takes an apiKey': {
    applies: ({ isBrowser }) => isBrowser,
    run: ({ apiKey, urls }) => createsAndDeletes(new sdk.ClientManagementApi({ baseUrl: urls.service, apiKey })),
  },
  "the session cookie of a browser is enough with credentials: 'include'": {
    applies: ({ isBrowser }) => isBrowser,
    run: ({ urls }) =>
      createsAndDeletes(new sdk.ClientManagementApi({ baseUrl: urls.service, credentials: 'include' })),
  },
  'a stale x-signature cookie beside it does no harm': {
    applies: ({ isBrowser }) => isBrowser,
    run: async ({ urls }) => {
      const { document } = globalThis as unknown as { document: { cookie: string } };
      document.cookie = 'x-signature=stale';
      try {
        // The browser would send it to the service, which would then not read the header.
        const { cookies } = (await (await fetch(urls.echo, { credentials: 'include' })).json()) as {
          cookies: string[];
        };
        assert(cookies.join().includes('x-signature=stale'), `the browser sends ${cookies}`);
        await createsAndDeletes(new sdk.ClientManagementApi({ baseUrl: urls.service, credentials: 'include' }));
      } finally {
        document.cookie = 'x-signature=; max-age=0';
      }
    },
  },
  'a browser cannot send an apiKey to a portal of 3.0': {
    applies: ({ isBrowser }) => isBrowser,
    run: async ({ apiKey, urls }) => {
      const api = new sdk.ClientManagementApi({ baseUrl: urls.oldService, apiKey });
      const error = await rejectionOf(api.createClient(CREATE_REQUEST), sdk.ConfigurationError);
      assertEqual(error.attempts, 0);
      assert(error.message.includes("use credentials: 'include'"), error.message);
    },
  },

  ...GENERATED_CHECKS,
};

function globals(): Map<PropertyKey, unknown> {
  const entries = Object.entries(Object.getOwnPropertyDescriptors(globalThis));
  return new Map(entries.map(([name, { get, value }]) => [name, get ?? value]));
}

async function answersNothing(
  { connect }: Context,
  run: (api: ClientManagementApi, id: string) => Promise<{ data: unknown; response: { status: number } }>,
): Promise<string> {
  const api = connect();
  const { client_id } = await api.createClient(CREATE_REQUEST);
  const { data, response } = await run(api, client_id);
  assertEqual([response.status, data === undefined], [200, true]);
  return client_id;
}

async function createsAndDeletes(api: ClientManagementApi): Promise<void> {
  const { client_id } = await api.createClient(CREATE_REQUEST);
  await api.deleteClient(client_id);
}

async function endsOnAbort(api: ClientManagementApi, plan: (abort: () => void) => void): Promise<void> {
  const controller = new AbortController();
  const reason = new Error('enough');
  plan(() => controller.abort(reason));
  const found = await rejection(api.deleteClient(NOBODY, { signal: controller.signal }));
  assert(found === reason, `failed with ${found}, not with the reason of the signal`);
}

async function timesOut(api: ClientManagementApi, timeout: number): Promise<void> {
  assertEqual((await rejectionOf(api.createClient(CREATE_REQUEST, { timeout }), sdk.TimeoutError)).attempts, 1);
}
