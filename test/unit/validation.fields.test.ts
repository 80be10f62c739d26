import { describe, expect, it } from 'vitest';
import { startApi } from '../support/api.js';
import { ACTIVATE, type BodyCase, CREATE, UPDATE } from '../support/body-case.js';
import { CREATED } from '../support/calls.js';
import { rejectedIssues } from '../support/rejected-issues.js';

/** A field, a value that breaks a rule, and what the issue says; with its path where that is another. */
type Rule = [field: string, value: unknown, message: string, path?: string];

const LONG_URL = `https://a.example/${'a'.repeat(238)}`;

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
    [field, 'true', 'must be true or false or null, not "true"'],
    [field, 1, 'must be true or false or null, not 1'],
    [field, [], 'must be true or false or null, not []'],
  ]);

const LIST_FIELDS = (fields: readonly string[]): Rule[] =>
  fields.flatMap((field): Rule[] => [
    [field, 'https://a.example', 'must be an array, not "https://a.example"'],
    [field, null, 'must be an array, not null'],
    [field, { 0: 'a', length: 1 }, 'must be an array, not {"0":"a","length":1}'],
    [field, new Set(['https://a.example']), 'must be an array, not {}'],
    [field, new Map([['a', 'https://a.example']]), 'must be an array, not {}'],
    [field, [5], 'must be a string, not 5', `${field}/0`],
    [field, ['https://a.example', null], 'must be a string, not null', `${field}/1`],
    [field, ['https://a.example', undefined], 'must be a string, not null', `${field}/1`],
  ]);

const ANY_URL = 'must be an http, https or claude URL without spaces, with a number as its port, not';

const URL_LISTS = (fields: readonly string[]): Rule[] =>
  fields.flatMap((field): Rule[] => [
    ...['', 'a', '/callback', 'ftp://a.example', 'javascript:alert(1)', 'https://', 'https://a b', 'https://a:b'].map(
      (url): Rule => [field, [url], `${ANY_URL} ${JSON.stringify(url)}`, `${field}/0`],
    ),
    [field, ['https://a.example', 'b'], `${ANY_URL} "b"`, `${field}/1`],
    [
      field,
      [LONG_URL],
      `must have a length of at most 255, not ${JSON.stringify(LONG_URL).slice(0, 40)}…`,
      `${field}/0`,
    ],
  ]);

const DATA_URI = 'must be a data URI of a PNG, JPEG or SVG image in base64';

const PAGE_URL =
  'must be a URL such as https://example.com/terms: http:// or https://, a dot followed by at most 6 letters or digits, ' +
  'and only A-Z a-z 0-9 -()@:%_+.~#?&/=, not';

const COMMON: Rule[] = [
  ...TEXT_FIELDS(['name', 'logo']),
  ['description', 5, 'must be a string or null, not 5'],
  ['description', ['abc'], 'must be a string or null, not ["abc"]'],
  ...FLAG_FIELDS(['allow_pkce', 'is_public']),
  ...LIST_FIELDS(['allowed_origins']),
  ...URL_LISTS(['allowed_origins']),
  ['name', undefined, 'is missing'],
  ['name', 'a'.repeat(256), `must have a length of at most 255, not "${'a'.repeat(39)}…`],
  ['name', '\u{1f600}'.repeat(128), `must have a length of at most 255, not "${'\u{1f600}'.repeat(19)}\ud83d…`],
  ['name', '    ', 'must be a name that is not blank, not "    "'],
  ['name', '\t\r\n', 'must be a name that is not blank, not "\\t\\r\\n"'],
  ['description', 'a'.repeat(256), `must have a length of at most 255, not "${'a'.repeat(39)}…`],
  ['logo', undefined, 'is missing'],
  ['allowed_origins', undefined, 'is missing'],
];

const LOGO = (message: string): Rule[] =>
  [
    '',
    'https://a.example/logo.png',
    'data:image/gif;base64,R0lG',
    'data:image/png,abc',
    'data:image/png;base64,',
    ' data:image/png;base64,R0lG',
  ].map((logo) => ['logo', logo, `${message}, not ${JSON.stringify(logo)}`]);

const CREATE_ALONE: Rule[] = [
  ...LIST_FIELDS(['scopes', 'redirect_uris']),
  ...URL_LISTS(['redirect_uris']),
  ...LOGO(`${DATA_URI}, of at most 1048576 bytes`),
  ['name', 'ab', 'must have a length of at least 3, not "ab"'],
  ['scopes', [], 'must have a length of at least 1, not []'],
  ...TEXT_FIELDS(['website_url', 'terms_url', 'policy_url', 'logout_redirect_uri']),
  ...['website_url', 'terms_url', 'policy_url', 'logout_redirect_uri'].flatMap((field): Rule[] => [
    [field, undefined, 'is missing'],
    [field, LONG_URL, `must have a length of at most 255, not ${JSON.stringify(LONG_URL).slice(0, 40)}…`],
    ...['', ' ', 'https://a b', 'a.example', 'http://localhost', 'HTTPS://a.example', 'https://a.technology'].map(
      (url): Rule => [field, url, `${PAGE_URL} ${JSON.stringify(url)}`],
    ),
  ]),
  ['scopes', undefined, 'is missing'],
  ['redirect_uris', undefined, 'is missing'],
  ['logout_redirect_uri', 'claude:done', `${PAGE_URL} "claude:done"`],
];

const UPDATE_ALONE: Rule[] = [
  ...LOGO(DATA_URI),
  ...['scopes', 'redirect_uris'].flatMap((field): Rule[] => [
    [field, 'https://a.example', 'must be an array or null, not "https://a.example"'],
    [field, [5], 'must be a string, not 5', `${field}/0`],
  ]),
  ['name', '', 'must be a name that is not blank, not ""'],
];

const STATUS: Rule[] = [
  ['status', undefined, 'is missing'],
  ['status', 'true', 'must be true or false, not "true"'],
  ['status', 1, 'must be true or false, not 1'],
  ['status', null, 'must be true or false, not null'],
  ['status', [], 'must be true or false, not []'],
];

const RULES: [BodyCase, Rule[]][] = [
  [CREATE, [...COMMON, ...CREATE_ALONE]],
  [UPDATE, [...COMMON, ...UPDATE_ALONE]],
  [ACTIVATE, STATUS],
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
    expect(issues.map(({ path }) => path).sort()).toEqual(Object.keys(legal).sort());
    expect(new Set(issues.map(({ message }) => message))).toEqual(new Set(['is missing']));
  });
});

const RULE = 'must be a data URI of a PNG, JPEG or SVG image in base64, of at most 1048576 bytes';

function logoOf(bytes: number, type = 'png'): string {
  return `data:image/${type};base64,${Buffer.alloc(bytes).toString('base64')}`;
}

describe.each([CREATE])('logo of $operation', ({ operation, legal, run }) => {
  it.each([2, 3, 256_000, 1_048_575, 1_048_576])('may have %i bytes', async (bytes) => {
    const { api, server } = await startApi([CREATED]);
    await run(api, { ...legal, logo: logoOf(bytes) });
    expect(server.requests).toHaveLength(1);
  });

  it.each([1_048_577, 1_048_578, 1_500_000])('must not have %i bytes', async (bytes) => {
    const { api } = await startApi([]);
    expect(await rejectedIssues(() => run(api, { ...legal, logo: logoOf(bytes) }), operation)).toEqual([
      { path: 'logo', message: `${RULE}, not "data:image/png;base64,AAAAAAAAAAAAAAAAA…` },
    ]);
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
        { path: 'logo', message: expect.stringContaining(RULE) },
      ]);
    },
  );
});

describe.each([UPDATE])('logo of $operation', ({ legal, run }) => {
  it('may be larger, or no base64: the service checks neither', async () => {
    const { api, server } = await startApi([CREATED, CREATED]);
    await run(api, { ...legal, logo: logoOf(1_500_000) });
    await run(api, { ...legal, logo: 'data:image/png;base64,!' });
    expect(server.requests).toHaveLength(2);
  });
});
