import { randomInt, randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import type { EmulatorUser, Role } from '../../emulator/index.js';
import type { Step } from './recordings.js';
import { type SignatureOptions, signatureOf } from './signature.js';

/** What the steps need to know of the service that they are sent to. */
export interface CredentialOptions {
  /** Whether callers are recognised by a session, as on 3.0, or by a signature. */
  readonly kind: 'session' | 'signature';
  readonly signatureKey: Uint8Array;
}

/** The user of a session of these steps: `role.tenant.id`. */
export function userOfSession(session: string): EmulatorUser | undefined {
  const [, role, tenant, id] = /^(admin|user|guest)\.(\d+)\.([0-9a-f-]{36})$/.exec(session) ?? [];
  return role && id ? { role: role as Role, tenant: Number(tenant), id } : undefined;
}

/** Makes the headers by which the actor of a step is recognised, in the form that `as` names. */
export function createCredentials({ kind, signatureKey }: CredentialOptions): (step: Step) => OutgoingHttpHeaders {
  const actors = createActors(kind);
  const forms = kind === 'session' ? sessionForms(signatureKey) : signatureForms(signatureKey);
  return ({ as }) => {
    if (as === 'none') {
      return kind === 'session' ? FORWARDED : {};
    }
    const [name = '', form = 'header'] = as.split(/\/(.*)/s);
    const [actor, make] = [actors[name], forms[form]];
    if (!actor || !make) {
      throw new Error(`no credential is known as ${as}`);
    }
    return make(actor);
  };
}

type Forms = Readonly<Record<string, (user: EmulatorUser) => OutgoingHttpHeaders>>;

// An owner may create clients: any user from 3.1 on, an admin before.
function createActors(kind: CredentialOptions['kind']): Readonly<Record<string, EmulatorUser>> {
  const home = randomInt(100_000, 2_000_000_000);
  const actor = (role: Role, portal: number): EmulatorUser => ({ role, tenant: home + portal, id: randomUUID() });
  const owner = kind === 'session' ? 'admin' : 'user';
  return {
    admin: actor('admin', 0),
    owner: actor(owner, 0),
    user: actor('user', 0),
    guest: actor('guest', 0),
    pager: actor('user', 0),
    'foreign-admin': actor('admin', 1),
    'foreign-user': actor('user', 1),
    'page-admin': actor('admin', 2),
    'bulk-admin': actor('admin', 3),
    'bulk-user': actor('user', 3),
    'bulk-guest': actor('guest', 3),
    'lone-owner': actor(owner, 4),
    'lone-admin': actor('admin', 4),
  };
}

const API_KEY = 'sk-0123456789abcdef0123456789abcdef';
const seconds = (): number => Math.floor(Date.now() / 1000);

function signatureForms(key: Uint8Array): Forms {
  const sign = (user: EmulatorUser, options?: SignatureOptions): string => signatureOf(user, key, options);
  const stale = (user: EmulatorUser): string => sign(user, { exp: seconds() - 3600 });
  const expiring = (after: number) => (user: EmulatorUser) => ({
    'x-signature': sign(user, { exp: seconds() + after }),
  });
  const claiming = (claims: () => object) => (user: EmulatorUser) => ({
    'x-signature': sign(user, { claims: { ...claims() } }),
  });
  const without = (name: string): Forms[string] => claiming(() => ({ [name]: undefined }));
  return {
    header: (user) => ({ 'x-signature': sign(user) }),
    cookie: (user) => ({ cookie: `x-signature=${sign(user)}` }),
    'cookie among others': (user) => ({ cookie: `culture=en; x-signature=${sign(user)}; asc_auth_key=session` }),
    'cookie, upper-case name': (user) => ({ cookie: `X-SIGNATURE=${sign(user)}` }),
    'cookie, quoted': (user) => ({ cookie: `x-signature="${sign(user)}"` }),
    'cookie and header': (user) => ({ cookie: `x-signature=${sign(user)}`, 'x-signature': sign(user) }),
    'expired cookie, good header': (user) => ({ cookie: `x-signature=${stale(user)}`, 'x-signature': sign(user) }),
    'blank cookie, good header': (user) => ({ cookie: 'x-signature=', 'x-signature': sign(user) }),
    'no-JWT cookie, good header': (user) => ({ cookie: 'x-signature=abc', 'x-signature': sign(user) }),
    'good cookie, expired header': (user) => ({ cookie: `x-signature=${sign(user)}`, 'x-signature': stale(user) }),
    'good cookie, no-JWT header': (user) => ({ cookie: `x-signature=${sign(user)}`, 'x-signature': 'abc' }),
    'expired cookie before a good one': (user) => ({
      cookie: `x-signature=${stale(user)}; x-signature=${sign(user)}`,
    }),
    'good cookie before an expired one': (user) => ({
      cookie: `x-signature=${sign(user)}; x-signature=${stale(user)}`,
    }),
    'header and unrelated cookies': (user) => ({ cookie: 'asc_auth_key=session', 'x-signature': sign(user) }),
    'header and a wrong Authorization': (user) => ({ authorization: 'Bearer abc', 'x-signature': sign(user) }),
    'header twice, expired first': (user) => ({ 'x-signature': [stale(user), sign(user)] }),
    'header twice, good first': (user) => ({ 'x-signature': [sign(user), stale(user)] }),
    'header with Bearer': (user) => ({ 'x-signature': `Bearer ${sign(user)}` }),
    'Authorization with Bearer': (user) => ({ authorization: `Bearer ${sign(user)}` }),
    'Authorization bare': (user) => ({ authorization: sign(user) }),
    'API key in Authorization': () => ({ authorization: `Bearer ${API_KEY}` }),
    'API key in x-signature': () => ({ 'x-signature': API_KEY }),
    'API key in cookie asc_auth_key': () => ({ cookie: `asc_auth_key=${API_KEY}` }),
    'JWT in cookie asc_auth_key': (user) => ({ cookie: `asc_auth_key=${sign(user)}` }),
    'empty header': () => ({ 'x-signature': '' }),
    'no JWT': () => ({ 'x-signature': 'abc' }),
    'two parts': (user) => ({ 'x-signature': sign(user).replace(/\.[^.]*$/, '') }),
    'wrong key': (user) => ({ 'x-signature': signatureOf(user, key.slice(1)) }),
    'raw secret as key': (user) => ({ 'x-signature': signatureOf(user, Buffer.from('secret')) }),
    'alg none': (user) => ({ 'x-signature': sign(user, { alg: 'none' }).replace(/\.[^.]*$/, '.') }),
    'alg HS512': (user) => ({ 'x-signature': sign(user, { alg: 'HS512' }) }),
    'claims changed': (user) => {
      const [head, , mac] = sign(user).split('.');
      return { 'x-signature': [head, sign({ ...user, role: 'admin', tenant: 1 }).split('.')[1], mac].join('.') };
    },
    'expired 3600 s ago': expiring(-3600),
    'expired 90 s ago': expiring(-90),
    'expired 75 s ago': expiring(-75),
    'expired 45 s ago': expiring(-45),
    'expired 5 s ago': expiring(-5),
    'expires in 5 s': expiring(5),
    'expires in a year': expiring(31_536_000),
    'no exp': without('exp'),
    'nbf in 30 s': claiming(() => ({ nbf: seconds() + 30 })),
    'nbf in 300 s': claiming(() => ({ nbf: seconds() + 300 })),
    'iat in 300 s': claiming(() => ({ iat: seconds() + 300 })),
    'no user_id': without('user_id'),
    'blank user_id': claiming(() => ({ user_id: ' ' })),
    'user_id no UUID': claiming(() => ({ user_id: 'someone' })),
    'no sub': without('sub'),
    'no user_name': without('user_name'),
    'no user_email': without('user_email'),
    'no tenant_id': without('tenant_id'),
    'tenant_id 0': claiming(() => ({ tenant_id: '0' })),
    'tenant_id -1': claiming(() => ({ tenant_id: '-1' })),
    'tenant_id a word': claiming(() => ({ tenant_id: 'home' })),
    'tenant_id a number': (user) => claiming(() => ({ tenant_id: user.tenant }))(user),
    'tenant_id 2^40': claiming(() => ({ tenant_id: String(2 ** 40) })),
    'no tenant_url': without('tenant_url'),
    'blank tenant_url': claiming(() => ({ tenant_url: '' })),
    'no iss, no aud': claiming(() => ({ iss: undefined, aud: undefined })),
    'roles as booleans': (user) =>
      claiming(() => ({ is_admin: user.role === 'admin', is_guest: user.role === 'guest', is_public: true }))(user),
    'is_admin a word': claiming(() => ({ is_admin: 'yes' })),
    'is_admin True': claiming(() => ({ is_admin: 'True' })),
    'no role claims': claiming(() => ({ is_admin: undefined, is_guest: undefined, is_public: undefined })),
    'admin and guest': claiming(() => ({ is_admin: 'true', is_guest: 'true' })),
    'not public': claiming(() => ({ is_public: 'false' })),
    'public only': claiming(() => ({ is_admin: undefined, is_guest: undefined })),
    'further claims': claiming(() => ({ extra: { a: [1] }, groups: ['x'] })),
  };
}

const FORWARDED = { 'x-forwarded-host': 'portal.example.com', 'x-forwarded-proto': 'http' };

function sessionForms(key: Uint8Array): Forms {
  const session = ({ role, tenant, id }: EmulatorUser): string => `${role}.${tenant}.${id}`;
  const cookie = (user: EmulatorUser): string => `asc_auth_key=${session(user)}`;
  return {
    header: (user) => ({ ...FORWARDED, cookie: cookie(user) }),
    'cookie among others': (user) => ({ ...FORWARDED, cookie: `culture=en; ${cookie(user)}; a=b` }),
    'cookie, upper-case name': (user) => ({ ...FORWARDED, cookie: `ASC_AUTH_KEY=${session(user)}` }),
    'cookie, quoted': (user) => ({ ...FORWARDED, cookie: `asc_auth_key="${session(user)}"` }),
    'unknown session': () => ({ ...FORWARDED, cookie: 'asc_auth_key=unknown' }),
    'blank cookie': () => ({ ...FORWARDED, cookie: 'asc_auth_key=' }),
    'session in header asc_auth_key': (user) => ({ ...FORWARDED, asc_auth_key: session(user) }),
    'session in Authorization': (user) => ({ ...FORWARDED, authorization: session(user) }),
    'API key in cookie asc_auth_key': () => ({ ...FORWARDED, cookie: `asc_auth_key=${API_KEY}` }),
    'signature header': (user) => ({ ...FORWARDED, 'x-signature': signatureOf(user, key) }),
    'no X-Forwarded headers': (user) => ({ cookie: cookie(user) }),
    'no X-Forwarded-Proto': (user) => ({ 'x-forwarded-host': 'portal.example.com', cookie: cookie(user) }),
    'no X-Forwarded-Host': (user) => ({ 'x-forwarded-proto': 'http', cookie: cookie(user) }),
    'portal does not answer': (user) => ({ ...FORWARDED, 'x-forwarded-host': '127.0.0.1:1', cookie: cookie(user) }),
  };
}
