import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { ACTIVATE, type BodyCase, CREATE, UPDATE } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { DONE } from '../support/steps.js';

const TWELVE = Array.from({ length: 12 }, (_, index) => `https://example.com/${index}`);

const EVERY_PAGE = (url: string): object => ({ website_url: url, terms_url: url, policy_url: url });

const FOR_BOTH: [string, object][] = [
  ['a name of 3 characters', { name: 'abc' }],
  ['a name of 256 UTF-16 units', { name: '\u{1f600}'.repeat(128) }],
  ['a name with blanks', { name: '  a' }],
  ['no description', { description: undefined }],
  ['a description of null, as responses have it', { description: null }],
  ['an empty description', { description: '' }],
  ['a description of 255 characters', { description: 'a'.repeat(255) }],
  ['unknown scopes', { scopes: ['forms:read', 'a portal has its own'] }],
  ['scopes of older portals', { scopes: ['accounts:read', 'accounts.self:write'] }],
  ['every scope that is known', { scopes: ['contacts:read', 'contacts.self:write', 'rooms:read', 'openid'] }],
  ['flags', { allow_pkce: true, is_public: false }],
  ['no flags', { allow_pkce: undefined, is_public: undefined }],
  ['a redirect to claude', { redirect_uris: ['claude:callback'] }],
  ['a redirect to a claude URL', { redirect_uris: ['claude://callback'] }],
  ['origins on this machine', { allowed_origins: ['http://localhost:3000', 'http://127.0.0.1'] }],
  ['twelve redirects and origins', { redirect_uris: TWELVE, allowed_origins: TWELVE }],
  ['a field that is not known', { colour: 'red', contacts: [{ name: 'x' }], nothing: null }],
  ['a field that JSON leaves out', { helper: () => 1, mark: Symbol('x') }],
];

const FOR_CREATE: [string, object][] = [
  ['bare hosts', EVERY_PAGE('portal.example.com')],
  ['localhost', EVERY_PAGE('localhost')],
  ['an IPv4 address', EVERY_PAGE('192.168.0.1')],
  ['http pages', EVERY_PAGE('http://example.com/?a=b#c')],
  ['non-ASCII pages', EVERY_PAGE('https://bücher.example/ä')],
  ['no logout_redirect_uri', { logout_redirect_uri: undefined }],
];

const FOR_ACTIVATION: [string, object][] = [
  ['true', { status: true }],
  ['false', { status: false }],
  ['a field that is not known', { reason: 'audit', logo: 5 }],
];

const LEGAL: [BodyCase, [string, object][]][] = [
  [CREATE, [...FOR_BOTH, ...FOR_CREATE]],
  [UPDATE, FOR_BOTH],
  [ACTIVATE, FOR_ACTIVATION],
];

describe.each(LEGAL)('body of $operation', ({ operation, legal, run }, bodies) => {
  it.each(bodies)('is sent as it is with %s', async (_, fields) => {
    const { api, server } = await startApi([operation === 'createClient' ? CREATED : DONE]);
    const body = { ...legal, ...fields };
    await run(api, body);
    expect(server.requests.map((request) => request.body)).toEqual([JSON.stringify(body)]);
  });
});
