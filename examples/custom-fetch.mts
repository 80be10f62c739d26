// HTTPS_PROXY=http://proxy.example.com:3128 DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx custom-fetch.mts CLIENT_ID
// DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx custom-fetch.mts CLIENT_ID
// Before: npm install undici
//
// Activates a client with undici's fetch: through a proxy, or over connections with your own settings. On Node 22.21, 24
// and later NODE_USE_ENV_PROXY=1 sends every fetch of a program through HTTPS_PROXY, without any of this code.
import { ClientManagementApi, DocSpaceError } from 'docspace-client-management';
import { Agent, ProxyAgent, fetch as undiciFetch } from 'undici';

const [clientId] = process.argv.slice(2);
if (!clientId) {
  console.error('usage: custom-fetch.mts CLIENT_ID');
  process.exit(1);
}
const { HTTPS_PROXY } = process.env;
const dispatcher = HTTPS_PROXY
  ? new ProxyAgent(HTTPS_PROXY)
  : // A certificate goes here too, and so do `headersTimeout` and `bodyTimeout` if a `timeout` is above 300 s.
    new Agent({ connections: 2, connect: { timeout: 5_000 } });

// undici's own fetch does not accept the platform's Request, so this passes its parts. Each of them is needed: without
// `redirect` undici would follow redirects, and without `signal` a request would continue after a timeout or an abort.
const fetchThroughDispatcher: typeof fetch = async (...parts) => {
  const { url, method, headers, body, redirect, signal } = new Request(...parts);
  const response = await undiciFetch(url, {
    method,
    headers: [...headers],
    body: body && (await new Response(body).arrayBuffer()),
    redirect,
    signal,
    dispatcher,
  });
  return response as unknown as Response;
};

try {
  const api = new ClientManagementApi({ fetch: fetchThroughDispatcher });
  await api.changeActivation(clientId, { status: true });
  console.log(`${clientId} is active`);
} catch (error) {
  if (!(error instanceof DocSpaceError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await dispatcher.close();
}
