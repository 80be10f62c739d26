import { expect, it } from 'vitest';
import { redactCause, redactText, redactTruncated, secretsOfHeaders, visibleResponse } from '../../src/redact.js';

it.each([
  ['{"client_secret":"abc","name":"x"}', '{"client_secret":"[redacted]","name":"x"}'],
  ['{"client_secret" :\n "abc"}', '{"client_secret" :\n "[redacted]"}'],
  ['{"CLIENT_SECRET":"abc"}', '{"CLIENT_SECRET":"[redacted]"}'],
  ['{"client_secret":"a\\"b\\\\"}', '{"client_secret":"[redacted]"}'],
  ['[{"client_secret":"a"},{"client_secret":"b"}]', '[{"client_secret":"[redacted]"},{"client_secret":"[redacted]"}]'],
  ['{"client_secret":"cut o', '{"client_secret":"[redacted]'],
  ['{"client_secret":null}', '{"client_secret":null}'],
  ['{"name":"client_secret"}', '{"name":"client_secret"}'],
  ['', ''],
])('redactText(): masks the values of secret fields in %j', (text, expected) => {
  expect(redactText(text, [])).toBe(expected);
});

it('redactText(): masks a credential wherever it occurs', () => {
  expect(redactText('no rights: k.y$& (k.y$&), kxy', ['k.y$&'])).toBe('no rights: [redacted] ([redacted]), kxy');
});

it('visibleResponse(): has only safe headers, and masks secrets in them', () => {
  const headers = new Headers([
    ['Set-Cookie', 'asc_auth_key=a'],
    ['set-cookie', 'other=b'],
    ['Set-Cookie2', 'asc_auth_key=a'],
    ['X-Signature', 'jwt'],
    ['Authorization', 'key'],
    ['X-Auth-Token', 'fresh'],
    ['X-Echo', 'you sent the-key'],
    ['Server', 'you sent the-key'],
    ['Location', 'https://login.example.com/?token=fresh'],
    ['X-Ratelimit-Remaining', '3'],
    ['Retry-After', '7'],
  ]);
  const visible = visibleResponse({ status: 429, headers, url: 'http://localhost' }, ['the-key']);
  expect(visible).toEqual({
    status: 429,
    headers: {
      server: 'you sent [redacted]',
      location: 'https://login.example.com',
      'x-ratelimit-remaining': '3',
      'retry-after': '7',
    },
  });
  expect(Object.isFrozen(visible.headers)).toBe(true);
  expect(headers.get('server')).toBe('you sent the-key');
});

it.each(['a/b+c=', 'a\\/b\\u002Bc\\u003d', '%61%2F%62%2b%63%3D', '&#97;&#x2F;b&#43;c&#x3d;', 'A/B+C='])(
  'redactText(): finds the secret in %j',
  (form) => {
    expect(redactText(`you sent ${form}.`, ['a/b+c='])).toBe('you sent [redacted].');
  },
);

it('secretsOfHeaders(): finds what headers carry, but no names and words, and masks the longest first', () => {
  const headers = {
    cookie: 'lang=en; theme=dark; session=abcdef+12',
    Authorization: 'Basic dXNlcjpwYXNz==',
    'x-signature': 'abcdef+12.more',
    accept: 'application/json',
  };
  expect(secretsOfHeaders(headers)).toEqual(['session', 'abcdef+12', 'dXNlcjpwYXNz', 'abcdef+12.more']);
  expect(redactText('abcdef+12.more', secretsOfHeaders(headers))).toBe('[redacted]');
});

it('redactTruncated(): drops the end of a truncated text, where a secret may begin', () => {
  expect(redactTruncated('a text', [])).toBe('a text');
  const text = `${'-'.repeat(100)}the-key${'-'.repeat(100)}the-k`;
  expect(redactTruncated(text, ['the-key'])).toMatch(/^-{100}\[redacted\]-{10,90}$/);
});

it('redactCause(): keeps name, code, message and causes', () => {
  const cause = Object.assign(new TypeError('the-key', { cause: new Error('beneath') }), {
    code: 'E_the-key',
    data: 1,
  });
  const copy = redactCause(cause, ['the-key']);
  expect(copy).toMatchObject({ name: 'TypeError', code: 'E_[redacted]', cause: { message: 'beneath' } });
  expect(Object(copy).message).toBe('[redacted]');
  expect(Object(copy).stack).toMatch(/^TypeError: \[redacted\]\n/);
  expect(copy).not.toHaveProperty('data');
  expect(redactCause({ code: { key: 'the-key' } }, ['the-key'])).not.toHaveProperty('code');
});

it('redactCause(): ends at a cause that is its own cause', () => {
  const cause = new Error('again');
  cause.cause = cause;
  expect(String(redactCause(cause, []))).toBe('Error: again');
});
