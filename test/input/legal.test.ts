import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { ACTIVATE, type BodyCase, CREATE, UPDATE } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { DONE } from '../support/steps.js';

const THIRTEEN = Array.from({ length: 13 }, (_, index) => `https://example.com/${index}`);

const EVERY_PAGE = (url: string): object => ({
  website_url: url,
  terms_url: url,
  policy_url: url,
  logout_redirect_uri: url,
});

const FOR_BOTH: [string, object][] = [
  ['a name of 3 characters', { name: 'abc' }],
  ['a name of 255 UTF-16 units', { name: `${'\u{1f600}'.repeat(127)}a` }],
  ['a name with blanks', { name: '  a' }],
  ['no description', { description: undefined }],
  ['a description of null, as answers hold it', { description: null }],
  ['an empty description', { description: '' }],
  ['a description of 255 characters', { description: 'a'.repeat(255) }],
  ['unknown scopes', { scopes: ['forms:read', 'a portal has its own'] }],
  ['scopes of other portals', { scopes: ['contacts:read', 'contacts.self:write'] }],
  ['every scope that is known', { scopes: ['accounts:read', 'accounts.self:write', 'rooms:read', 'openid'] }],
  ['flags', { allow_pkce: true, is_public: false }],
  ['flags of null', { allow_pkce: null, is_public: null }],
  ['no flags', { allow_pkce: undefined, is_public: undefined }],
  ['a redirect to claude', { redirect_uris: ['claude:callback'] }],
  ['a redirect to a claude URL', { redirect_uris: ['claude://callback'] }],
  ['origins on this machine', { allowed_origins: ['http://localhost:3000', 'http://127.0.0.1'] }],
  ['thirteen redirects and origins', { redirect_uris: THIRTEEN, allowed_origins: THIRTEEN }],
  ['no redirects and origins', { redirect_uris: [], allowed_origins: [] }],
  ['hosts without a scheme', { redirect_uris: ['example.com'], allowed_origins: ['example.com'] }],
  ['a scheme in upper case, twice', { allowed_origins: ['HTTPS://example.com', 'HTTPS://example.com'] }],
  ['a field that is not known', { colour: 'red', contacts: [{ name: 'x' }], nothing: null }],
  ['a field that JSON leaves out', { helper: () => 1, mark: Symbol('x') }],
];

const FOR_CREATE: [string, object][] = [
  ['an IPv4 address', EVERY_PAGE('https://192.168.0.1')],
  ['http pages', EVERY_PAGE('http://example.com/?a=b#c')],
  ['a long last label after a short one', EVERY_PAGE('https://app.my.technology')],
  ['percent signs', EVERY_PAGE('https://example.com/a%20b')],
];

const FOR_UPDATE: [string, object][] = [
  ['a name of 1 character', { name: 'a' }],
  ['what an update ignores', { scopes: null, redirect_uris: ['ftp://example.com', ''] }],
];

const FOR_ACTIVATION: [string, object][] = [
  ['true', { status: true }],
  ['false', { status: false }],
  ['a field that is not known', { reason: 'audit', logo: 5 }],
];

const LEGAL: [BodyCase, [string, object][]][] = [
  [CREATE, [...FOR_BOTH, ...FOR_CREATE]],
  [UPDATE, [...FOR_BOTH, ...FOR_UPDATE]],
  [ACTIVATE, FOR_ACTIVATION],
];

describe.each(LEGAL)('$operation', ({ operation, legal, run }, bodies) => {
  it.each(bodies)('sends %s as it is', async (_, fields) => {
    const { api, server } = await startApi([operation === 'createClient' ? CREATED : DONE]);
    const body = { ...legal, ...fields };
    await run(api, body);
    expect(server.requests.map((request) => request.body)).toEqual([JSON.stringify(body)]);
  });
});
