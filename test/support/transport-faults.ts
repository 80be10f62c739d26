import { gzipSync } from 'node:zlib';
import { CLIENT } from './calls.js';
import type { RawStep } from './raw-server.js';
import { unusedUrl } from './unused-url.js';

/** What is wrong with the connection of each attempt. */
export interface TransportFault {
  name: string;
  steps: readonly RawStep[];
}

/** How a call ends: the class of its error, or `success`. */
export type Ending = 'success' | 'UnexpectedResponseError';

const JSON_BODY = JSON.stringify(CLIENT);
const LONGER = JSON_BODY.length + 100;

function respond(headers: readonly string[], body: string | Uint8Array = JSON_BODY): RawStep {
  const head = ['HTTP/1.1 200 OK', 'content-type: application/json', ...headers, '', ''].join('\r\n');
  return { send: Buffer.concat([Buffer.from(head), Buffer.from(body)]) };
}

/** No complete response arrives, and the client notices. */
export const LOST: readonly (TransportFault & { cause: RegExp })[] = [
  { name: 'a reset before the headers', steps: ['reset'], cause: /ECONNRESET/ },
  {
    name: 'a reset within the headers',
    steps: [{ send: 'HTTP/1.1 200 OK\r\ncontent-le' }, 'reset'],
    cause: /ECONNRESET/,
  },
  {
    name: 'a reset after the headers',
    steps: [respond([`content-length: ${JSON_BODY.length}`], ''), 'reset'],
    cause: /ECONNRESET/,
  },
  { name: 'an end before the headers', steps: ['fin'], cause: /other side closed/ },
  {
    name: 'an end within the headers',
    steps: [{ send: 'HTTP/1.1 200 OK\r\nx: ' }, 'fin'],
    cause: /UND_ERR_SOCKET|HTTPParserError/,
  },
  { name: 'an end before the whole body', steps: [respond([`content-length: ${LONGER}`]), 'fin'], cause: /terminated/ },
  {
    name: 'an end within a chunk',
    steps: [respond(['transfer-encoding: chunked'], `ffff\r\n${JSON_BODY}`), 'fin'],
    cause: /terminated/,
  },
  {
    name: 'an end before the last chunk',
    steps: [respond(['transfer-encoding: chunked'], '2\r\n{}\r\n'), 'fin'],
    cause: /terminated/,
  },
  {
    name: 'a chunk whose size is no number',
    steps: [respond(['transfer-encoding: chunked'], `two\r\n{}\r\n`)],
    cause: /HTTPParserError/,
  },
  { name: 'garbage in place of HTTP', steps: [{ send: 'SSH-2.0-OpenSSH_9.2\r\n' }], cause: /HTTPParserError/ },
  { name: 'a page without a head', steps: [{ send: '<html>welcome</html>' }], cause: /HTTPParserError/ },
  {
    name: 'two lengths that differ',
    steps: [respond(['content-length: 2', `content-length: ${JSON_BODY.length}`])],
    cause: /content-length/i,
  },
  {
    name: 'both a length and chunks',
    steps: [respond(['content-length: 2', 'transfer-encoding: chunked'], '2\r\n{}\r\n0\r\n\r\n')],
    cause: /content-length/i,
  },
  {
    name: 'headers of more than 16 KiB',
    steps: [respond([`x: ${'x'.repeat(17_000)}`])],
    cause: /UND_ERR_HEADERS_OVERFLOW/,
  },
  {
    name: 'a change of protocol',
    steps: [{ send: 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n' }],
    cause: /UND_ERR/,
  },
  {
    // The platform's fetch takes none, though HTTP allows it.
    name: 'a 100 Continue',
    steps: [{ send: 'HTTP/1.1 100 Continue\r\n\r\n' }, respond([`content-length: ${JSON_BODY.length}`])],
    cause: /UND_ERR_SOCKET/,
  },
  {
    name: 'gzip that is none',
    steps: [respond(['connection: close', 'content-encoding: gzip', `content-length: ${JSON_BODY.length}`])],
    cause: /Z_DATA_ERROR/,
  },
];

/** No connection is made, so nothing is sent. */
export interface UnreachableFault {
  name: string;
  find: () => Promise<string>;
  cause: RegExp;
  /** How many requests any operation makes: a server may be about to start, but no name appears meanwhile. */
  attempts: number;
}

export const UNREACHABLE: readonly UnreachableFault[] = [
  { name: 'a port at which nobody listens', find: unusedUrl, cause: /ECONNREFUSED/, attempts: 3 },
  {
    name: 'a port of localhost at which nobody listens',
    find: async () => (await unusedUrl()).replace('127.0.0.1', 'localhost'),
    cause: /ECONNREFUSED/,
    attempts: 3,
  },
  { name: 'a host that has no address', find: async () => 'http://portal.invalid', cause: /ENOTFOUND/, attempts: 1 },
];

/** The response does not end within the timeout. */
export const STALLED: readonly TransportFault[] = [
  { name: 'no response at all', steps: [] },
  { name: 'a status line that never ends', steps: [{ send: 'HTTP/1.1 200 ' }, { drip: 'O', every: 500 }] },
  { name: 'headers that never end', steps: [{ send: 'HTTP/1.1 200 OK\r\n' }, { drip: 'x: y\r\n', every: 500 }] },
  { name: 'a body of which nothing comes', steps: [respond(['content-length: 9'], '')] },
  { name: 'a body that stalls after the first byte', steps: [respond(['content-length: 9'], '{')] },
  { name: 'a body of one byte a second', steps: [respond(['content-length: 9999'], ''), { drip: ' ', every: 1000 }] },
  {
    name: 'chunks that never end',
    steps: [respond(['transfer-encoding: chunked'], ''), { drip: '1\r\n \r\n', every: 500 }],
  },
  { name: 'a length that is too large', steps: [respond([`content-length: ${LONGER}`])] },
  { name: 'an endless series of early hints', steps: [{ drip: 'HTTP/1.1 103 Early Hints\r\n\r\n', every: 500 }] },
  {
    name: 'an error page that stalls',
    steps: [{ send: 'HTTP/1.1 500 Internal Server Error\r\ncontent-length: 9\r\n\r\n<' }],
  },
];

const PACKED = gzipSync(JSON_BODY.repeat(9));
const BOMB = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '));

/** A response that is complete by its own account, but not what the service meant. */
export const MISTAKEN: readonly (TransportFault & { nothing: Ending; json: Ending })[] = [
  {
    name: 'a length that is too small',
    steps: [respond(['content-length: 9'])],
    nothing: 'UnexpectedResponseError',
    json: 'UnexpectedResponseError',
  },
  {
    name: 'a body after a length of 0',
    steps: [respond(['content-length: 0'])],
    nothing: 'success',
    json: 'UnexpectedResponseError',
  },
  {
    name: 'an end within a body without a length',
    steps: [respond([], JSON_BODY.slice(0, 99)), 'fin'],
    nothing: 'UnexpectedResponseError',
    json: 'UnexpectedResponseError',
  },
  {
    // The platform's fetch takes the reset for the end.
    name: 'a reset in a body without a length',
    steps: [respond([], JSON_BODY.slice(0, 99)), 'reset'],
    nothing: 'UnexpectedResponseError',
    json: 'UnexpectedResponseError',
  },
  {
    name: 'a body without a length, up to the end',
    steps: [respond([]), 'fin'],
    nothing: 'success',
    json: 'success',
  },
  {
    name: 'half of a gzip',
    steps: [respond(['connection: close', 'content-encoding: gzip', 'content-length: 99'], PACKED.subarray(0, 99))],
    nothing: 'UnexpectedResponseError',
    json: 'UnexpectedResponseError',
  },
  {
    name: 'a gzip bomb',
    steps: [respond(['connection: close', 'content-encoding: gzip', `content-length: ${BOMB.length}`], BOMB)],
    nothing: 'UnexpectedResponseError',
    json: 'UnexpectedResponseError',
  },
  {
    name: 'a gzip bomb that never ends',
    steps: [respond(['content-encoding: gzip', 'content-length: 99999999'], BOMB)],
    nothing: 'UnexpectedResponseError',
    json: 'UnexpectedResponseError',
  },
];

/** A response after which the connection stays open. */
export const KEPT: readonly RawStep[] = [respond([`content-length: ${JSON_BODY.length}`])];

/** What happens to a connection between two calls; the second call must not notice. */
export const CLOSED_BETWEEN: readonly TransportFault[] = [
  { name: 'ended after a while', steps: KEPT },
  { name: 'ended right after the response', steps: [...KEPT, 'fin'] },
  { name: 'reset right after the response', steps: [...KEPT, 'reset'] },
];
