import { CLIENT_SECRET, SECRET_JSON } from './secrets.js';
import type { Sender } from './senders.js';
import type { CannedResponse, Handler } from './server.js';
import { cutOff, reset } from './steps.js';

/** Bodies of failures, each with secrets of a sender or of a client. */
export function bodiesFor({ echoes, sent }: Sender): [string, string][] {
  const echo = echoes.join(' ');
  // Escapes of JSON stay as they are in a string that is put together by hand.
  const text = echo.replaceAll('"', '');
  const [first] = sent;
  const longest = [...sent].sort((a, b) => b.length - a.length)[0] ?? first;
  return [
    ['a reason', `{"reason":"${text}"}`],
    [
      'problem details',
      `{"title":"${text}","detail":"${text}","instance":"/${text}","errors":[{"field":"${text}","code":"x","message":"${text}"}],"${text}":1}`,
    ],
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
    ['a page', `<html>${echo}</html>`],
    ['a list', `["${text}"]`],
    ['a text', JSON.stringify(text)],
    ...[64 * 1024, 128 * 1024].flatMap((limit): [string, string][] => [
      [
        `a body that is longer than ${limit}, and has the credential there`,
        'x'.repeat(limit - first.length + 2) + first + echo,
      ],
      [`a body that is longer than ${limit}, and has a client secret there`, ' '.repeat(limit - 30) + SECRET_JSON],
    ]),
    ['a body that is almost nothing but secrets', `${longest.repeat(8000).slice(0, 128 * 1024 - 12)}${longest}`],
  ];
}

/** Headers that hold secrets; those of Node's server may not hold every character. */
export function leakingHeaders({ echoes, sent }: Sender): Readonly<Record<string, string>> {
  return {
    'set-cookie': `asc_auth_key=${sent[0]}`,
    'x-signature': CLIENT_SECRET,
    authorization: CLIENT_SECRET,
    'x-echo': echoes.join(' '),
    'www-authenticate': `Bearer realm="${echoes[0]}"`,
    server: echoes.join(' '),
    'x-request-id': sent[0],
  };
}

/** Responses that are no failure, but not what the contract promises. */
export function unexpectedFor(sender: Sender): [string, CannedResponse][] {
  const { echoes, sent } = sender;
  const echo = echoes.join(' ');
  const encoded = encodeURIComponent(sent[0]);
  const json = { 'content-type': 'application/json' };
  return [
    ['a redirect', { status: 302, headers: { location: `https://login.example/${encoded}?${encoded}#${encoded}` } }],
    ['a redirect to a host named like a secret', { status: 302, headers: { location: `https://${encoded}.example/` } }],
    [
      'a redirect by a user named like a secret',
      { status: 302, headers: { location: `https://${encoded}@a.example` } },
    ],
    ['a type that echoes', { status: 200, headers: { 'content-type': `text/html; a="${echo}"` }, body: `<p>${echo}` }],
    ['a list', { status: 200, headers: json, body: `[${SECRET_JSON}]` }],
    ['broken JSON', { status: 200, headers: json, body: SECRET_JSON.slice(0, -2) }],
    ['no body', { status: 200, headers: leakingHeaders(sender) }],
    ['a long body', { status: 200, body: SECRET_JSON.padEnd(20_000) }],
  ];
}

/** What a server sends that is no HTTP. */
export function garbageFor({ echoes, sent }: Sender): [string, string][] {
  const [first] = sent;
  const echo = echoes.join(' ');
  const ok = 'HTTP/1.1 200 OK\r\n';
  return [
    ['no HTTP', `${SECRET_JSON}${echo}`],
    ['a broken status line', `HTTP/1.1 20x ${first}\r\n\r\n`],
    ['a broken header', `${ok}Set Cookie\x01: ${first}\r\nX-Echo: ${echo}\r\n\r\n${SECRET_JSON}`],
    ['a broken length', `${ok}Content-Length: ${first}\r\n\r\n${SECRET_JSON}`],
    ['a broken chunk', `${ok}Transfer-Encoding: chunked\r\n\r\n${first}\r\n${SECRET_JSON}`],
    ['a body that breaks off', `${ok}Content-Length: 9999\r\nX-Echo: ${first}\r\n\r\n${SECRET_JSON}`],
    ['headers without end', `${ok}X-Echo: ${first.repeat(2000)}\r\n\r\n`],
  ];
}

export const LOST: readonly [string, Handler][] = [
  ['reset', reset],
  ['cut off', cutOff],
];
