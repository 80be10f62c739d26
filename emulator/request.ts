import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** A complete request. */
export interface EmulatorRequest {
  readonly method: string;
  /** The path and the query as they were sent. */
  readonly target: string;
  /** The values by name in lower case, each header line on its own. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /** The size of the request line and the headers in bytes. */
  readonly headSize: number;
  /** The address of the peer. */
  readonly address: string;
  readonly body: string;
}

/** Reads a request to its end; rejects if the client disconnects. */
export async function readRequest(message: IncomingMessage): Promise<EmulatorRequest> {
  const { method = '', url = '', rawHeaders, headersDistinct, socket } = message;
  const address = socket.remoteAddress ?? '';
  // Read first, so that an error response never breaks a connection.
  const body = await text(message);
  const lines = rawHeaders.reduce((sum, part) => sum + part.length + 2, 0);
  const headSize = method.length + url.length + ' HTTP/1.1\r\n\r\n'.length + 1 + lines;
  return { method, target: url, headers: headersDistinct, headSize, address, body };
}

/** The first value of a header; `undefined` if it was not sent. */
export function headerOf({ headers }: Pick<EmulatorRequest, 'headers'>, name: string): string | undefined {
  return headers[name]?.[0];
}

/** The path of a request, as it was sent. */
export function pathOf({ target }: EmulatorRequest): string {
  return target.replace(/\?.*$/s, '');
}

/** The parameters of a query. */
export function queryOf({ target }: EmulatorRequest): URLSearchParams {
  return new URLSearchParams(/\?(.*)$/s.exec(target)?.[1] ?? '');
}

/** The first cookie with a name, whatever its case. */
export function cookieOf(request: EmulatorRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? []).flatMap((line) => line.split(';'))) {
    const [, key = '', value] = /^\s*([^=]*)=(.*?)\s*$/s.exec(pair) ?? [];
    if (key.toLowerCase() === name) {
      return value;
    }
  }
  return undefined;
}
