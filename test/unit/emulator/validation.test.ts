import { describe, expect, it } from 'vitest';
import type { ServiceVersion } from '../../../emulator/index.js';
import { CLIENTS, CREATE, listIn, startSession, UPDATE } from './support/session.js';

type Fields = Readonly<Record<string, unknown>>;

const logoOf = (bytes: number): string => `data:image/png;base64,${Buffer.alloc(bytes).toString('base64')}`;
const urls = (count: number): string[] => Array.from({ length: count }, (_, index) => `https://a${index}.example.com`);

/** `field: code` of each error of the first layer, sorted; the status if there is none. */
function errorsOf(version: ServiceVersion, change: Fields, method: 'create' | 'update' = 'create'): string[] | number {
  const { call, create, service } = startSession({ serviceVersion: version });
  const { client_id } = create();
  const before = service.store.snapshot();
  const { status, json, headers } =
    method === 'create'
      ? call('POST', CLIENTS, { body: { ...CREATE, ...change } })
      : call('PUT', `${CLIENTS}/${client_id}`, { body: { ...UPDATE, ...change } });
  if (status < 300) {
    return status;
  }
  expect(service.store.snapshot()).toEqual(before);
  const errors = json?.errors;
  if (!Array.isArray(errors)) {
    return status;
  }
  expect(headers['content-type']).toMatch(/json$/);
  return errors.map(({ field, code, message }) => `${field}: ${code}${message ? '' : ' without a message'}`).sort();
}

describe('readCreateRequest, on 3.7', () => {
  it.each<[Fields, string[]]>([
    [{ name: undefined }, ['name: EmptyFieldError']],
    [{ name: null }, ['name: EmptyFieldError']],
    [{ name: '' }, ['name: EmptyFieldError', 'name: ErrorName']],
    [{ name: '    ' }, ['name: EmptyFieldError']],
    [{ name: 'ab' }, ['name: ErrorName']],
    [{ name: 'a'.repeat(257) }, ['name: ErrorName']],
    [{ name: 5 }, ['name: ErrorName']],
    [{ description: 'a'.repeat(256) }, ['description: ErrorName']],
    [{ logo: undefined }, ['logo: EmptyFieldError']],
    [{ logo: '' }, ['logo: EmptyFieldError', 'logo: ErrorPattern']],
    [{ logo: 'https://example.com/logo.png' }, ['logo: ErrorPattern', 'logo: ErrorPattern']],
    [{ logo: 'data:image/gif;base64,AAAA' }, ['logo: ErrorPattern']],
    [{ logo: 'data:image/PNG;base64,AAAA' }, ['logo: ErrorPattern']],
    [{ logo: 'data:image/png;base64,' }, ['logo: ErrorPattern']],
    [{ logo: 'data:image/png;base64,****' }, ['logo: ErrorPattern']],
    [{ logo: 'data:image/png;base64,-_-_' }, ['logo: ErrorPattern']],
    [{ logo: 'data:image/png;base64,AAAA\n' }, ['logo: ErrorPattern', 'logo: ErrorPattern']],
    [{ logo: logoOf(256_001) }, ['logo: ErrorPattern']],
    [{ scopes: undefined }, ['scopes: EmptyFieldError']],
    [{ scopes: [] }, ['scopes: EmptyFieldError']],
    [{ scopes: [7] }, ['scopes: ErrorInvalidScope']],
    [{ scopes: [null, 'files:read'] }, ['scopes: ErrorInvalidScope']],
    [{ scopes: ['files:read', 'files:eat', 'FILES:READ'] }, ['scopes: ErrorInvalidScope']],
    ...['redirect_uris', 'allowed_origins'].flatMap((field): [Fields, string[]][] => [
      [{ [field]: undefined }, [`${field}: EmptyFieldError`, `${field}: ErrorWrongURL`]],
      [{ [field]: [] }, [`${field}: ErrorName`]],
      [{ [field]: urls(13) }, [`${field}: ErrorName`]],
      [{ [field]: ['https://example.com', '/relative'] }, [`${field}: ErrorWrongURL`]],
      [{ [field]: ['https://example.com', null] }, [`${field}: ErrorWrongURL`]],
    ]),
    ...['website_url', 'terms_url', 'policy_url', 'logout_redirect_uri'].flatMap((field): [Fields, string[]][] => [
      [{ [field]: undefined }, [`${field}: EmptyFieldError`]],
      [{ [field]: ' ' }, [`${field}: EmptyFieldError`, `${field}: ErrorWrongURL`]],
      [{ [field]: 'ftp://example.com' }, [`${field}: ErrorWrongURL`]],
    ]),
  ])('reports %j', (change, errors) => {
    expect(errorsOf('3.7', change)).toEqual(errors);
  });

  it('reports a logo that is too long for a pattern', () => {
    expect(errorsOf('3.7', { logo: logoOf(8_000_000) })).toEqual(['logo: ErrorPattern']);
  });

  it.each<Fields>([
    { name: 'abc' },
    { name: 'a'.repeat(255) },
    { description: '' },
    { description: 'a'.repeat(255) },
    { description: undefined },
    { logo: logoOf(256_000) },
    { logo: 'data:image/svg+xml;base64,AAAAAA' },
    { allow_pkce: 'true' },
    { is_public: 1 },
    { allowed_origins: urls(12) },
    { allowed_origins: [...urls(12), ...urls(12)] },
    { redirect_uris: ['claude://callback', 'http://localhost:3000/callback'] },
    { scopes: ['accounts:read', 'accounts.self:write', 'rooms:write', 'openid'] },
    { unknown_field: true },
  ])('takes what is at the edge, case %#', (change) => {
    expect(errorsOf('3.7', change)).toBe(201);
  });

  it.each<Fields>([
    { allow_pkce: 'yes' },
    { is_public: 'yes' },
    { name: ['abc'] },
    { allowed_origins: 'https://example.com' },
    { name: 'a'.repeat(256) },
    { website_url: `https://example.com/${'a'.repeat(236)}` },
    { redirect_uris: [`https://example.com/${'a'.repeat(236)}`] },
  ])('fails with a 500 for what cannot be read or stored, case %#', (change) => {
    expect(errorsOf('3.7', change)).toBe(500);
  });

  it('reports all fields at once', () => {
    const { call } = startSession();
    const { json } = call('POST', CLIENTS, { body: {} });
    expect(
      listIn(json, 'errors')
        .map(({ field }) => field)
        .sort(),
    ).toEqual(
      [
        ...Object.keys(CREATE).filter((field) => !['description', 'allow_pkce'].includes(field)),
        'allowed_origins',
        'redirect_uris',
      ].sort(),
    );
    expect(json).toMatchObject({ status: 400, title: 'Bad Request', instance: CLIENTS });
  });
});

describe('readCreateRequest, on other versions', () => {
  it.each<[ServiceVersion, Fields, number]>([
    ['3.6', { name: '   ' }, 201],
    ['3.0', { logo: logoOf(1_048_576) }, 201],
    ['3.0', { logo: logoOf(1_048_577) }, 400],
    ['3.1', { logo: logoOf(256_001) }, 400],
    ['3.2', { allowed_origins: [] }, 201],
    ['3.2', { redirect_uris: urls(13) }, 201],
    ['3.5', { redirect_uris: urls(13) }, 400],
    ['3.2', { redirect_uris: ['claude://callback'] }, 400],
    ['3.1', { redirect_uris: ['example.com'] }, 201],
    ['3.2', { redirect_uris: ['example.com'] }, 400],
    ['3.2', { redirect_uris: undefined, redirectUris: ['https://example.com'] }, 201],
    ['3.5', { redirect_uris: undefined, redirectUris: ['https://example.com'] }, 400],
    ['3.0', { website_url: 'https://example.com?a=b' }, 201],
    ['3.1', { website_url: 'https://example.com?a=b' }, 400],
  ])('%s, %j: %i', (version, change, status) => {
    expect(errorsOf(version, change)).toBe(status);
  });

  it.each<ServiceVersion>(['3.0', '3.1', '3.6'])('gives a reason on %s', (serviceVersion) => {
    const { call } = startSession({ serviceVersion });
    const { status, headers, json } = call('POST', CLIENTS, { body: { ...CREATE, name: 'ab' } });
    expect({ status, type: headers['content-type'] }).toEqual({ status: 400, type: 'application/json' });
    expect(json).toEqual({ reason: expect.stringContaining('name') });
  });
});

describe('readUpdateRequest', () => {
  it.each<[ServiceVersion, Fields, string[] | number]>([
    ['3.7', { name: 'ab' }, ['name: ErrorName']],
    ['3.7', { name: '   ' }, ['name: EmptyFieldError']],
    ['3.6', { name: 'a' }, 200],
    ['3.6', { name: '   ' }, 400],
    ['3.6', { name: 'a'.repeat(257) }, 500],
    ['3.7', { logo: logoOf(1_048_577) }, 200],
    ['3.7', { logo: 'data:image/png;base64,****' }, 200],
    ['3.7', { logo: 'https://example.com/logo.png' }, ['logo: ErrorPattern']],
    ['3.7', { allowed_origins: undefined }, ['allowed_origins: ErrorWrongURL']],
    ['next', { allowed_origins: undefined }, ['allowed_origins: EmptyFieldError', 'allowed_origins: ErrorWrongURL']],
    ['3.7', { scopes: undefined, redirect_uris: undefined }, 200],
    [
      'next',
      { scopes: undefined, redirect_uris: undefined },
      ['redirect_uris: EmptyFieldError', 'redirect_uris: ErrorWrongURL', 'scopes: EmptyFieldError'],
    ],
    ['3.7', { scopes: ['files:eat'] }, 200],
    ['next', { scopes: ['files:eat'] }, ['scopes: ErrorInvalidScope']],
  ])('on %s, case %#', (version, change, expected) => {
    expect(errorsOf(version, change, 'update')).toEqual(expected);
  });
});

describe('readActivationRequest', () => {
  it.each<[ServiceVersion, unknown, boolean | number]>([
    ['3.7', { status: true }, true],
    ['3.7', { status: 'true' }, true],
    ['3.7', {}, false],
    ['3.7', { status: null }, false],
    ['3.7', { enabled: true }, false],
    ['3.7', { status: 'on' }, 500],
    ['3.7', { status: [true] }, 500],
    ['3.7', 'true', 500],
    ['3.6', 'true', true],
    ['3.6', 'null', 500],
  ])('on %s, %j', (serviceVersion, body, expected) => {
    const { call, create, service } = startSession({ serviceVersion });
    const { client_id } = create();
    const { status } = call('PATCH', `${CLIENTS}/${client_id}/activation`, { body });
    const enabled = service.store.snapshot().get(client_id)?.enabled;
    expect(status === 200 ? enabled : status).toBe(expected);
    expect(status === 200 || enabled).toBe(true);
  });
});

describe('requireSecondLayer', () => {
  const BAD = { website_url: 'example.com', terms_url: 'example.com' };
  it.each<[ServiceVersion, string, string]>([
    [
      '3.1',
      'reason',
      'createClient.command.websiteUrl: is no valid URL, createClient.command.termsUrl: is no valid URL',
    ],
    ['3.7', 'detail', 'websiteUrl: is no valid URL, termsUrl: is no valid URL'],
  ])('begins each text with its field on %s', (serviceVersion, field, text) => {
    const { json } = startSession({ serviceVersion }).call('POST', CLIENTS, { body: { ...CREATE, ...BAD } });
    expect(json?.[field]).toBe(text);
    expect(json).not.toHaveProperty('errors');
  });

  it.each<[ServiceVersion, string]>([
    ['3.7', 'scopes'],
    ['next', 'websiteUrl'],
  ])('comes before or after requireKnownScopes, on %s', (serviceVersion, first) => {
    const body = { ...CREATE, ...BAD, scopes: ['files:eat'] };
    expect(startSession({ serviceVersion }).call('POST', CLIENTS, { body }).text).toContain(first);
  });
});

describe('requireKnownScopes', () => {
  it.each<[ServiceVersion, string | undefined]>([
    ['3.0', undefined],
    ['3.6', undefined],
    ['3.7', 'application/json'],
    ['next', 'application/problem+json'],
  ])('has a body on %s or none', (serviceVersion, contentType) => {
    const { call } = startSession({ serviceVersion });
    const { status, text, headers } = call('POST', CLIENTS, { body: { ...CREATE, scopes: ['files:eat'] } });
    expect([status, text === '', headers['content-type']]).toEqual([400, contentType === undefined, contentType]);
  });
});

describe('requireClientId', () => {
  it('rejects a blank id', () => {
    const { status, json } = startSession().call('GET', `${CLIENTS}/%20`);
    expect(status).toBe(400);
    expect(json?.errors).toMatchObject([{ field: 'client_id', code: 'EmptyFieldError' }]);
  });
});
