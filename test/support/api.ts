import { ClientManagementApi, type ClientManagementOptions, type WaitInfo } from '../../src/index.js';
import { skipWaits } from './fake-time.js';
import { type Handler, type ServerOptions, type Step, startServer, type TestServer } from './server.js';

/** An API object that sends its key as the cookie, so that a server of a test needs no token endpoint. */
export function createApi(options: ClientManagementOptions = {}): ClientManagementApi {
  return new ClientManagementApi({ securityScheme: 'asc_auth_key', ...options });
}

/** An API object, the server that it talks to, and its waits. */
export interface TestApi {
  api: ClientManagementApi;
  server: TestServer;
  /** The waits that began; with fake time each is over at once. */
  waits: readonly WaitInfo[];
}

export async function startApi(
  script: Handler | readonly Step[],
  options: ClientManagementOptions = {},
  serverOptions: ServerOptions = {},
): Promise<TestApi> {
  const server = await startServer(script, serverOptions);
  const { waits, onWait } = skipWaits();
  const api = createApi({ baseUrl: server.url, apiKey: 'key', onWait, ...options });
  return { api, server, waits };
}
