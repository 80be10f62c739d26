import { CALL_SIGNATURE, CLIENT_SECRET, ECHOES, KEY, SECRET_JSON } from './secrets.js';
import type { CannedResponse, Handler } from './server.js';
import { cutOff, reset } from './steps.js';

const ECHO = ECHOES.join(' ');
// Escapes of JSON stay as they are in a string that is put together by hand.
const JSON_ECHO = ECHOES.join(' ').replaceAll('"', '');
const PROBLEM = `{"title":"${JSON_ECHO}","detail":"${JSON_ECHO}","instance":"/${JSON_ECHO}","errors":[{"field":"${JSON_ECHO}","code":"x","message":"${JSON_ECHO}"}],"${JSON_ECHO}":1}`;

/** Bodies of failures, each with secrets. */
export const BODIES: readonly [string, string][] = [
  ['a reason', `{"reason":"${JSON_ECHO}"}`],
  ['problem details', PROBLEM],
  ['a client secret', SECRET_JSON],
  ['a client secret with an escaped name', SECRET_JSON.replace('_', '\\u005f')],
  ['a client secret in the depth', `{"reason":"x","request":[{"a":${SECRET_JSON}}]}`],
  ['a client secret in JSON within JSON', JSON.stringify({ reason: SECRET_JSON })],
  [
    'a client secret in JSON within JSON within JSON',
    JSON.stringify({ detail: JSON.stringify({ body: SECRET_JSON }) }),
  ],
  ['JSON that breaks off in a client secret', SECRET_JSON.slice(0, -4)],
  ['JSON that is broken before a client secret', `{"a":,${SECRET_JSON.slice(1)}`],
  ['a page', `<html>${ECHO}</html>`],
  ['a list', `["${JSON_ECHO}"]`],
  ['a text', JSON.stringify(JSON_ECHO)],
  ...[64 * 1024, 128 * 1024].flatMap((limit): [string, string][] => [
    [`a body that is longer than ${limit}, and has the key there`, 'x'.repeat(limit - KEY.length + 2) + KEY + ECHO],
    [`a body that is longer than ${limit}, and has a client secret there`, ' '.repeat(limit - 30) + SECRET_JSON],
  ]),
  [
    'a body that is almost nothing but secrets',
    `${CALL_SIGNATURE.repeat(4000).slice(0, 128 * 1024 - 12)}${CALL_SIGNATURE}`,
  ],
];

/** Headers that hold secrets; those of Node's server may not hold every character. */
export const LEAKING_HEADERS: Readonly<Record<string, string>> = {
  'set-cookie': `asc_auth_key=${KEY}`,
  'x-signature': CLIENT_SECRET,
  authorization: CLIENT_SECRET,
  'x-echo': ECHO,
  'www-authenticate': `Bearer realm="${ECHOES[0]}"`,
};

/** Responses that are no failure, but not what the contract promises. */
export const UNEXPECTED: readonly [string, CannedResponse][] = [
  [
    'a redirect',
    {
      status: 302,
      headers: { location: `https://${KEY.replaceAll(/[^a-z\d]/gi, '')}.example/${encodeURIComponent(KEY)}` },
    },
  ],
  [
    'a redirect to a host named like a secret',
    { status: 302, headers: { location: `https://${encodeURIComponent(KEY)}.example/` } },
  ],
  ['a type that echoes', { status: 200, headers: { 'content-type': `text/html; a="${ECHO}"` }, body: `<p>${ECHO}` }],
  ['a list', { status: 200, headers: { 'content-type': 'application/json' }, body: `[${SECRET_JSON}]` }],
  ['broken JSON', { status: 200, headers: { 'content-type': 'application/json' }, body: SECRET_JSON.slice(0, -2) }],
  ['no body', { status: 200, headers: LEAKING_HEADERS }],
  ['a long body', { status: 200, body: SECRET_JSON.padEnd(20_000) }],
];

/** What a server sends that is no HTTP. */
export const GARBAGE: readonly [string, string][] = [
  ['no HTTP', `${SECRET_JSON}${ECHO}`],
  ['a broken status line', `HTTP/1.1 20x ${KEY}\r\n\r\n`],
  ['a broken header', `HTTP/1.1 200 OK\r\nSet Cookie\x01: ${KEY}\r\nX-Echo: ${ECHO}\r\n\r\n${SECRET_JSON}`],
  ['a broken length', `HTTP/1.1 200 OK\r\nContent-Length: ${KEY}\r\n\r\n${SECRET_JSON}`],
  ['a broken chunk', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${KEY}\r\n${SECRET_JSON}`],
  ['a body that breaks off', `HTTP/1.1 200 OK\r\nContent-Length: 9999\r\nX-Echo: ${KEY}\r\n\r\n${SECRET_JSON}`],
  ['headers without end', `HTTP/1.1 200 OK\r\nX-Echo: ${KEY.repeat(2000)}\r\n\r\n`],
];

export const LOST: readonly [string, Handler][] = [
  ['reset', reset],
  ['cut off', cutOff],
];
