import { expect, onTestFinished } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../../emulator/index.js';
import { launch } from '../../../emulator/launch.js';
import { departures, type Received } from './departures.js';

/** What a request carries beyond its method and path. */
export interface Extras {
  /** The value of the cookie; null for none. Default: the first of the accepted keys. */
  key?: string | null;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** An emulator with a clock that only moves by hand, and a way to call it by plain fetch. */
export interface Session extends Emulator {
  /** Lets time pass, in ms. */
  pass(ms: number): void;
  /** Sends a request; an answer that departs from the document fails the test. */
  call(method: string, path: string, extras?: Extras): Promise<Received>;
  /** Creates a client and answers what came back. */
  create(extras?: Extras): Promise<Record<string, unknown> & { client_id: string }>;
}

/** Bodies that every service takes. */
export const CREATE = {
  name: 'Quarterly reporting',
  description: 'Builds the report',
  logo: 'data:image/png;base64,iVBORw0KGgo=',
  scopes: ['files:read', 'openid'],
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
} as const;

export const CLIENTS = '/api/2.0/clients';
/** The id of no client. */
export const NOBODY = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';

/** Starts an emulator for the running test. */
export async function startSession(options: EmulatorOptions = {}): Promise<Session> {
  let time = 1000;
  const emulator = await launch(options, { now: () => time });
  onTestFinished(() => emulator.close());
  const { generation = 'new', apiKeys = ['emulator-key'] } = options;

  const call: Session['call'] = async (method, path, { key = apiKeys[0] ?? null, body, headers } = {}) => {
    const response = await fetch(emulator.url + path, {
      method,
      headers: {
        ...(key !== null && { Cookie: `asc_auth_key=${key}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const answer = { status: response.status, headers: response.headers, text: await response.text() };
    // What a gateway says is not in the document.
    if (answer.status !== 503) {
      expect(departures(method, path, answer, generation)).toEqual([]);
    }
    return answer;
  };

  return {
    ...emulator,
    call,
    pass: (ms) => {
      time += ms;
    },
    create: async (extras) => {
      const answer = await call('POST', CLIENTS, { body: CREATE, ...extras });
      expect(answer.status).toBe(201);
      return JSON.parse(answer.text);
    },
  };
}
