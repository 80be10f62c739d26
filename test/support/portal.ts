import { createHmac, randomBytes } from 'node:crypto';
import { CLIENT, CLIENT_ID } from './calls.js';

/** A request as a portal sees it. */
export interface PortalRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A portal as a `fetch`, so that tests can play its faults and let its clock run. */
export interface Portal {
  readonly fetch: typeof fetch;
  /** Every request, in order. */
  readonly requests: readonly PortalRequest[];
  /** The requests to the token endpoint. */
  readonly tokenRequests: readonly PortalRequest[];
  /** The requests of operations. */
  readonly operations: readonly PortalRequest[];
  /** 3.0 takes the key in the cookie and has no token endpoint; later versions take a signature. */
  version: '3.0' | '3.7';
  /** How long a signature is valid, in ms. */
  life: number;
  /** Answers token requests in place of the portal, unless it returns `undefined`. */
  onToken: (request: PortalRequest, signal: AbortSignal) => Response | undefined | Promise<Response | undefined>;
  /** Answers operations whose credential was accepted, unless it returns `undefined`. */
  onOperation: (request: PortalRequest, user: string) => Response | undefined | Promise<Response | undefined>;
  /** Signs with another key from now on, so that old signatures are bad. */
  rotateKey(): void;
}

const LEEWAY_MS = 60_000;
const LIMITS = { 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '0' };

/** A portal that knows every key, and whose user is the key itself. */
export function createPortal(): Portal {
  let secret = randomBytes(16);
  const requests: PortalRequest[] = [];
  const isToken = ({ path }: PortalRequest): boolean => path.endsWith('/security/oauth2/token');

  const portal: Portal = {
    version: '3.7',
    life: 300_000,
    requests,
    get tokenRequests() {
      return requests.filter(isToken);
    },
    get operations() {
      return requests.filter((request) => !isToken(request));
    },
    onToken: () => undefined,
    onOperation: () => undefined,
    rotateKey() {
      secret = randomBytes(16);
    },
    async fetch(input) {
      const { method, url, headers, signal } = input as Request;
      const body = await (input as Request).text();
      const request = { method, path: new URL(url).pathname, headers, body };
      requests.push(request);
      signal.throwIfAborted();
      return isToken(request) ? token(request, signal) : operate(request);
    },
  };

  async function token(request: PortalRequest, signal: AbortSignal): Promise<Response> {
    const played = await portal.onToken(request, signal);
    if (played) {
      return played;
    }
    const key = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    if (portal.version === '3.0') {
      return new Response('{}', { status: 404 });
    }
    return key === undefined
      ? new Response(null, { status: 401 })
      : Response.json({ response: sign({ user: key, iat: now(), exp: now() + portal.life / 1000 }), status: 0 });
  }

  async function operate(request: PortalRequest): Promise<Response> {
    const user = portal.version === '3.0' ? sessionOf(request) : signerOf(request);
    if (user === undefined) {
      return new Response(null, { status: 403 });
    }
    return (await portal.onOperation(request, user)) ?? success(request);
  }

  const now = (): number => Date.now() / 1000;
  const macOf = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  const sign = (claims: object): string => {
    const parts = [{ alg: 'HS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    return `${parts.join('.')}.${macOf(parts.join('.'))}`;
  };
  const sessionOf = ({ headers }: PortalRequest): string | undefined =>
    /asc_auth_key=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1];
  const signerOf = ({ headers }: PortalRequest): string | undefined => {
    const [head, claims = '', mac] = (headers.get('x-signature') ?? '').split('.');
    if (mac !== macOf(`${head}.${claims}`)) {
      return undefined;
    }
    const { user, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
    return exp * 1000 + LEEWAY_MS > Date.now() ? user : undefined;
  };
  return portal;
}

function success({ method, path }: PortalRequest): Response {
  if (method === 'POST') {
    return Response.json(CLIENT, { status: 201, headers: LIMITS });
  }
  return path.endsWith(`${CLIENT_ID}/regenerate`)
    ? Response.json({ client_secret: 'secret' }, { headers: LIMITS })
    : new Response(null, { headers: { ...LIMITS, 'content-length': '0' } });
}
