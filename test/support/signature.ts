import { createHmac } from 'node:crypto';
import type { EmulatorUser } from '../../emulator/index.js';

/** What a signature says beyond who the user is. */
export interface SignatureOptions {
  /** The time in seconds since 1970 at which it expires. Default: in five minutes. */
  readonly exp?: number;
  /** Claims to replace or, if `undefined`, to leave out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Default `HS256`. */
  readonly alg?: string;
}

/** The value of `x-signature` for a user, signed with a raw HMAC key. */
export function signatureOf(
  { id, role, tenant }: EmulatorUser,
  key: Uint8Array,
  { exp = Date.now() / 1000 + 300, claims, alg = 'HS256' }: SignatureOptions = {},
): string {
  const payload = {
    sub: id,
    user_id: id,
    user_name: 'Test User',
    user_email: 'test@example.com',
    user_avatar: '',
    tenant_id: String(tenant),
    tenant_url: 'https://portal.example.com',
    is_admin: String(role === 'admin'),
    is_guest: String(role === 'guest'),
    is_public: 'true',
    exp: Math.floor(exp),
    ...claims,
  };
  const signed = [{ alg, typ: 'JWT' }, payload].map(encode).join('.');
  return `${signed}.${createHmac(alg === 'HS512' ? 'sha512' : 'sha256', key)
    .update(signed)
    .digest('base64url')}`;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
