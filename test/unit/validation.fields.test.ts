import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { ACTIVATE, type BodyCase, CREATE, UPDATE } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { rejectedIssues } from '../support/rejected-issues.js';

/** A field, a value that breaks a rule, and what the issue says; with its path where that is another. */
type Rule = [field: string, value: unknown, message: string, path?: string];

const URL_13 = Array.from({ length: 13 }, (_, index) => `https://example.com/${index}`);

const NO_TEXT: [unknown, string][] = [
  [5, '5'],
  [true, 'true'],
  [null, 'null'],
  [['abc'], '["abc"]'],
  [{ a: 1 }, '{"a":1}'],
];

const TEXT_FIELDS = (fields: readonly string[]): Rule[] =>
  fields.flatMap((field) => NO_TEXT.map(([value, shown]): Rule => [field, value, `must be a string, not ${shown}`]));

const FLAG_FIELDS = (fields: readonly string[]): Rule[] =>
  fields.flatMap((field): Rule[] => [
    [field, 'true', 'must be true or false, not "true"'],
    [field, 1, 'must be true or false, not 1'],
    [field, null, 'must be true or false, not null'],
    [field, [], 'must be true or false, not []'],
  ]);

const LIST_FIELDS = (fields: readonly string[]): Rule[] =>
  fields.flatMap((field): Rule[] => [
    [field, 'https://a.example', 'must be an array, not "https://a.example"'],
    [field, null, 'must be an array, not null'],
    [field, { 0: 'a', length: 1 }, 'must be an array, not {"0":"a","length":1}'],
    [field, new Set(['https://a.example']), 'must be an array, not {}'],
    [field, new Map([['a', 'https://a.example']]), 'must be an array, not {}'],
    [field, [], 'must have at least 1 item, not []'],
    [field, [5], 'must be a string, not 5', `${field}/0`],
    [field, ['https://a.example', null], 'must be a string, not null', `${field}/1`],
    [field, ['https://a.example', undefined], 'must be a string, not null', `${field}/1`],
  ]);

const URL_LISTS = (fields: readonly string[]): Rule[] =>
  fields.flatMap((field): Rule[] => [
    [field, URL_13, `must have at most 12 items, not ${JSON.stringify(URL_13).slice(0, 40)}…`],
    ...['', 'a', 'example.com', '/callback', 'ftp://a.example', 'javascript:alert(1)', 'https://', 'https://a b'].map(
      (url): Rule => [field, [url], `must be an http(s) URL, not ${JSON.stringify(url)}`, `${field}/0`],
    ),
    [field, ['https://a.example', 'b'], 'must be an http(s) URL, not "b"', `${field}/1`],
  ]);

const DATA_URI = 'must be a data URI of a PNG, JPEG or SVG image in base64, not';

const COMMON: Rule[] = [
  ...TEXT_FIELDS(['name', 'logo']),
  ['description', 5, 'must be a string or null, not 5'],
  ['description', ['abc'], 'must be a string or null, not ["abc"]'],
  ...FLAG_FIELDS(['allow_pkce', 'is_public']),
  ...LIST_FIELDS(['scopes', 'redirect_uris', 'allowed_origins']),
  ...URL_LISTS(['redirect_uris', 'allowed_origins']),
  ['name', undefined, 'is missing'],
  ['name', 'ab', 'must have at least 3 characters, not "ab"'],
  ['name', 'a'.repeat(257), `must have at most 256 characters, not "${'a'.repeat(39)}…`],
  [
    'name',
    '\u{1f600}'.repeat(128).concat('a'),
    `must have at most 256 characters, not "${'\u{1f600}'.repeat(19)}\ud83d…`,
  ],
  ['name', '    ', 'must be a name that is not blank, not "    "'],
  ['name', '\t\r\n', 'must be a name that is not blank, not "\\t\\r\\n"'],
  ['description', 'a'.repeat(256), `must have at most 255 characters, not "${'a'.repeat(39)}…`],
  ['logo', undefined, 'is missing'],
  ['logo', '', `${DATA_URI} ""`],
  ['logo', 'https://a.example/logo.png', `${DATA_URI} "https://a.example/logo.png"`],
  ['logo', 'data:image/gif;base64,R0lG', `${DATA_URI} "data:image/gif;base64,R0lG"`],
  ['logo', 'data:image/png,abc', `${DATA_URI} "data:image/png,abc"`],
  ['logo', 'data:image/png;base64,', `${DATA_URI} "data:image/png;base64,"`],
  ['logo', ' data:image/png;base64,R0lG', `${DATA_URI} " data:image/png;base64,R0lG"`],
  ['allowed_origins', undefined, 'is missing'],
];

const CREATE_ALONE: Rule[] = [
  ...TEXT_FIELDS(['website_url', 'terms_url', 'policy_url', 'logout_redirect_uri']),
  ...['website_url', 'terms_url', 'policy_url'].flatMap((field): Rule[] => [
    [field, undefined, 'is missing'],
    [field, '', 'must be an http(s) URL, not ""'],
    [field, ' ', 'must be an http(s) URL, not " "'],
    [field, 'https://a b', 'must be an http(s) URL, not "https://a b"'],
  ]),
  ['scopes', undefined, 'is missing'],
  ['redirect_uris', undefined, 'is missing'],
  ['logout_redirect_uri', '', 'must be an http(s) URL, not ""'],
  ['logout_redirect_uri', 'example.com', 'must be an http(s) URL, not "example.com"'],
  ['logout_redirect_uri', 'claude:done', 'must be an http(s) URL, not "claude:done"'],
];

const RULES: [BodyCase, Rule[]][] = [
  [CREATE, [...COMMON, ...CREATE_ALONE]],
  [UPDATE, COMMON],
  [ACTIVATE, [['status', undefined, 'is missing'], ...FLAG_FIELDS(['status'])]],
];

describe.each(RULES)('InvalidRequestError.issues of $operation', ({ operation, legal, run }, rules) => {
  it.each(rules)('%s must not be %j', async (field, value, message, path = field) => {
    const { api, server } = await startApi([]);
    const issues = await rejectedIssues(() => run(api, { ...legal, [field]: value }), operation);
    expect(issues).toContainEqual({ path, message });
    expect(new Set(issues.map((issue) => issue.path))).toEqual(new Set([path]));
    expect(server.connections()).toBe(0);
  });

  it('name everything that is wrong', async () => {
    const { api } = await startApi([]);
    const wrong = Object.fromEntries(Object.keys(legal).map((field) => [field, 5]));
    const issues = await rejectedIssues(() => run(api, wrong), operation);
    expect(issues.map(({ path }) => path).sort()).toEqual(Object.keys(legal).sort());
  });

  it('name every field that is missing', async () => {
    const { api } = await startApi([]);
    const issues = await rejectedIssues(() => run(api, {}), operation);
    const required = Object.keys(legal).filter((field) => field !== 'logout_redirect_uri');
    expect(issues.map(({ path }) => path).sort()).toEqual(required.sort());
    expect(new Set(issues.map(({ message }) => message))).toEqual(new Set(['is missing']));
  });
});

function logoOf(bytes: number, type = 'png'): string {
  return `data:image/${type};base64,${Buffer.alloc(bytes).toString('base64')}`;
}

describe.each([CREATE, UPDATE])('logo of $operation', ({ operation, legal, run }) => {
  it.each([1, 2, 3, 255_998, 255_999, 256_000])('may have %i bytes', async (bytes) => {
    const { api, server } = await startApi([CREATED]);
    await run(api, { ...legal, logo: logoOf(bytes) });
    expect(server.requests).toHaveLength(1);
  });

  it.each([256_001, 256_002, 300_000])('must not have %i bytes', async (bytes) => {
    const { api } = await startApi([]);
    expect(await rejectedIssues(() => run(api, { ...legal, logo: logoOf(bytes) }), operation)).toEqual([
      { path: 'logo', message: `must have at most 256000 bytes once decoded, not ${bytes}` },
    ]);
  });

  it('must not have more than two million characters', async () => {
    const { api } = await startApi([]);
    const issues = await rejectedIssues(() => run(api, { ...legal, logo: logoOf(1_500_000) }), operation);
    expect(issues).toContainEqual({
      path: 'logo',
      message: 'must have at most 2000000 characters, not "data:image/png;base64,AAAAAAAAAAAAAAAAA…',
    });
  });

  it.each(['png', 'jpeg', 'jpg', 'svg+xml'])('may be of the type %s', async (type) => {
    const { api, server } = await startApi([CREATED]);
    await run(api, { ...legal, logo: logoOf(10, type) });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['!', '%41', 'ab cd', 'ab\ncd', 'abc_', 'abc-', 'a=bc', 'abc===', '=', 'é', 'AAAA,BBBB', 'AAAA;base64,AAAA'])(
    'must be base64, not %j',
    async (data) => {
      const { api } = await startApi([]);
      const logo = `data:image/png;base64,${data}`;
      expect(await rejectedIssues(() => run(api, { ...legal, logo }), operation)).toEqual([
        { path: 'logo', message: 'must be base64 after the comma' },
      ]);
    },
  );
});
