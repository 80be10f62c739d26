import type { ApiKey, CallOptions, ClientManagementOptions } from '../../src/index.js';
import { startApi, type TestApi } from './api.js';
import { json } from './calls.js';
import {
  AUTHORIZATION,
  CALL_HEADERS,
  CALL_SIGNATURE,
  CALL_TOKEN,
  COOKIE,
  echoesOf,
  ISSUED_SIGNATURE,
  KEY,
  OAUTH_TOKEN,
  SECRET_HEADERS,
  SESSION,
  SIGNATURE,
} from './secrets.js';
import type { CannedResponse, Handler, Step } from './server.js';

/** Whose requests they are, and every secret that they carry. */
export interface Sender {
  readonly options: ClientManagementOptions;
  readonly call: CallOptions;
  /** What a server could echo. The first one is the credential. */
  readonly sent: readonly [string, ...string[]];
  /** The same, in all the ways to write it. */
  readonly echoes: readonly string[];
  /** The signature that the portal returns; not set if no token is requested, or none returned. */
  readonly signature?: string;
}

const IN_HEADERS = [COOKIE, AUTHORIZATION, CALL_TOKEN];

function keySender(key: string, apiKey: ApiKey, signature?: string): Sender {
  const sent: Sender['sent'] = signature ? [signature, key, ...IN_HEADERS] : [key, ...IN_HEADERS];
  const securityScheme = signature ? undefined : 'asc_auth_key';
  return {
    options: { apiKey, headers: SECRET_HEADERS, securityScheme },
    call: { headers: CALL_HEADERS },
    sent,
    echoes: echoesOf(sent),
    ...(signature && { signature }),
  };
}

const OWN_SENT = [CALL_SIGNATURE, SIGNATURE, COOKIE, AUTHORIZATION] as const;

/** Those that authenticate operations. */
export const SENDERS: readonly [string, Sender][] = [
  ['the cookie of a session token', keySender(SESSION, SESSION)],
  ['the cookie of a session token from a function', keySender(SESSION, async () => SESSION)],
  ['the signature of an API key', keySender(KEY, KEY, ISSUED_SIGNATURE)],
  ['the signature of a session token from a function', keySender(SESSION, async () => SESSION, ISSUED_SIGNATURE)],
  ['the signature of an OAuth token', keySender(OAUTH_TOKEN, OAUTH_TOKEN, ISSUED_SIGNATURE)],
  [
    'an x-signature of headers',
    {
      options: { headers: { ...SECRET_HEADERS, 'x-signature': SIGNATURE } },
      call: { headers: { 'X-Signature': CALL_SIGNATURE } },
      sent: OWN_SENT,
      echoes: echoesOf(OWN_SENT),
    },
  ],
];

/** One whose operations are never sent, for its token requests get what an operation would get. */
export const FAILING_SENDER: [string, Sender] = [
  'the token request of an API key',
  {
    options: { apiKey: KEY, headers: SECRET_HEADERS, securityScheme: undefined },
    call: { headers: CALL_HEADERS },
    sent: [KEY],
    echoes: echoesOf([KEY]),
  },
];

/** An API object of a sender. Its server, or the `fetch` of `options`, gets no token request that it is not meant to get. */
export function startSender(
  { options: own, signature }: Sender,
  script: Handler | readonly Step[],
  options: ClientManagementOptions = {},
): Promise<TestApi> {
  const { fetch } = options;
  const merged = { ...own, ...options };
  return signature === undefined
    ? startApi(script, merged)
    : startApi(
        script,
        { ...merged, ...(fetch && { fetch: withTokens(fetch, signature) }) },
        { token: tokenOf(signature) },
      );
}

/** What the token endpoint returns. */
export function tokenOf(signature: string): CannedResponse {
  return json(200, { response: signature });
}

/** A fetch that gets the signature, and sends everything else by another one. */
function withTokens(fetch: typeof globalThis.fetch, signature: string): typeof globalThis.fetch {
  return async (input, init) =>
    (input as Request).url.endsWith('/security/oauth2/token')
      ? Response.json({ response: signature })
      : fetch(input, init);
}
