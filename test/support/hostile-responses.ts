import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { CLIENT } from './calls.js';
import type { Step } from './server.js';

/** How a call ends: the class of its error, or `success`. */
export type Ending = 'success' | 'UnexpectedResponseError' | 'ApiError' | 'InternalServerError' | 'BadRequestError';

/** An answer that the contract does not know, and how a call ends that is promised nothing, or JSON. */
export interface HostileAnswer {
  name: string;
  answer: Step;
  nothing: Ending;
  json: Ending;
}

export const LIMIT = 1_000_000;

const CLIENT_JSON = JSON.stringify(CLIENT);
const PAGE = '<!doctype html><title>Sign in</title><form method="post"></form>';
const CHUNK = Buffer.alloc(16 * 1024, 'x');

function told(
  status: number,
  body: string | Uint8Array = '',
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Step {
  return { status, headers, body };
}

/** An answer whose body goes on for as long as anyone reads it, at most up to `most` bytes. */
export function flood(
  status: number,
  most: number = Number.POSITIVE_INFINITY,
  headers: OutgoingHttpHeaders = {},
): Step {
  return (_, response) => {
    response.writeHead(status, headers);
    pour(response, most);
  };
}

function pour(response: ServerResponse, most: number): void {
  for (let sent = 0; sent < most; sent += CHUNK.length) {
    if (!response.write(CHUNK)) {
      response.once('drain', () => pour(response, most - sent - CHUNK.length));
      return;
    }
  }
  response.end();
}

const redirect = (status: number, location?: string): Step =>
  told(status, '', location === undefined ? {} : { location });

const REFUSED: Pick<HostileAnswer, 'nothing' | 'json'> = {
  nothing: 'UnexpectedResponseError',
  json: 'UnexpectedResponseError',
};

const REDIRECTS: readonly HostileAnswer[] = [
  ...[300, 301, 302, 303, 307, 308].map((status) => ({
    name: `a ${status} to another origin`,
    answer: redirect(status, 'https://login.example.com/?token=key-1234'),
    ...REFUSED,
  })),
  { name: 'a redirect without a target', answer: redirect(302), ...REFUSED },
  { name: 'a redirect to a broken target', answer: redirect(302, 'http://[key-1234'), ...REFUSED },
  { name: 'a redirect to itself', answer: redirect(307, ''), ...REFUSED },
  { name: 'a redirect to a script', answer: redirect(302, 'javascript:alert("key-1234")'), ...REFUSED },
  { name: 'a redirect with a password', answer: redirect(302, 'https://user:key-1234@example.com'), ...REFUSED },
  { name: 'a 304', answer: told(304), ...REFUSED },
];

const NO_JSON: readonly HostileAnswer[] = [
  ...[200, 201].map((status) => ({
    name: `a page with a ${status}`,
    answer: told(status, PAGE, { 'content-type': 'text/html' }),
    ...REFUSED,
  })),
  { name: 'a page that claims to be JSON', answer: told(200, PAGE), ...REFUSED },
  { name: 'text', answer: told(200, 'deleted key-1234', { 'content-type': 'text/plain' }), ...REFUSED },
  { name: 'JSON that is broken', answer: told(200, `${CLIENT_JSON}}`), ...REFUSED },
  { name: 'JSON that is cut off', answer: told(200, CLIENT_JSON.slice(0, -1)), ...REFUSED },
  { name: 'two byte-order marks', answer: told(200, `\uFEFF\uFEFF${CLIENT_JSON}`), ...REFUSED },
  { name: 'JSON in UTF-16', answer: told(200, Buffer.from(CLIENT_JSON, 'utf16le')), ...REFUSED },
  { name: 'a success over the limit', answer: told(200, ' '.repeat(LIMIT + 1)), ...REFUSED },
  { name: 'a success that never ends', answer: flood(200), ...REFUSED },
];

const OTHER_JSON: readonly HostileAnswer[] = ['[]', '[{}]', 'null', '"text"', '5', 'true', ' ', '\uFEFF', ''].map(
  (body) => ({
    name: `a body of ${JSON.stringify(body)}`,
    answer: told(200, body),
    nothing: 'success',
    json: 'UnexpectedResponseError',
  }),
);

const FINE: readonly Pick<HostileAnswer, 'name' | 'answer'>[] = [
  { name: 'JSON of another type', answer: told(200, CLIENT_JSON, { 'content-type': 'text/html' }) },
  { name: 'JSON without a type', answer: told(200, CLIENT_JSON, {}) },
  { name: 'a byte-order mark before JSON', answer: told(200, `\uFEFF${CLIENT_JSON}`) },
  { name: 'JSON with a 299', answer: told(299, CLIENT_JSON) },
  { name: 'JSON that is very deep', answer: told(200, `{"a":${'['.repeat(9999)}${']'.repeat(9999)}}`) },
  { name: 'a success as long as the limit', answer: told(200, CLIENT_JSON.padEnd(LIMIT)) },
  { name: 'JSON that would change prototypes', answer: told(200, '{"__proto__":{"polluted":1},"constructor":{}}') },
  {
    name: 'early hints before the answer',
    answer: (_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeEarlyHints({ link: '</script.js>; rel=preload' });
      response.end(CLIENT_JSON);
    },
  },
];

const STATUSES: readonly HostileAnswer[] = [
  ...[204, 205].map(
    (status): HostileAnswer => ({
      name: `a ${status}`,
      answer: told(status),
      nothing: 'success',
      json: 'UnexpectedResponseError',
    }),
  ),
  ...[402, 405, 409, 413, 418, 431, 451, 499].map(
    (status): HostileAnswer => ({
      name: `a ${status}`,
      answer: told(status, PAGE),
      nothing: 'ApiError',
      json: 'ApiError',
    }),
  ),
  ...[500, 501, 502, 504, 507, 511, 599, 999].map(
    (status): HostileAnswer => ({
      name: `a ${status}`,
      answer: told(status, PAGE),
      nothing: 'InternalServerError',
      json: 'InternalServerError',
    }),
  ),
];

const PROBLEM: Pick<HostileAnswer, 'nothing' | 'json'> = { nothing: 'BadRequestError', json: 'BadRequestError' };

const PROBLEMS: readonly HostileAnswer[] = [
  { name: 'problem details of wrong types', answer: told(400, '{"type":[],"title":5,"detail":{},"errors":"x"}') },
  { name: 'problem details with empty entries', answer: told(400, '{"title":null,"errors":[null,5,[],{}]}') },
  { name: 'a reason that is no string', answer: told(400, '{"reason":{"toString":5}}') },
  { name: 'a reason of 1 MB', answer: told(400, JSON.stringify({ reason: 'x'.repeat(1_000_000) })) },
  { name: 'a problem that would change prototypes', answer: told(400, '{"__proto__":{"polluted":1}}') },
  { name: 'a problem that tells the key', answer: told(400, '{"title":"key-1234 is bad","client_secret":"s3cret"}') },
  { name: 'an error of null', answer: told(400, 'null') },
  { name: 'an error of an array', answer: told(400, '[{"field":"name"}]') },
  { name: 'an error that is not UTF-8', answer: told(400, Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])) },
  { name: 'an error of 20 MB', answer: flood(400, 20_000_000) },
  { name: 'an error that never ends', answer: flood(400) },
].map((row) => ({ ...row, ...PROBLEM }));

const MANY = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x-${index}`, '1']));

const HEADERS: readonly HostileAnswer[] = [
  { name: 'a thousand headers', answer: told(400, '', MANY) },
  { name: 'a header of 15 kB', answer: told(400, '', { 'x-long': 'x'.repeat(15_000) }) },
  { name: 'a header in UTF-8', answer: told(400, '', { 'x-name': Buffer.from('ключ').toString('latin1') }) },
  { name: 'a cookie', answer: told(400, '', { 'set-cookie': 'asc_auth_key=fresh-cookie', 'x-echo': 'key-1234' }) },
  { name: 'a content type of nonsense', answer: told(400, '{}', { 'content-type': ';;;' }) },
].map((row) => ({ ...row, ...PROBLEM }));

export const HOSTILE: readonly HostileAnswer[] = [
  ...REDIRECTS,
  ...NO_JSON,
  ...OTHER_JSON,
  ...FINE.map((row): HostileAnswer => ({ ...row, nothing: 'success', json: 'success' })),
  ...STATUSES,
  ...PROBLEMS,
  ...HEADERS,
];
