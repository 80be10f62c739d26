import { cookieOf, type EmulatorRequest, headerOf } from './request.js';
import { type Claims, verifySignature } from './signature.js';
import { type Caller, callerOf, type Directory } from './users.js';
import type { Behaviour } from './versions.js';

/** What the portal and the service know of credentials. */
export interface Trust {
  readonly users: Directory;
  /** The raw HMAC key of signatures. */
  readonly signatureKey: Uint8Array;
  /** Whether a portal in front of the service names itself in `X-Forwarded-Host` and `X-Forwarded-Proto`. */
  readonly behindPortal: boolean;
}

/** What the credential of a request proves: a caller, nothing as there is none, or that it is bad. */
export type Identity = Caller | 'none' | 'bad';

/** Reads the credential of a request. `now` is the time in ms since 1970. */
export function identify(request: EmulatorRequest, behaviour: Behaviour, trust: Trust, now: number): Identity {
  return behaviour.credential === 'session'
    ? identifySession(request, behaviour, trust)
    : identifySignature(request, behaviour, trust.signatureKey, now);
}

const LEEWAY_SECONDS = 60;

function identifySession(request: EmulatorRequest, { quotedCookies }: Behaviour, trust: Trust): Identity {
  const cookie = cookieOf(request, 'asc_auth_key');
  if (cookie === undefined) {
    return 'none';
  }
  // The service asks the portal, whose address it only knows from these headers.
  const forwarded = ['x-forwarded-host', 'x-forwarded-proto'].every((name) => headerOf(request, name));
  const user = trust.behindPortal || forwarded ? trust.users.findSession(unquoted(cookie, quotedCookies)) : undefined;
  return user ? callerOf(user) : 'bad';
}

function identifySignature(
  request: EmulatorRequest,
  { quotedCookies }: Behaviour,
  key: Uint8Array,
  now: number,
): Identity {
  const cookie = cookieOf(request, 'x-signature');
  // With a cookie, even an empty one, the header is not read.
  const signature = cookie === undefined ? headerOf(request, 'x-signature') : unquoted(cookie, quotedCookies);
  if (signature === undefined || signature.trim() === '') {
    return 'none';
  }
  const claims = verifySignature(signature, key);
  return (claims && isCurrent(claims, now / 1000) && callerFrom(claims)) || 'bad';
}

function unquoted(value: string, quotedCookies: boolean): string {
  return quotedCookies ? value.replace(/^"(.*)"$/s, '$1') : value;
}

function isCurrent({ exp, nbf, iat }: Claims, seconds: number): boolean {
  const isPast = (time: unknown): boolean =>
    time === undefined || (typeof time === 'number' && time - LEEWAY_SECONDS <= seconds);
  const isFuture = exp === undefined || (typeof exp === 'number' && exp + LEEWAY_SECONDS > seconds);
  return isFuture && isPast(nbf) && isPast(iat);
}

function callerFrom(claims: Claims): Caller | undefined {
  const { user_id: id, user_name: displayName, user_email: email, user_avatar: avatar, tenant_url: url } = claims;
  const tenant = /^\d+$/.test(String(claims.tenant_id)) ? Number(claims.tenant_id) : 0;
  const [admin, guest, developer] = [claims.is_admin, claims.is_guest, claims.is_public].map(toFlag);
  const complete = isText(id) && isText(displayName) && isText(email) && isText(url) && tenant > 0;
  if (!complete || !Number.isSafeInteger(tenant) || admin === 'bad' || guest === 'bad' || developer === 'bad') {
    return undefined;
  }
  return {
    id,
    tenant,
    admin: admin === true,
    developer: admin === true || (developer === true && guest !== true),
    displayName,
    avatar: String(avatar ?? ''),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

function toFlag(value: unknown): boolean | 'bad' {
  switch (String(value ?? false).toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return 'bad';
  }
}
