import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { CLIENT } from './calls.js';
import type { Step } from './server.js';

/** How a call ends: the class of its error, or `success`. */
export type Ending = 'success' | 'UnexpectedResponseError' | 'ApiError' | 'InternalServerError' | 'BadRequestError';

/** A response that the contract does not know, and how a call ends if its operation returns nothing, or JSON. */
export interface HostileResponse {
  name: string;
  response: Step;
  nothing: Ending;
  json: Ending;
}

export const LIMIT = 1_000_000;

const CLIENT_JSON = JSON.stringify(CLIENT);
const PAGE = '<!doctype html><title>Sign in</title><form method="post"></form>';
const CHUNK = Buffer.alloc(16 * 1024, 'x');

function canned(
  status: number,
  body: string | Uint8Array = '',
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Step {
  return { status, headers, body };
}

/** A response whose body goes on for as long as it is read, up to `most` bytes. */
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
  canned(status, '', location === undefined ? {} : { location });

const UNEXPECTED: Pick<HostileResponse, 'nothing' | 'json'> = {
  nothing: 'UnexpectedResponseError',
  json: 'UnexpectedResponseError',
};

const REDIRECTS: readonly HostileResponse[] = [
  ...[300, 301, 302, 303, 307, 308].map((status) => ({
    name: `a ${status} to another origin`,
    response: redirect(status, 'https://login.example.com/?token=key-1234'),
    ...UNEXPECTED,
  })),
  { name: 'a redirect without a target', response: redirect(302), ...UNEXPECTED },
  { name: 'a redirect to a broken target', response: redirect(302, 'http://[key-1234'), ...UNEXPECTED },
  { name: 'a redirect to itself', response: redirect(307, ''), ...UNEXPECTED },
  { name: 'a redirect to a script', response: redirect(302, 'javascript:alert("key-1234")'), ...UNEXPECTED },
  { name: 'a redirect with a password', response: redirect(302, 'https://user:key-1234@example.com'), ...UNEXPECTED },
  { name: 'a 304', response: canned(304), ...UNEXPECTED },
];

const NO_JSON: readonly HostileResponse[] = [
  ...[200, 201].map((status) => ({
    name: `a page with a ${status}`,
    response: canned(status, PAGE, { 'content-type': 'text/html' }),
    ...UNEXPECTED,
  })),
  { name: 'a page that claims to be JSON', response: canned(200, PAGE), ...UNEXPECTED },
  { name: 'text', response: canned(200, 'deleted key-1234', { 'content-type': 'text/plain' }), ...UNEXPECTED },
  { name: 'JSON that is broken', response: canned(200, `${CLIENT_JSON}}`), ...UNEXPECTED },
  { name: 'JSON that is cut off', response: canned(200, CLIENT_JSON.slice(0, -1)), ...UNEXPECTED },
  { name: 'two byte-order marks', response: canned(200, `\uFEFF\uFEFF${CLIENT_JSON}`), ...UNEXPECTED },
  { name: 'JSON in UTF-16', response: canned(200, Buffer.from(CLIENT_JSON, 'utf16le')), ...UNEXPECTED },
  { name: 'a success over the limit', response: canned(200, ' '.repeat(LIMIT + 1)), ...UNEXPECTED },
  { name: 'a success that never ends', response: flood(200), ...UNEXPECTED },
];

const OTHER_JSON: readonly HostileResponse[] = ['[]', '[{}]', 'null', '"text"', '5', 'true', ' ', '\uFEFF', ''].map(
  (body) => ({
    name: `a body of ${JSON.stringify(body)}`,
    response: canned(200, body),
    nothing: 'success',
    json: 'UnexpectedResponseError',
  }),
);

const FINE: readonly Pick<HostileResponse, 'name' | 'response'>[] = [
  { name: 'JSON of another type', response: canned(200, CLIENT_JSON, { 'content-type': 'text/html' }) },
  { name: 'JSON without a type', response: canned(200, CLIENT_JSON, {}) },
  { name: 'a byte-order mark before JSON', response: canned(200, `\uFEFF${CLIENT_JSON}`) },
  { name: 'JSON with a 299', response: canned(299, CLIENT_JSON) },
  {
    name: 'JSON that is very deep',
    response: canned(200, `{"client_id":"a","client_secret":"b","a":${'['.repeat(9999)}${']'.repeat(9999)}}`),
  },
  { name: 'a success as long as the limit', response: canned(200, CLIENT_JSON.padEnd(LIMIT)) },
  {
    name: 'JSON that would change prototypes',
    response: canned(200, '{"client_id":"a","client_secret":"b","__proto__":{"polluted":1},"constructor":{}}'),
  },
  {
    name: 'early hints before the response',
    response: (_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeEarlyHints({ link: '</script.js>; rel=preload' });
      response.end(CLIENT_JSON);
    },
  },
];

const STATUSES: readonly HostileResponse[] = [
  ...[204, 205].map(
    (status): HostileResponse => ({
      name: `a ${status}`,
      response: canned(status),
      nothing: 'success',
      json: 'UnexpectedResponseError',
    }),
  ),
  ...[402, 405, 409, 413, 418, 431, 451, 499].map(
    (status): HostileResponse => ({
      name: `a ${status}`,
      response: canned(status, PAGE),
      nothing: 'ApiError',
      json: 'ApiError',
    }),
  ),
  ...[500, 501, 502, 504, 507, 511, 599, 999].map(
    (status): HostileResponse => ({
      name: `a ${status}`,
      response: canned(status, PAGE),
      nothing: 'InternalServerError',
      json: 'InternalServerError',
    }),
  ),
];

const PROBLEM: Pick<HostileResponse, 'nothing' | 'json'> = { nothing: 'BadRequestError', json: 'BadRequestError' };

const PROBLEMS: readonly HostileResponse[] = [
  { name: 'problem details of wrong types', response: canned(400, '{"type":[],"title":5,"detail":{},"errors":"x"}') },
  { name: 'problem details with empty entries', response: canned(400, '{"title":null,"errors":[null,5,[],{}]}') },
  { name: 'a reason that is no string', response: canned(400, '{"reason":{"toString":5}}') },
  { name: 'a reason of 1 MB', response: canned(400, JSON.stringify({ reason: 'x'.repeat(1_000_000) })) },
  { name: 'a problem that would change prototypes', response: canned(400, '{"__proto__":{"polluted":1}}') },
  {
    name: 'a problem that quotes the key',
    response: canned(400, '{"title":"key-1234 is bad","client_secret":"s3cret"}'),
  },
  { name: 'an error body of null', response: canned(400, 'null') },
  { name: 'an error of an array', response: canned(400, '[{"field":"name"}]') },
  { name: 'an error that is not UTF-8', response: canned(400, Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])) },
  { name: 'an error of 20 MB', response: flood(400, 20_000_000) },
  { name: 'an error that never ends', response: flood(400) },
].map((row) => ({ ...row, ...PROBLEM }));

const MANY = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x-${index}`, '1']));

const HEADERS: readonly HostileResponse[] = [
  { name: 'a thousand headers', response: canned(400, '', MANY) },
  { name: 'a header of 15 kB', response: canned(400, '', { 'x-long': 'x'.repeat(15_000) }) },
  { name: 'a header in UTF-8', response: canned(400, '', { 'x-name': Buffer.from('ключ').toString('latin1') }) },
  { name: 'a cookie', response: canned(400, '', { 'set-cookie': 'asc_auth_key=fresh-cookie', 'x-echo': 'key-1234' }) },
  { name: 'a content type of nonsense', response: canned(400, '{}', { 'content-type': ';;;' }) },
].map((row) => ({ ...row, ...PROBLEM }));

export const HOSTILE: readonly HostileResponse[] = [
  ...REDIRECTS,
  ...NO_JSON,
  ...OTHER_JSON,
  ...FINE.map((row): HostileResponse => ({ ...row, nothing: 'success', json: 'success' })),
  ...STATUSES,
  ...PROBLEMS,
  ...HEADERS,
];
