import { processError } from '@vitest/utils/error';
import { describe, expect, it } from 'vitest';
import { type BadRequestError, ResponseValidationError } from '../../src/index.js';
import { redactCause, redactText, redactTruncated } from '../../src/redact.js';
import { startApi } from '../support/api.js';
import { CREATE_REQUEST, json } from '../support/calls.js';

const KEY = `sk-A"b<c>&'/+ux%2F=`;

function everyCharacter(text: string, write: (hex: string, code: number) => string): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return write(code.toString(16), code);
  }).join('');
}

const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
const escapeJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** How whoever echoes a text may write it. */
const ESCAPES: readonly [string, (text: string) => string][] = [
  ['as it stands', (text) => text],
  ['in upper case', (text) => text.toUpperCase()],
  ['HTML', escapeHtml],
  ['HTML in upper case', (text) => escapeHtml(text).toUpperCase()],
  ['HTML numbers', (text) => everyCharacter(text, (_, code) => `&#${code};`)],
  ['HTML numbers with zeros', (text) => everyCharacter(text, (_, code) => `&#000${code};`)],
  ['HTML hexadecimal numbers with zeros', (text) => everyCharacter(text, (hex) => `&#x00${hex.toUpperCase()};`)],
  ['JavaScript', (text) => everyCharacter(text, (hex) => `\\x${hex}`)],
  ['JSON numbers', (text) => everyCharacter(text, (hex) => `\\u00${hex}`)],
  ['JSON', escapeJson],
  ['JSON with slashes', (text) => escapeJson(text).replaceAll('/', '\\/')],
  ['a URL', encodeURIComponent],
  ['a URL, every character', (text) => everyCharacter(text, (hex) => `%${hex}`)],
];

describe('a secret', () => {
  it.each(ESCAPES.flatMap(([a, first]) => ESCAPES.map(([b, second]) => [a, b, second(first(KEY))] as const)))(
    'is masked in %s, in %s',
    (_, __, echo) => {
      expect(redactText(`you sent ${echo}.`, [KEY])).toBe('you sent [redacted].');
    },
  );

  it.each(ESCAPES)('that is %s is masked after it was decoded', (_, write) => {
    expect(redactText(`you sent ${KEY}.`, [write(write(KEY))])).toBe('you sent [redacted].');
    expect(redactText(`you sent ${write(KEY)}.`, [write(write(KEY))])).toBe('you sent [redacted].');
  });

  it.each([
    ['100%', '410123456789'],
    ['\\', 'x410123456789'],
    ['&', 'amp;0123456789'],
    ['&#', '38;0123456789'],
  ])('is masked behind %s, with which it looks like an escape', (before, secret) => {
    expect(redactText(`${before}${secret}`, [secret])).toBe(`${before}[redacted]`);
  });

  it.each(['&&&&&&&&', '%%%%%%%%', '\\\\\\\\\\\\\\\\', '&amp;&amp;'])('%s is masked', (secret) => {
    expect(redactText(`a ${secret} b`, [secret])).toBe('a [redacted] b');
  });

  it('is masked behind a letter whose lower case is longer', () => {
    expect(redactText('İİ 100%410123456789 end', ['410123456789'])).toBe('İİ 100%[redacted] end');
  });

  it('is masked whole if it is long, and others begin like it', () => {
    const [secret, other] = [`${'ab'.repeat(40)}-end`, `${'ab'.repeat(40)}-END`];
    expect(redactText(`${secret} ${other}`, [secret])).toBe('[redacted] [redacted]');
  });

  it('is left out where the text was cut off within it', () => {
    for (const [, write] of ESCAPES) {
      const echo = escapeHtml(write(KEY));
      for (let length = 1; length < echo.length; length++) {
        expect(redactTruncated(`${'-'.repeat(1000)}${echo.slice(0, length)}`, [KEY])).toMatch(/^-+$/);
      }
    }
  });
});

const FIELDS = ['client_secret', 'clientSecret', 'client-secret', 'CLIENT_SECRET', 'x-api-key', 'private-token'];

describe.each([...FIELDS, 'cf-access-client-secret', 'x-signature', 'asc_auth_key'])('the value of %s', (field) => {
  it.each([
    ['a form', `a=1&${field}=s3/cr%26et+&b=2`, `a=1&${field}=[redacted]&b=2`],
    ['a form in a URL', `%3Fa%3D1%26${field}%3Ds3%2526cret%26b%3D2`, `?a=1&${field}=[redacted]&b=2`],
    ['XML', `<a><${field}>s3cr&lt;et</${field}></a>`, `<a><${field}>[redacted]</${field}></a>`],
    ['XML in HTML', `&lt;${field}&gt;s3cret&lt;/${field}&gt;`, `<${field}>[redacted]</${field}>`],
    ['CDATA', `<${field}><![CDATA[s3cret]]></${field}>`, `<${field}><![CDATA[[redacted]]]></${field}>`],
    ['an attribute', `<a ${field}="s3'cret" b="c">`, `<a ${field}="[redacted]" b="c">`],
    ['a map in XML', `<a key="${field}">s3cret</a>`, `<a key="${field}">[redacted]</a>`],
    ['JSON', `{"${field}" : "s3\\"c\\\\ret\\\\","a":1}`, `{"${field}" : "[redacted]","a":1}`],
    ['JSON with a number', `{"${field}":12345678,"a":1}`, `{"${field}":[redacted],"a":1}`],
    ['JSON with a list', `{"${field}":["s3cret"],"a":1}`, `{"${field}":["[redacted]"],"a":1}`],
    ['JSON in JSON', `"{\\"${field}\\":\\"s3\\\\\\"cret\\"}"`, `"{\\"${field}\\":\\"[redacted]\\"}"`],
    ['JSON in HTML', `{&quot;${field}&quot;:&quot;s3\\&quot;cret&quot;}`, `{"${field}":"[redacted]"}`],
    ['JavaScript', `{ ${field}: 's3"cret' }`, `{ ${field}: '[redacted]' }`],
    ['toString of Java', `Client{id=1, ${field}='s3cret'}`, `Client{id=1, ${field}='[redacted]'}`],
    ['toString of a record', `Client[id=1, ${field}=s3=cret, b=2]`, `Client[id=1, ${field}=[redacted], b=2]`],
    ['a map of Java', `{${field}=s3cret}`, `{${field}=[redacted]}`],
    ['a header', `Host: a\n${field}: s3cret\nAccept: b`, `Host: a\n${field}: [redacted]\nAccept: b`],
    ['a text', `the ${field}: s3cret was wrong`, `the ${field}: [redacted] was wrong`],
    ['Ruby', `{"${field}"=>"s3cret"}`, `{"${field}"=>"[redacted]"}`],
    ['PHP', `[${field}] => s3cret\n`, `[${field}] => [redacted]\n`],
    ['a text that breaks off', `${field}="s3cr`, `${field}="[redacted]`],
  ])('is masked in %s', (_, text, expected) => {
    expect(redactText(text, [])).toBe(expected);
  });

  it.each([`the ${field} is missing`, `{"${field}":null}`, `["${field}","a"]`, `${field}=""`])(
    'is none in %s',
    (text) => {
      expect(redactText(text, [])).toBe(text);
    },
  );
});

it('reads each character of a value once, whatever fields are within it', () => {
  // Else it takes minutes.
  expect(redactText('client_secret='.repeat(70_000), [])).toBe('client_secret=[redacted]');
});

const ERRORS = [
  { field: 'name', code: 'ErrorName', message: 'The name must have 3 to 256 characters' },
  { field: 'redirect_uris', code: 'EmptyFieldError', message: 'The field must not be empty' },
];

async function rejection(apiKey: string, body: unknown): Promise<BadRequestError> {
  const { api } = await startApi([json(400, body)], { apiKey, retry: false });
  return api.createClient(CREATE_REQUEST).then(
    () => expect.fail('the call succeeded'),
    (error) => error,
  );
}

describe('a key that is a word', () => {
  it.each(['name', 'field', 'errors', 'code', 'Error', 'ErrorName', 'redirect_uris', '400', 'e', 'title'])(
    '%s leaves names and codes of errors',
    async (key) => {
      const { problem, fieldErrors, code } = await rejection(key, { title: 'Bad', status: 400, errors: ERRORS });
      expect(fieldErrors).toMatchObject(ERRORS.map(({ field, code }) => ({ field, code })));
      expect(problem).toMatchObject({ title: 'Bad', status: 400 });
      expect(code).toBe('BAD_REQUEST');
    },
  );

  it('is masked in a text only where it stands alone', () => {
    expect(redactText('key abc, "abc" or abc: abcd, _abc, 1abc', ['abc'])).toBe(
      'key [redacted], "[redacted]" or [redacted]: abcd, _abc, 1abc',
    );
    expect(redactText('%20abc%20 &#65;abc&lt;', ['abc'])).toBe(' [redacted]  A[redacted]<');
  });

  it('is masked in the messages of errors and in the body', async () => {
    const error = await rejection('name', { title: 'name', detail: 'the name is wrong', errors: ERRORS });
    expect(error.message).toContain('the [redacted] is wrong; name: The [redacted] must have');
    expect(error.problem?.title).toBe('[redacted]');
    expect(error.body).toContain('"title":"[redacted]"');
  });

  it('leaves name, code and frames of what was thrown', () => {
    const cause = Object.assign(new TypeError('no at'), { code: 'ERR_AT' });
    cause.stack = 'TypeError: no at\n    at read (node:at:1:2)';
    const copy = redactCause(cause, ['at', 'TypeError', 'ERR_AT']);
    expect(copy).toMatchObject({ name: 'TypeError', code: 'ERR_AT', message: 'no [redacted]' });
    expect(Object(copy).stack).toBe('[redacted]: no [redacted]\n    at read (node:at:1:2)');
  });
});

it('masks a key of eight characters everywhere in an error', async () => {
  const key = '12345678';
  const { problem, body, fieldErrors, message } = await rejection(key, {
    title: key,
    status: 12345678,
    [`x${key}`]: 1,
    errors: [{ field: `a${key}`, code: `b${key}`, message: key }],
    request: { client_secret: ['anything'], clientSecret: { a: 'anything' }, 'x-api-key': 5 },
  });
  const [M, text] = ['[redacted]', JSON.stringify([problem, body, message])];
  expect(text).not.toContain(key);
  expect(JSON.stringify(problem)).not.toContain('anything');
  expect(problem).toMatchObject({ title: M, status: M, [`x${M}`]: 1, request: { client_secret: M, 'x-api-key': M } });
  expect(fieldErrors).toEqual([{ field: `a${M}`, code: `b${M}`, message: M }]);
});

it('keeps no problem of JSON that is nested too deep to read', async () => {
  const { api } = await startApi([{ status: 400, body: `${'['.repeat(30_000)}${']'.repeat(30_000)}` }], {
    retry: false,
  });
  await expect(api.createClient(CREATE_REQUEST)).rejects.toMatchObject({ name: 'BadRequestError', status: 400 });
});

it('a key of many letters is masked in names too', async () => {
  const key = 'abcdefghijklmnopqrstuvwxyz';
  const { fieldErrors, problem } = await rejection(key, {
    errors: [{ field: key, code: key, message: key }],
    [key]: 1,
  });
  expect(JSON.stringify([fieldErrors, problem])).not.toContain(key);
  const cause = Object.assign(new Error('failed'), { code: key, stack: `Error: failed\n    at ${key} (a.js:1:2)` });
  expect(String(Object(redactCause(cause, [key])).stack) + Object(redactCause(cause, [key])).code).not.toContain(key);
});

describe('the data of a ResponseValidationError', () => {
  const error = new ResponseValidationError([], { client_secret: 's3cret' }, 201);

  it('is returned by a method', () => {
    expect(error.getData()).toEqual({ client_secret: 's3cret' });
  });

  it('is in no property that a serialiser could read', () => {
    const read: unknown[] = [];
    for (let object: object | null = error; object; object = Object.getPrototypeOf(object)) {
      read.push(...Reflect.ownKeys(object).map((key) => Reflect.get(Object(object), key, error)));
    }
    expect(read.length).toBeGreaterThan(10);
    expect(JSON.stringify(read)).not.toContain('s3cret');
  });

  it('is not in the reports of vitest', () => {
    expect(JSON.stringify(processError(error))).not.toContain('s3cret');
  });
});
