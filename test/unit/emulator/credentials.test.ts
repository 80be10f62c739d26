import { describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import type { SignatureOptions } from '../../support/signature.js';
import { signatureOf } from '../../support/signature.js';
import { CLIENTS, NOBODY, SIGNATURE_KEY, startSession, USERS } from './support/session.js';

const REVOKE = `${CLIENTS}/${NOBODY}/revoke`;
const REMAINING = 'x-ratelimit-remaining';

/** Revokes with these headers alone and returns the status, and whether a token was taken. */
function revoke(
  serviceVersion: ServiceVersion,
  headersAt: (seconds: number) => Record<string, string | readonly string[]>,
  options: { behindPortal?: boolean } = {},
): [status: number, isCounted: boolean] {
  const { call, now } = startSession({ serviceVersion, ...options });
  const { status, text, headers } = call('DELETE', REVOKE, { as: null, headers: headersAt(now() / 1000) });
  expect(text).toBe('');
  return [status, REMAINING in headers];
}

const signed = (seconds: number, options: SignatureOptions = {}): string =>
  signatureOf(USERS.user, SIGNATURE_KEY, { exp: seconds + 300, ...options });
const expired = (seconds: number): string => signed(seconds, { exp: seconds - 3600 });

describe('x-signature', () => {
  it.each<[string, (seconds: number) => Record<string, string | readonly string[]>]>([
    ['in the header', (s) => ({ 'x-signature': signed(s) })],
    ['in a cookie among others', (s) => ({ cookie: `culture=en; x-signature=${signed(s)}; a=b` })],
    ['in a cookie whose name is in capitals', (s) => ({ cookie: `X-SIGNATURE=${signed(s)}` })],
    ['in a good cookie before a bad header', (s) => ({ cookie: `x-signature=${signed(s)}`, 'x-signature': 'abc' })],
    ['in the first of two cookies', (s) => ({ cookie: `x-signature=${signed(s)}; x-signature=${expired(s)}` })],
    ['in the first of two headers', (s) => ({ 'x-signature': [signed(s), expired(s)] })],
    ['beside a session', (s) => ({ 'x-signature': signed(s), cookie: 'asc_auth_key=session' })],
    ['beside Authorization', (s) => ({ 'x-signature': signed(s), authorization: 'Bearer abc' })],
    ['that expired 45 s ago', (s) => ({ 'x-signature': signed(s, { exp: s - 45 }) })],
    ['without exp', (s) => ({ 'x-signature': signed(s, { claims: { exp: undefined } }) })],
    ['with nbf in 30 s', (s) => ({ 'x-signature': signed(s, { claims: { nbf: s + 30 } }) })],
    ['without sub, iss and aud', (s) => ({ 'x-signature': signed(s, { claims: { sub: undefined } }) })],
    ['with a number as tenant', (s) => ({ 'x-signature': signed(s, { claims: { tenant_id: 2 ** 40 } }) })],
    ['with booleans as roles', (s) => ({ 'x-signature': signed(s, { claims: { is_admin: false, is_guest: false } }) })],
    ['with True as a role', (s) => ({ 'x-signature': signed(s, { claims: { is_admin: 'True' } }) })],
  ])('is taken %s', (_, headersAt) => {
    expect(revoke('3.7', headersAt)).toEqual([200, true]);
    expect(revoke('3.1', headersAt)).toEqual([200, true]);
  });

  it.each<[string, (seconds: number) => Record<string, string | readonly string[]>]>([
    [
      'in an expired cookie, with a good header',
      (s) => ({ cookie: `x-signature=${expired(s)}`, 'x-signature': signed(s) }),
    ],
    [
      'in a cookie that is no JWT, with a good header',
      (s) => ({ cookie: 'x-signature=abc', 'x-signature': signed(s) }),
    ],
    ['in the second of two cookies', (s) => ({ cookie: `x-signature=${expired(s)}; x-signature=${signed(s)}` })],
    ['in the second of two headers', (s) => ({ 'x-signature': [expired(s), signed(s)] })],
    ['with Bearer', (s) => ({ 'x-signature': `Bearer ${signed(s)}` })],
    ['that is an API key', () => ({ 'x-signature': 'sk-0123456789abcdef0123456789abcdef' })],
    ['of two parts', (s) => ({ 'x-signature': signed(s).split('.').slice(0, 2).join('.') })],
    ['of another key', (s) => ({ 'x-signature': signatureOf(USERS.user, new Uint8Array(32), { exp: s + 300 }) })],
    ['with alg none', (s) => ({ 'x-signature': `${signed(s, { alg: 'none' }).split('.').slice(0, 2).join('.')}.` })],
    ['with alg HS512', (s) => ({ 'x-signature': signed(s, { alg: 'HS512' }) })],
    ['with another alg in the head', (s) => ({ 'x-signature': signed(s, { alg: 'HS256 ' }) })],
    ['that expired 75 s ago', (s) => ({ 'x-signature': signed(s, { exp: s - 75 }) })],
    ['with nbf in 300 s', (s) => ({ 'x-signature': signed(s, { claims: { nbf: s + 300 } }) })],
    ['with iat in 300 s', (s) => ({ 'x-signature': signed(s, { claims: { iat: s + 300 } }) })],
    ['without user_id', (s) => ({ 'x-signature': signed(s, { claims: { user_id: undefined } }) })],
    ['with a blank user_id', (s) => ({ 'x-signature': signed(s, { claims: { user_id: ' ' } }) })],
    ['without user_name', (s) => ({ 'x-signature': signed(s, { claims: { user_name: undefined } }) })],
    ['without user_email', (s) => ({ 'x-signature': signed(s, { claims: { user_email: undefined } }) })],
    ['without tenant_url', (s) => ({ 'x-signature': signed(s, { claims: { tenant_url: '' } }) })],
    ['with tenant 0', (s) => ({ 'x-signature': signed(s, { claims: { tenant_id: '0' } }) })],
    ['with a word as tenant', (s) => ({ 'x-signature': signed(s, { claims: { tenant_id: 'home' } }) })],
    ['with a word as role', (s) => ({ 'x-signature': signed(s, { claims: { is_admin: 'yes' } }) })],
  ])('is rejected %s, and costs no token', (_, headersAt) => {
    expect(revoke('3.7', headersAt)).toEqual([403, false]);
    expect(revoke('3.1', headersAt)).toEqual([403, false]);
  });

  it.each<[string, (seconds: number) => Record<string, string>]>([
    ['missing', () => ({})],
    ['empty', () => ({ 'x-signature': '' })],
    ['an empty cookie beside a good header', (s) => ({ cookie: 'x-signature=', 'x-signature': signed(s) })],
    ['in Authorization', (s) => ({ authorization: `Bearer ${signed(s)}` })],
    ['in the cookie of 3.0', (s) => ({ cookie: `asc_auth_key=${signed(s)}` })],
  ])('that is %s counts as none: by address up to 3.1, for public ones later', (_, headersAt) => {
    expect(revoke('3.1', headersAt)).toEqual([403, true]);
    expect(revoke('3.2', headersAt)).toEqual([403, false]);
    expect(revoke('3.2', (s) => ({ ...headersAt(s), 'x-forwarded-for': '203.0.113.7' }))).toEqual([403, true]);
  });

  it('in a quoted cookie is taken up to 3.6', () => {
    const quoted = (s: number): Record<string, string> => ({ cookie: `x-signature="${signed(s)}"` });
    expect([revoke('3.6', quoted), revoke('3.7', quoted)]).toEqual([
      [200, true],
      [403, false],
    ]);
  });
});

describe('asc_auth_key', () => {
  it.each<[string, Record<string, string>, number]>([
    ['among other cookies', { cookie: 'culture=en; asc_auth_key=admin; a=b' }, 200],
    ['with a name in capitals', { cookie: 'ASC_AUTH_KEY=admin' }, 200],
    ['quoted', { cookie: 'asc_auth_key="admin"' }, 200],
    ['unknown', { cookie: 'asc_auth_key=nobody' }, 401],
    ['inherited', { cookie: 'asc_auth_key=constructor' }, 401],
    ['empty', { cookie: 'asc_auth_key=' }, 401],
    ['in another cookie', { cookie: 'xasc_auth_key=admin' }, 403],
    ['as a header', { asc_auth_key: 'admin' }, 403],
    ['in Authorization', { authorization: 'admin' }, 403],
  ])('%s, on 3.0', (_, headers, status) => {
    expect(revoke('3.0', () => headers)).toEqual([status, status !== 401]);
  });

  it('may hold an equals sign', () => {
    const { call } = startSession({ serviceVersion: '3.0', users: { 'a=b': USERS.admin } });
    expect(call('DELETE', REVOKE, { as: null, headers: { cookie: 'asc_auth_key=a=b' } }).status).toBe(200);
  });
});

describe('users', () => {
  it('may be a function of the key', () => {
    const users = (key: string) => (key === 'key' ? USERS.admin : undefined);
    const { call } = startSession({ serviceVersion: '3.0', users });
    const statusOf = (key: string): number =>
      call('DELETE', REVOKE, { as: null, headers: { cookie: `asc_auth_key=${key}` } }).status;
    expect([statusOf('key'), statusOf('other')]).toEqual([200, 401]);
  });
});

describe('behindPortal', () => {
  const cookie = 'asc_auth_key=admin';
  const forwarded = { 'x-forwarded-host': 'portal.example.com', 'x-forwarded-proto': 'https' };

  it('adds what 3.0 has to know of the portal', () => {
    expect(revoke('3.0', () => ({ cookie }))).toEqual([200, true]);
  });

  it.each<[string, Record<string, string>, number]>([
    ['both headers', forwarded, 200],
    ['no header', {}, 401],
    ['no X-Forwarded-Proto', { 'x-forwarded-host': 'portal.example.com' }, 401],
    ['no X-Forwarded-Host', { 'x-forwarded-proto': 'https' }, 401],
  ])('switched off, requires both headers: %s', (_, headers, status) => {
    expect(revoke('3.0', () => ({ cookie, ...headers }), { behindPortal: false })[0]).toBe(status);
  });
});
