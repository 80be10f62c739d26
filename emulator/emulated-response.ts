import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Generation } from './emulator-options.js';
import type { ServiceError } from './service-error.js';

/** A response before it is sent. Without a body it has no content type either, unless `headers` sets one. */
export interface EmulatedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A response with a JSON body. */
export function jsonResponse(status: number, data: unknown, contentType = 'application/json'): EmulatedResponse {
  return { status, headers: { 'Content-Type': contentType }, body: JSON.stringify(data) };
}

/** The response for an error, in the format of the generation. */
export function errorResponse(
  error: ServiceError,
  generation: Generation,
  method: string,
  path: string,
): EmulatedResponse {
  const { status, message, details } = error;
  // The service sends no body for an invalid delete or revoke request.
  if (status === 400 && method === 'DELETE') {
    return { status };
  }
  const response =
    generation === 'old'
      ? jsonResponse(status, { reason: message })
      : jsonResponse(
          status,
          {
            type: 'about:blank',
            title: STATUS_CODES[status],
            status,
            detail: message,
            instance: path,
            ...(details.violations && { errors: details.violations }),
          },
          'application/problem+json',
        );
  return addHeaders(response, details.headers);
}

/** A copy of the response with additional headers. */
export function addHeaders(response: EmulatedResponse, headers: EmulatedResponse['headers']): EmulatedResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** Sends a response. */
export function sendResponse(target: ServerResponse, { status, headers, body }: EmulatedResponse): void {
  // Writing the headers before an empty end makes Node use chunked encoding: no Content-Length, and a reusable connection.
  target.writeHead(status, { ...headers, ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }) });
  target.end(body);
}
