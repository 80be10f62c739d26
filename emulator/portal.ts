import { randomBytes } from 'node:crypto';
import { cookieOf, type EmulatorRequest, headerOf } from './request.js';
import { type EmulatedResponse, jsonResponse } from './response.js';
import { signatureFor } from './signature.js';
import type { Directory, EmulatorUser } from './users.js';
import type { Behaviour } from './versions.js';

/** What keeps a portal from issuing signatures; `open`: nothing does. */
export type PortalState = 'open' | 'unpaid' | 'address not allowed' | 'in transfer' | 'missing';

/** The states of a portal. */
export const PORTAL_STATES: readonly PortalState[] = [
  'open',
  'unpaid',
  'address not allowed',
  'in transfer',
  'missing',
];

/** What a portal needs to know. */
export interface PortalSettings {
  readonly users: Directory;
  /** The raw HMAC key of signatures, until it is rotated. */
  readonly signatureKey: Uint8Array;
  /** How long a signature is valid, in ms. */
  readonly signatureLife: number;
}

/** The path of the token endpoint. */
export const TOKEN_PATH = '/api/2.0/security/oauth2/token';

const SIGNATURE_KEY_BYTES = 32;
// ASP.NET writes the charset, the service does not.
const JSON_TYPE = 'application/json; charset=utf-8';

/** The portal that the service belongs to, of which only the token endpoint is emulated. None of it was measured. */
export class Portal {
  /** May be changed at any time. */
  state: PortalState = 'open';
  readonly #settings: PortalSettings;
  readonly #hasTokenEndpoint: boolean;
  #signatureKey: Uint8Array;
  #tokenRequests = 0;

  constructor(settings: PortalSettings, { tokenEndpoint }: Pick<Behaviour, 'tokenEndpoint'>) {
    this.#settings = settings;
    this.#hasTokenEndpoint = tokenEndpoint;
    this.#signatureKey = settings.signatureKey;
  }

  /** The raw HMAC key that signatures are made with now. The service knows the same. */
  get signatureKey(): Uint8Array {
    return this.#signatureKey;
  }

  /** How many token requests arrived. */
  get tokenRequests(): number {
    return this.#tokenRequests;
  }

  /** Replaces the key of signatures by a random one, so that the service rejects all earlier signatures. */
  rotateSignatureKey(): void {
    this.#signatureKey = randomSignatureKey();
  }

  /** Opens the portal and forgets the token requests. The key of signatures stays. */
  reset(): void {
    this.state = 'open';
    this.#tokenRequests = 0;
  }

  /** Responds to a token request. `now` is in ms since 1970. */
  respond(request: EmulatorRequest, now: number): EmulatedResponse {
    this.#tokenRequests += 1;
    const response = this.#respond(request, now);
    return { ...response, bare: true };
  }

  #respond(request: EmulatorRequest, now: number): EmulatedResponse {
    if (!this.#hasTokenEndpoint || this.state === 'missing') {
      return { status: 404 };
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { status: 405 };
    }
    const found = authenticate(request, this.#settings.users);
    if (!found) {
      return { status: 401 };
    }
    switch (this.state) {
      case 'unpaid':
        return { status: 402 };
      case 'in transfer':
        return { status: 403 };
      case 'address not allowed':
        return forbidden('Requests from this address are not allowed');
      case 'open':
        return found.limited
          ? forbidden('The API key is limited to other scopes')
          : this.#issue(found.user, urlOf(request), now);
    }
  }

  #issue(user: EmulatorUser, portalUrl: string, now: number): EmulatedResponse {
    const { signatureLife: life } = this.#settings;
    const signature = signatureFor(user, { key: this.#signatureKey, now, life, portalUrl });
    const links = [{ href: portalUrl + TOKEN_PATH, action: 'GET' }];
    return jsonResponse(200, { response: signature, count: 1, links, status: 0, statusCode: 200 }, JSON_TYPE);
  }
}

/** A key for signatures. */
export function randomSignatureKey(): Uint8Array {
  return randomBytes(SIGNATURE_KEY_BYTES);
}

/** A user, and whether the API key is limited to scopes. */
interface Found {
  readonly user: EmulatorUser;
  readonly limited: boolean;
}

function authenticate(request: EmulatorRequest, users: Directory): Found | undefined {
  const session = cookieOf(request, 'asc_auth_key');
  // With a cookie the header is not read.
  if (session !== undefined) {
    return unlimited(users.findSession(session));
  }
  const [, scheme, value = ''] = /^(Bearer|Basic) (\S+)$/.exec(headerOf(request, 'authorization') ?? '') ?? [];
  switch (scheme) {
    case 'Basic':
      return unlimited(users.findByPassword(Buffer.from(value, 'base64').toString()));
    case 'Bearer': {
      const user = users.find(value);
      return user && { user, limited: user.scopes !== undefined && !user.scopes.includes('*') };
    }
    default:
      return undefined;
  }
}

function unlimited(user: EmulatorUser | undefined): Found | undefined {
  return user && { user, limited: false };
}

function forbidden(message: string): EmulatedResponse {
  return jsonResponse(403, { error: { message }, status: 1, statusCode: 403 }, JSON_TYPE);
}

function urlOf(request: EmulatorRequest): string {
  return `http://${headerOf(request, 'host') ?? 'localhost'}`;
}
