import type { EmulatorOperation } from './operation-names.js';
import type { EmulatorRequest } from './request.js';

/** A request that the emulator received. It and all that it holds are frozen. */
export interface RecordedRequest {
  /** In capitals. */
  readonly method: string;
  /** The path and the query as they were sent. */
  readonly path: string;
  /** Not set if the path and method belong to no operation. */
  readonly operation?: EmulatorOperation;
  /** By name in lower case. The values of `authorization`, `cookie` and `x-signature` are `***`. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or the text if it is none. A `client_secret` in JSON is `***`. Not set if there is no body. */
  readonly body?: unknown;
  /** Not set if there was no response: the request hangs, or the connection was closed. */
  readonly status?: number;
}

const MAX_REQUESTS = 1000;
// In characters. Bodies with large logos would otherwise take up to 2 GB.
const MAX_BODIES = 16_000_000;
const MASK = '***';
const CREDENTIALS = ['authorization', 'cookie', 'x-signature'];

/** The last requests, the oldest first. */
export class RecordedRequests {
  #records: { record: RecordedRequest; size: number }[] = [];
  #size = 0;

  add(
    { method, target, headers, body }: EmulatorRequest,
    operation: EmulatorOperation | undefined,
    status: number | undefined,
  ): void {
    const record: RecordedRequest = {
      method,
      path: target,
      ...(operation !== undefined && { operation }),
      headers: Object.freeze(shownHeaders(headers)),
      ...(body !== '' && { body: parse(body) }),
      ...(status !== undefined && { status }),
    };
    this.#records.push({ record: Object.freeze(record), size: body.length });
    this.#size += body.length;
    while (this.#records.length > MAX_REQUESTS || (this.#size > MAX_BODIES && this.#records.length > 1)) {
      this.#size -= this.#records.shift()?.size ?? 0;
    }
  }

  /** A frozen copy. */
  list(): readonly RecordedRequest[] {
    return Object.freeze(this.#records.map(({ record }) => record));
  }

  clear(): void {
    this.#records = [];
    this.#size = 0;
  }
}

function shownHeaders(headers: EmulatorRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [
      name,
      CREDENTIALS.includes(name) ? MASK : (values ?? []).join(', '),
    ]),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => Object.freeze(key === 'client_secret' ? MASK : value));
  } catch {
    return text;
  }
}
