import { describe, expect, it, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { ACTIVATE, BODY_CASES, type BodyCase, CREATE, UPDATE } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { useFakeTime } from '../support/fake-time.js';
import { rejectedIssues } from '../support/rejected-issues.js';
import { DONE, rateLimited } from '../support/steps.js';

useFakeTime();

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
  ['a description of null, as responses have it', { description: null }],
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

describe.each(LEGAL)('body of $operation', ({ operation, legal, run }, bodies) => {
  it.each(bodies)('is sent as it is with %s', async (_, fields) => {
    const { api, server } = await startApi([operation === 'createClient' ? CREATED : DONE]);
    const body = { ...legal, ...fields };
    await run(api, body);
    expect(server.requests.map((request) => request.body)).toEqual([JSON.stringify(body)]);
  });
});

const cycle: Record<string, unknown> = { name: 'cycle' };
cycle.self = cycle;

function fail(): never {
  throw new Error('a secret of the caller');
}

const NO_OBJECTS: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['an array', []],
  ['an array of objects', [{ status: true }]],
  ['a string', '{"status":true}'],
  ['an empty string', ''],
  ['a String object', new String('{}')],
  ['a number', 5],
  ['NaN', Number.NaN],
  ['true', true],
  ['a BigInt', 5n],
  ['a symbol', Symbol('body')],
  ['a function', () => ({ status: true })],
  ['a date', new Date(0)],
  ['a BigInt within', { status: true, extra: 5n }],
  ['a cycle', cycle],
  ['a toJSON that throws', { toJSON: fail }],
  ['a toJSON that returns a string', { toJSON: () => '{"status":true}' }],
  ['a toJSON that returns nothing', { toJSON: () => undefined }],
  [
    'a getter that throws',
    {
      get status(): boolean {
        return fail();
      },
    },
  ],
  ['a proxy that throws', new Proxy({}, { ownKeys: fail })],
];

describe.each(BODY_CASES)('body of $operation', ({ operation, run }) => {
  it.each(NO_OBJECTS)('must not be %s, with validate on or off', async (_, body) => {
    const apiKey = vi.fn(() => 'key');
    const { api, server } = await startApi([], { apiKey });
    for (const validate of [{ request: true }, false] as const) {
      expect(await rejectedIssues(() => run(api, body, { validate }), operation)).toEqual([
        { path: 'body', message: 'must be an object' },
      ]);
    }
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.connections()).toBe(0);
  });

  it.each([
    ['a map', new Map([['status', true]])],
    ['a set', new Set([true])],
    ['a form', new FormData()],
    ['bytes', new Uint8Array(0)],
  ])('must not be %s, which is an empty object in JSON', async (_, body) => {
    const { api, server } = await startApi([]);
    expect((await rejectedIssues(() => run(api, body), operation)).map(({ message }) => message)).toContain(
      'is missing',
    );
    expect(server.connections()).toBe(0);
  });
});

describe.each(BODY_CASES)('body of $operation', ({ operation, legal, run }) => {
  const success = operation === 'createClient' ? CREATED : DONE;

  it('is sent as it was when the call began, with each attempt', async () => {
    const { api, server } = await startApi([rateLimited(), success]);
    const body: Record<string, unknown> = structuredClone(legal);
    const call = run(api, body);
    for (const field of Object.keys(body)) {
      body[field] = 'changed';
    }
    body.added = 'later';
    await call;
    expect(server.requests.map((request) => JSON.parse(request.body))).toEqual([legal, legal]);
  });

  it('is read once, and sent as it was checked', async () => {
    const { api, server } = await startApi([success]);
    let reads = 0;
    const [field = '', value] = Object.entries(legal)[0] ?? [];
    const body = Object.defineProperty({ ...legal }, field, {
      enumerable: true,
      get: () => (++reads === 1 ? value : 5),
    });
    await run(api, body);
    expect(reads).toBe(1);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual(legal);
  });

  it('is what its toJSON returns', async () => {
    const { api, server } = await startApi([success]);
    await run(api, { toJSON: () => legal });
    await rejectedIssues(() => run(api, { ...legal, toJSON: () => ({}) }), operation);
    expect(server.requests.map((request) => JSON.parse(request.body))).toEqual([legal]);
  });

  it('is sent as application/json', async () => {
    const { api, server } = await startApi([success]);
    await run(api, legal);
    expect(server.requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(JSON.stringify(legal).length),
    });
  });
});

const WRONG = { name: 5, logo: 'not a logo', scopes: new Set(['files:read']), status: 'on', extra: null };

const SETTINGS = [
  ['validate: false', false],
  ['validate: { request: false }', { request: false }],
] as const;

describe.each(BODY_CASES)('validate option of $operation', ({ operation, run }) => {
  const success = operation === 'createClient' ? CREATED : DONE;

  it.each(SETTINGS)('sends a body that breaks the contract with %s on the API object', async (_, validate) => {
    const { api, server } = await startApi([success, success], { validate });
    await run(api, WRONG);
    await run(api, {}, { validate: {} });
    expect(server.requests.map(({ body }) => body)).toEqual([JSON.stringify(WRONG), '{}']);
    await rejectedIssues(() => run(api, WRONG, { validate: { request: true } }), operation);
  });

  it.each(SETTINGS)('sends a body that breaks the contract with %s on the call', async (_, validate) => {
    const { api, server } = await startApi([success]);
    await run(api, WRONG, { validate });
    expect(server.requests.map(({ body }) => body)).toEqual([JSON.stringify(WRONG)]);
    await rejectedIssues(() => run(api, WRONG), operation);
    await rejectedIssues(() => run(api, WRONG, { validate: { response: true } }), operation);
  });
});
