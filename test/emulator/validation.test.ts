import { describe, expect, it } from 'vitest';
import { CLIENTS, CREATE, startSession, UPDATE } from './support/session.js';

type Fields = Readonly<Record<string, unknown>>;

const pngOf = (bytes: number): string => `data:image/png;base64,${Buffer.alloc(bytes).toString('base64')}`;
const urls = (count: number): string[] => Array.from({ length: count }, (_, index) => `https://${index}.example.com`);

const WRONG_IN_BOTH: readonly (readonly [change: Fields, field: string, code: string])[] = [
  [{ name: undefined }, 'name', 'EmptyFieldError'],
  [{ name: null }, 'name', 'EmptyFieldError'],
  [{ name: '    ' }, 'name', 'EmptyFieldError'],
  [{ name: 'ab' }, 'name', 'ErrorName'],
  [{ name: 'a'.repeat(257) }, 'name', 'ErrorName'],
  [{ name: 5 }, 'name', 'ErrorPattern'],
  [{ description: 'a'.repeat(256) }, 'description', 'ErrorPattern'],
  [{ logo: undefined }, 'logo', 'EmptyFieldError'],
  [{ logo: 'https://example.com/logo.png' }, 'logo', 'ErrorPattern'],
  [{ logo: 'data:image/gif;base64,AAAA' }, 'logo', 'ErrorPattern'],
  [{ logo: pngOf(256_001) }, 'logo', 'ErrorPattern'],
  [{ logo: `data:image/png;base64,${'A'.repeat(2_000_000)}` }, 'logo', 'ErrorPattern'],
  [{ allow_pkce: 'yes' }, 'allow_pkce', 'ErrorPattern'],
  [{ is_public: 1 }, 'is_public', 'ErrorPattern'],
  [{ allowed_origins: undefined }, 'allowed_origins', 'EmptyFieldError'],
  [{ allowed_origins: [] }, 'allowed_origins', 'EmptyFieldError'],
  [{ allowed_origins: urls(13) }, 'allowed_origins', 'ErrorPattern'],
  [{ allowed_origins: 'https://example.com' }, 'allowed_origins', 'ErrorPattern'],
  [{ allowed_origins: ['https://example.com', '/relative'] }, 'allowed_origins', 'ErrorWrongURL'],
  [{ redirect_uris: [] }, 'redirect_uris', 'EmptyFieldError'],
  [{ redirect_uris: urls(13) }, 'redirect_uris', 'ErrorPattern'],
  [{ redirect_uris: ['ftp://example.com'] }, 'redirect_uris', 'ErrorWrongURL'],
  [{ scopes: [] }, 'scopes', 'EmptyFieldError'],
  [{ scopes: [7] }, 'scopes', 'ErrorPattern'],
  [{ scopes: ['files:read', 'files:eat'] }, 'scopes', 'ErrorInvalidScope'],
  [{ scopes: ['accounts:read'] }, 'scopes', 'ErrorInvalidScope'],
];

const WRONG_ON_CREATE: typeof WRONG_IN_BOTH = [
  [{ scopes: undefined }, 'scopes', 'EmptyFieldError'],
  [{ redirect_uris: undefined }, 'redirect_uris', 'EmptyFieldError'],
  ...['website_url', 'terms_url', 'policy_url', 'logout_redirect_uri'].flatMap((field) => [
    [{ [field]: undefined }, field, 'EmptyFieldError'] as const,
    [{ [field]: 'reporting.example.com' }, field, 'ErrorWrongURL'] as const,
    [{ [field]: 'ftp://example.com' }, field, 'ErrorWrongURL'] as const,
  ]),
];

const titled = (rows: typeof WRONG_IN_BOTH) =>
  rows.map(([change, field, code]) => ({
    title: `${JSON.stringify(change).slice(0, 60)}: ${code}`,
    change,
    field,
    code,
  }));

describe('new services tell each field that is wrong', () => {
  it.each(titled([...WRONG_IN_BOTH, ...WRONG_ON_CREATE]))('on create, $title', async ({ change, field, code }) => {
    const { call, clients } = await startSession();
    const { status, text } = await call('POST', CLIENTS, { body: { ...CREATE, ...change } });
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({ status: 400, title: 'Bad Request', instance: CLIENTS });
    expect(JSON.parse(text).errors).toEqual([{ field, code, message: expect.any(String) }]);
    expect(clients().size).toBe(0);
  });

  it.each(titled(WRONG_IN_BOTH))('on update, $title', async ({ change, field, code }) => {
    const { call, clients, create } = await startSession();
    const { client_id } = await create();
    const before = clients().get(client_id);
    const { status, text } = await call('PUT', `${CLIENTS}/${client_id}`, { body: { ...UPDATE, ...change } });
    expect(status).toBe(400);
    expect(JSON.parse(text).errors).toEqual([{ field, code, message: expect.any(String) }]);
    expect(clients().get(client_id)).toBe(before);
  });

  it.each([
    [{}, 'EmptyFieldError'],
    [{ status: null }, 'EmptyFieldError'],
    [{ status: 'on' }, 'ErrorPattern'],
  ])('on activation, %j: %s', async (body, code) => {
    const { call, clients, create } = await startSession();
    const { client_id } = await create();
    const { status, text } = await call('PATCH', `${CLIENTS}/${client_id}/activation`, { body });
    expect(status).toBe(400);
    expect(JSON.parse(text).errors).toEqual([{ field: 'status', code, message: expect.any(String) }]);
    expect(clients().get(client_id)?.enabled).toBe(true);
  });

  it('all of them at once', async () => {
    const { call } = await startSession();
    const { text } = await call('POST', CLIENTS, { body: {} });
    expect(
      JSON.parse(text)
        .errors.map(({ field }: { field: string }) => field)
        .sort(),
    ).toEqual(
      Object.keys(CREATE)
        .filter((field) => field !== 'description')
        .sort(),
    );
  });
});

describe('values at the edge are taken', () => {
  it.each<Fields>([
    { name: 'abc' },
    { name: 'a'.repeat(256) },
    { description: '' },
    { description: 'a'.repeat(255) },
    { logo: pngOf(256_000) },
    { logo: 'data:image/svg+xml;base64,AAAA' },
    { allowed_origins: urls(12) },
    { allowed_origins: [...urls(12), ...urls(12)] },
    { redirect_uris: ['claude://callback', 'http://localhost:3000/callback'] },
    { scopes: ['contacts:read', 'contacts.self:write', 'rooms:write'] },
    { unknown_field: true },
  ])('case %#', async (change) => {
    const { create } = await startSession();
    await create({ body: { ...CREATE, ...change } });
  });
});

describe('old services', () => {
  it.each(['website_url', 'terms_url', 'policy_url'])('take a bare host as %s', async (field) => {
    const { create } = await startSession({ generation: 'old' });
    for (const host of ['reporting.example.com', 'localhost', '192.168.0.7']) {
      expect(await create({ body: { ...CREATE, [field]: host } })).toMatchObject({ [field]: host });
    }
  });

  it('do without a logout address and take scopes named accounts', async () => {
    const { create } = await startSession({ generation: 'old' });
    const { logout_redirect_uri, ...body } = CREATE;
    expect(await create({ body: { ...body, scopes: ['accounts:read'] } })).toMatchObject({
      scopes: ['accounts:read'],
      logout_redirect_uris: [],
    });
  });

  it.each<Fields>([
    { name: 'ab' },
    { redirect_uris: ['claude://callback'] },
    { logout_redirect_uri: 'localhost' },
    { website_url: 'no url' },
  ])('give a reason for %j', async (change) => {
    const { call } = await startSession({ generation: 'old' });
    const { status, headers, text } = await call('POST', CLIENTS, { body: { ...CREATE, ...change } });
    expect({ status, type: headers.get('content-type') }).toEqual({ status: 400, type: 'application/json' });
    expect(JSON.parse(text)).toEqual({ reason: expect.stringContaining(Object.keys(change)[0] ?? '') });
  });
});
