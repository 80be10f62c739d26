import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** A response before it is sent. */
export interface EmulatedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Not set: no body, and `Content-Length: 0`. */
  readonly body?: string;
  /** How the length of a body is known. Default `chunked`. */
  readonly framing?: 'chunked' | 'length';
  /** Whether the response leaves out what the service adds to each of its own, as containers and gateways do. */
  readonly bare?: boolean;
}

/** How a response is written. */
export interface Writing {
  readonly method: string;
  /** Whether JSON is compressed on services that do so: set if the request accepts gzip. */
  readonly gzip: boolean;
  /** Whether the response to HEAD says how its body would be framed. */
  readonly framesHead: boolean;
}

// Of what the service adds to each response.
const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate',
  Expires: '0',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-XSS-Protection': '0',
};
// After these the service ends the connection.
const CLOSING = [400, 500];

/** A response with a JSON body. */
export function jsonResponse(status: number, data: unknown, contentType = 'application/json'): EmulatedResponse {
  return { status, headers: { 'Content-Type': contentType }, body: JSON.stringify(data) };
}

/** A copy of the response with additional headers. */
export function addHeaders(response: EmulatedResponse, headers: EmulatedResponse['headers']): EmulatedResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** Sends a response. */
export function sendResponse(
  target: ServerResponse,
  { status, headers, body, framing = 'chunked', bare = false }: EmulatedResponse,
  { method, gzip, framesHead }: Writing = { method: 'GET', gzip: false, framesHead: false },
): void {
  const closing = CLOSING.includes(status);
  const compressed = gzip && body !== undefined && headers?.['Content-Type'] === 'application/json';
  const payload = compressed ? gzipSync(body) : (body ?? '');
  const length = { 'Content-Length': Buffer.byteLength(payload) };
  // Node writes the headers of keep-alive itself, but for the timeout: the server never ends an idle connection.
  const connection = closing ? { Connection: 'close' } : { 'Keep-Alive': 'timeout=60' };
  const head = method === 'HEAD';
  const all = {
    ...(!bare && COMMON_HEADERS),
    ...(target.shouldKeepAlive || closing ? connection : undefined),
    ...headers,
    ...(compressed && { 'Content-Encoding': 'gzip' }),
    ...((!head || framesHead) && (body === undefined || framing === 'length') && length),
    ...(head && framesHead && body !== undefined && framing === 'chunked' && { 'Transfer-Encoding': 'chunked' }),
  };
  for (const [name, value] of Object.entries(all)) {
    target.setHeader(name, value);
  }
  target.writeHead(status);
  // Written before the end, a body without a length is sent in chunks.
  if (payload.length > 0 && !head) {
    target.write(payload);
  }
  target.end();
}
