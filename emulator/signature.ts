import { createHmac, timingSafeEqual } from 'node:crypto';
import { displayNameOf, type EmulatorUser, emailOf } from './users.js';

/** What a JWT says, unchecked. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a signature is made with. */
export interface SigningOptions {
  /** The raw HMAC key. */
  readonly key: Uint8Array;
  /** The time in ms since 1970. */
  readonly now: number;
  /** How long the signature is valid, in ms. */
  readonly life: number;
  /** The base URL of the portal. */
  readonly portalUrl: string;
}

/** Makes a signature for a user: a JWT (HS256) with the claims that the service reads. */
export function signatureFor(user: EmulatorUser, { key, now, life, portalUrl }: SigningOptions): string {
  const { id, tenant, role, avatar } = user;
  const iat = Math.floor(now / 1000);
  const claims: Claims = {
    sub: id,
    user_id: id,
    user_name: displayNameOf(user),
    user_email: emailOf(user),
    ...(avatar !== undefined && { user_avatar: avatar }),
    tenant_id: tenant,
    tenant_url: portalUrl,
    is_admin: role === 'admin',
    is_guest: role === 'guest',
    is_public: true,
    iat,
    exp: iat + life / 1000,
  };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${macOf(signed, key).toString('base64url')}`;
}

/** The claims of a JWT; `undefined` if it was not signed with this key. Does not check its times. */
export function verifySignature(signature: string, key: Uint8Array): Claims | undefined {
  const [head = '', payload = '', mac = '', ...rest] = signature.split('.');
  const expected = macOf(`${head}.${payload}`, key);
  const actual = Buffer.from(mac, 'base64url');
  const genuine = rest.length === 0 && actual.length === expected.length && timingSafeEqual(actual, expected);
  return genuine && decode(head)?.alg === 'HS256' ? decode(payload) : undefined;
}

function macOf(signed: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key).update(signed).digest();
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decode(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
