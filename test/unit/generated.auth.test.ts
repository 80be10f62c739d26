import { expect, it, vi } from 'vitest';
import { type Client, createFetchClient, deleteClient, generateJwtToken } from '../../src/generated.js';
import { CLIENT_ID } from '../support/calls.js';
import { type CannedResponse, type ReceivedRequest, startServer } from '../support/server.js';

type Config = NonNullable<Parameters<typeof createFetchClient>[0]>;

const path = { clientId: CLIENT_ID };
const API_KEY = 'sk-an-api-key';
const SIGNATURE = 'a.signature.of-the-portal';
const TOKEN: CannedResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ response: SIGNATURE, count: 1, links: [], status: 0, statusCode: 200 }),
};
const DONE: CannedResponse = { status: 200 };

/** The credentials of a request. */
function credentialsOf({ headers }: ReceivedRequest): object {
  const { authorization, cookie, 'x-signature': signature } = headers;
  return { authorization, cookie, signature };
}

/** The credentials of the request that `send` makes with a client of its own. */
async function credentialsFor(config: Config, send: (client: Client) => Promise<unknown>): Promise<object[]> {
  const { url, requests } = await startServer([TOKEN]);
  await send(createFetchClient({ baseUrl: url, throwOnError: true, ...config }));
  return requests.map(credentialsOf);
}

const deleteOne = (client: Client): Promise<unknown> => deleteClient({ client, path });
const getSignature = (client: Client): Promise<unknown> => generateJwtToken({ client });

it('auth: a function sends the API key for a signature, and the signature alone to the operations', async () => {
  const { url, requests } = await startServer([TOKEN, DONE]);
  let signature: string | undefined;
  const client = createFetchClient({
    baseUrl: url,
    auth: ({ name, scheme }) => (scheme === 'bearer' ? API_KEY : name === 'x-signature' ? signature : undefined),
  });
  const { data } = await generateJwtToken({ client, throwOnError: true });
  signature = data.response;
  await deleteClient({ client, path, throwOnError: true });
  expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /api/2.0/security/oauth2/token',
    `DELETE /api/2.0/clients/${CLIENT_ID}`,
  ]);
  expect(requests.map(credentialsOf)).toEqual([{ authorization: `Bearer ${API_KEY}` }, { signature: SIGNATURE }]);
});

it('auth: a function may get the signature itself', async () => {
  const { url, requests } = await startServer([TOKEN, DONE]);
  const client = createFetchClient({
    baseUrl: url,
    auth: async ({ name, scheme }) => {
      if (scheme === 'bearer') {
        return API_KEY;
      }
      return name === 'x-signature'
        ? (await generateJwtToken({ client, throwOnError: true })).data.response
        : undefined;
    },
  });
  await deleteClient({ client, path, throwOnError: true });
  expect(requests.map(credentialsOf)).toEqual([{ authorization: `Bearer ${API_KEY}` }, { signature: SIGNATURE }]);
});

it('auth: a function for 3.0 sends the session in the cookie alone', async () => {
  const auth: Config['auth'] = (scheme) => (scheme.in === 'cookie' ? 'a-session' : undefined);
  expect(await credentialsFor({ auth }, deleteOne)).toEqual([{ cookie: 'asc_auth_key=a-session' }]);
  expect(await credentialsFor({ auth }, getSignature)).toEqual([{ cookie: 'asc_auth_key=a-session' }]);
});

it('auth: a function for Basic sends the e-mail address and the password', async () => {
  const auth: Config['auth'] = ({ scheme }) => (scheme === 'basic' ? 'someone@example.com:password' : undefined);
  const authorization = `Basic ${btoa('someone@example.com:password')}`;
  expect(await credentialsFor({ auth }, getSignature)).toEqual([{ authorization }]);
});

it('auth: a string is sent for every scheme, and Bearer before Basic', async () => {
  const cookie = 'asc_auth_key=key';
  expect(await credentialsFor({ auth: 'key' }, deleteOne)).toEqual([{ signature: 'key', cookie }]);
  expect(await credentialsFor({ auth: 'key' }, getSignature)).toEqual([{ authorization: 'Bearer key', cookie }]);
});

it('auth: is not called for a signature that headers has, which is sent as it is', async () => {
  const auth = vi.fn((): undefined => {});
  const config = { auth, headers: { 'X-Signature': SIGNATURE } };
  expect(await credentialsFor(config, deleteOne)).toEqual([{ signature: SIGNATURE }]);
  expect(auth.mock.calls).toEqual([[{ in: 'cookie', name: 'asc_auth_key', type: 'apiKey' }]]);
});

it('auth: is called once for each scheme of each request', async () => {
  const auth = vi.fn(async () => 'key');
  const { url } = await startServer([DONE, DONE]);
  const client = createFetchClient({ baseUrl: url, auth });
  await deleteClient({ client, path });
  await deleteClient({ client, path });
  const schemes = [[{ name: 'x-signature', type: 'apiKey' }], [{ in: 'cookie', name: 'asc_auth_key', type: 'apiKey' }]];
  expect(auth.mock.calls).toEqual([...schemes, ...schemes]);
});
