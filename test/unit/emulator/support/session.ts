import type { EmulatorOptions, EmulatorUser } from '../../../../emulator/index.js';
import { resolveSettings } from '../../../../emulator/options.js';
import type { EmulatedResponse } from '../../../../emulator/response.js';
import { Service } from '../../../../emulator/service.js';
import { signatureOf } from '../../../support/signature.js';

/** The users of the tests: three of one portal who are no admins, its admin, and an admin of another portal. */
export const USERS: {
  readonly [Name in 'admin' | 'owner' | 'user' | 'guest' | 'foreigner']: EmulatorUser;
} = {
  admin: { id: '00000000-0000-4000-8000-00000000000a', role: 'admin', tenant: 1 },
  owner: { id: '00000000-0000-4000-8000-00000000000b', role: 'user', tenant: 1 },
  user: { id: '00000000-0000-4000-8000-00000000000c', role: 'user', tenant: 1 },
  guest: { id: '00000000-0000-4000-8000-00000000000d', role: 'guest', tenant: 1 },
  foreigner: { id: '00000000-0000-4000-8000-00000000000e', role: 'admin', tenant: 2 },
};

export type UserName = keyof typeof USERS;

/** What a request carries beyond its method and path. */
export interface Extras {
  /** Who sends; null for a request without a credential. Default `admin`. */
  readonly as?: UserName | null;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  /** Added to the usual ones; null removes one. Names in lower case. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headSize?: number;
}

/** A response with its headers by name in lower case and its body parsed. */
export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** `null` if there is no body or it is no JSON. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

/** A service without sockets, whose clock only moves by hand. */
export interface Session {
  readonly service: Service;
  /** Lets time pass, in ms. */
  pass(ms: number): void;
  /** The time, in ms since 1970. */
  now(): number;
  call(method: string, path: string, extras?: Extras): Received;
  /** Creates a client and returns it. */
  create(extras?: Extras): Readonly<Record<string, unknown>> & { readonly client_id: string };
}

export const CLIENTS = '/api/2.0/clients';
/** The id of no client. */
export const NOBODY = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';
export const SIGNATURE_KEY: Uint8Array = new Uint8Array(32).fill(7);

/** Bodies that every version takes. */
export const CREATE = {
  name: 'Quarterly reporting',
  description: 'Builds the report',
  logo: 'data:image/png;base64,iVBORw0KGgo=',
  scopes: ['files:read', 'openid'],
  allow_pkce: false,
  website_url: 'https://reporting.example.com',
  terms_url: 'https://reporting.example.com/terms',
  policy_url: 'https://reporting.example.com/privacy',
  redirect_uris: ['https://reporting.example.com/callback'],
  allowed_origins: ['https://reporting.example.com'],
  logout_redirect_uri: 'https://reporting.example.com/goodbye',
} as const;
export const UPDATE = {
  name: 'Renamed',
  logo: 'data:image/png;base64,iVBORw0KGgo=',
  allowed_origins: ['https://other.example.com'],
  scopes: ['files:read'],
  redirect_uris: ['https://other.example.com/callback'],
} as const;

/** Starts a service. Its limits are raised unless the options say otherwise. */
export function startSession(options: EmulatorOptions = {}): Session {
  let time = Date.UTC(2026, 0, 1);
  const settings = resolveSettings({
    users: USERS,
    signatureKey: SIGNATURE_KEY,
    limits: 'raised',
    clock: { now: () => time },
    ...options,
  });
  const service = new Service(settings);

  const credentialOf = (name: UserName): Record<string, string> =>
    settings.serviceVersion === '3.0'
      ? { cookie: `asc_auth_key=${name}` }
      : { 'x-signature': signatureOf(USERS[name], SIGNATURE_KEY, { exp: time / 1000 + 300 }) };

  const call: Session['call'] = (method, path, { as = 'admin', body, headers, headSize = 0 } = {}) => {
    const all = {
      'user-agent': 'test',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(as !== null && credentialOf(as)),
      ...headers,
    };
    const distinct = Object.entries(all).flatMap(([name, value]) =>
      value === null ? [] : [[name, [value].flat()] as const],
    );
    const request = {
      method,
      target: path,
      headers: Object.fromEntries(distinct),
      headSize,
      address: '127.0.0.1',
      body: typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
    };
    return receivedFrom(service.respond(request));
  };

  return {
    service,
    pass: (ms) => {
      time += ms;
    },
    now: () => time,
    call,
    create: (extras) => {
      const { status, json, text } = call('POST', CLIENTS, { body: CREATE, ...extras });
      if (status !== 201 || typeof json?.client_id !== 'string') {
        throw new Error(`create returned ${status} ${text}`);
      }
      return { ...json, client_id: json.client_id };
    },
  };
}

/** The objects in a list of a JSON object. */
export function listIn(json: Received['json'], field: string): readonly Readonly<Record<string, unknown>>[] {
  const list = json?.[field];
  if (!Array.isArray(list)) {
    throw new Error(`there is no list ${field}`);
  }
  return list;
}

function receivedFrom({ status, headers = {}, body = '' }: EmulatedResponse): Received {
  const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]);
  const isJson = String(headers['Content-Type']).endsWith('json') && body !== '';
  return { status, headers: Object.fromEntries(lowerCase), text: body, json: isJson ? JSON.parse(body) : null };
}
