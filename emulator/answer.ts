import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Failure } from './failure.js';
import type { Generation } from './options.js';

/** What to send back; without a body there is no content type either, unless `headers` names one. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer with a JSON body. */
export function json(status: number, data: unknown, contentType = 'application/json'): Answer {
  return { status, headers: { 'Content-Type': contentType }, body: JSON.stringify(data) };
}

/** The answer for a failure, in the form of the generation. */
export function failureAnswer(failure: Failure, generation: Generation, method: string, path: string): Answer {
  const { status, message, extras } = failure;
  // Delete and revoke say nothing about a bad request.
  if (status === 400 && method === 'DELETE') {
    return { status };
  }
  const answer =
    generation === 'old'
      ? json(status, { reason: message })
      : json(
          status,
          {
            type: 'about:blank',
            title: STATUS_CODES[status],
            status,
            detail: message,
            instance: path,
            ...(extras.errors && { errors: extras.errors }),
          },
          'application/problem+json',
        );
  return withHeaders(answer, extras.headers);
}

/** The same answer with further headers. */
export function withHeaders(answer: Answer, headers: Answer['headers']): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Writes an answer out. */
export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  // Headers written ahead of an empty end make it chunked: no Content-Length, and the connection stays usable.
  response.writeHead(status, { ...headers, ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }) });
  response.end(body);
}
