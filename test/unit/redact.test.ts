import { expect, it } from 'vitest';
import { redactHeaders, redactText } from '../../src/redact.js';

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
])('masks the values of secret fields in %j', (text, expected) => {
  expect(redactText(text, [])).toBe(expected);
});

it('masks the credential wherever it stands', () => {
  expect(redactText('no rights: k.y$& (k.y$&), kxy', ['k.y$&'])).toBe('no rights: [redacted] ([redacted]), kxy');
});

it('leaves out headers that carry credentials, and masks the rest', () => {
  const headers = new Headers([
    ['Set-Cookie', 'asc_auth_key=a'],
    ['set-cookie', 'other=b'],
    ['Set-Cookie2', 'asc_auth_key=a'],
    ['X-Signature', 'jwt'],
    ['Authorization', 'key'],
    ['X-Echo', 'you sent the-key'],
    ['Retry-After', '7'],
  ]);
  const visible = redactHeaders(headers, ['the-key']);
  expect(Object.fromEntries(visible)).toEqual({ 'x-echo': 'you sent [redacted]', 'retry-after': '7' });
  expect(headers.get('x-echo')).toBe('you sent the-key');
});
