import type { ProblemDetails } from '../generated/index.js';
import {
  type DocSpaceError,
  type ErrorContext,
  fieldErrorsOf,
  type RequestInfo,
  type ResponseInfo,
  UnexpectedResponseError,
} from './errors.js';
import { isRecord, parseJson } from './json.js';
import { originOf, parseRedacted, redactText, redactTruncated, visibleResponse } from './redact.js';
import { GATEWAY_ADVICE, statusRow } from './statuses.js';
import { tryTo } from './try-to.js';

/** A response whose body was read. */
export interface BufferedResponse {
  readonly request: RequestInfo;
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Headers;
  readonly text: string;
  /** False if the body was longer than the limit, or broke off. */
  readonly complete: boolean;
  /** What the request carried and nothing may show. */
  readonly secrets: () => readonly string[];
}

/** Whether there is a response in place of what it would have brought. */
export function isBufferedResponse(value: object): value is BufferedResponse {
  // Its own: Object.prototype may have one as well.
  return Object.hasOwn(value, 'status');
}

type Body = Pick<BufferedResponse, 'text' | 'complete'>;

const NO_BODY: Body = { text: '', complete: true };
const BROKEN_BODY: Body = { text: '', complete: false };
// Twice what errors keep, so that a secret at the cut is still recognised whole.
const MAX_ERROR_BYTES = 128 * 1024;
const MAX_ERROR_BODY = 64 * 1024;
const MAX_DETAIL = 300;

/** Says what is wrong with what a `fetch` of the user returned; `undefined` for a response that can be read. */
export function responseProblem(response: Response): string | undefined {
  // Not by instanceof: that of undici's package has a class of its own.
  const isResponse = typeof response?.headers?.get === 'function';
  if (
    !isResponse ||
    response.bodyUsed ||
    (response.body !== null && (!response.body?.getReader || response.body.locked))
  ) {
    const expected = isResponse ? ' whose body is a web stream that nobody has read; return a clone' : '';
    return `fetch must resolve to a Response${expected}`;
  }
  return undefined;
}

/** Reads the body of a success up to `maxBytes`, and that of a failure as far as errors need it. */
export function readBody({ body, ok, headers }: Response, maxBytes: number): Body | Promise<Body> {
  // A stream costs a lot, even one with nothing in it.
  if (!body || headers.get('content-length') === '0') {
    return NO_BODY;
  }
  // The status is enough, even if the body breaks off.
  return ok ? readStream(body, maxBytes) : readStream(body, MAX_ERROR_BYTES).catch(() => BROKEN_BODY);
}

/** Reads a stream to its end, so that its connection can be used again, or up to `maxBytes`. */
export async function readStream(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Body> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) {
      return { text: text + decoder.decode(), complete: true };
    }
    const room = maxBytes - size;
    if (value.byteLength > room) {
      // Not awaited: a peer that never lets go would hold the call.
      reader.cancel().catch(() => {});
      return { text: text + decoder.decode(value.subarray(0, room)), complete: false };
    }
    size += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
}

/** The data of a success: JSON of the type that the contract promises, or else `undefined`. */
export function responseData(response: BufferedResponse, type: string | undefined, context: ErrorContext): unknown {
  const { status, headers, text, complete, secrets } = response;
  const isEmpty = text.trim() === '';
  const data = parseJson(text);
  const isExpected = type === 'an array' ? Array.isArray(data) : type ? isRecord(data) : isEmpty || data !== undefined;
  if (complete && isExpected) {
    return type && data;
  }
  const media = redactText(headers.get('content-type') || 'no content type', secrets());
  const found = !complete ? 'a body over maxResponseBytes' : isEmpty ? 'no body' : `a body of ${media}`;
  const expected = type ? `${type} in JSON` : 'none';
  throw new UnexpectedResponseError(
    `the portal returned ${status} with ${found} in place of ${expected}; check baseUrl`,
    status,
    context,
  );
}

/**
 * The error of a response that is no success. `stoppedBy` says what kept it from a retry; without a credential it is the
 * response of the token endpoint.
 */
export function responseError(
  response: BufferedResponse,
  retryAfter: number | undefined,
  stoppedBy: string | undefined,
  credential: RejectedCredential | undefined,
  context: ErrorContext,
): DocSpaceError {
  const { status } = response;
  const secrets = response.secrets();
  if (status < 400) {
    if (response.ok) {
      const message = `the token endpoint returned ${status} without a signature; check baseUrl`;
      return new UnexpectedResponseError(message, status, context);
    }
    const origin = redactText(originOf(response.headers.get('location') ?? '', response.request.url), secrets);
    const target = origin && ` to ${origin}`;
    return new UnexpectedResponseError(`the portal redirected${target}; check baseUrl and the apiKey`, status, context);
  }
  const body = (response.complete ? redactText : redactTruncated)(response.text, secrets).slice(0, MAX_ERROR_BODY);
  // Parsed before it is redacted: a mask in its text may break it.
  const json = tryTo(() => parseRedacted(response.text.slice(0, MAX_ERROR_BODY), secrets));
  const problem: (ProblemDetails & { reason?: unknown }) | undefined = isRecord(json) ? json : undefined;
  const reason = problem?.reason;
  const detail = [reason, problem?.detail, problem?.title].find((text) => typeof text === 'string');
  const fields = status === 400 ? fieldErrorsOf(problem).map(({ field, message }) => `${field}: ${message}`) : [];
  const { Class } = statusRow(status);
  const wait = retryAfter === undefined ? undefined : `it asks to wait ${Math.round(retryAfter)} ms`;
  const message = [
    `the portal returned ${status}`,
    detail?.slice(0, MAX_DETAIL),
    ...fields,
    wait,
    stoppedBy,
    adviceOn(response, credential, context),
  ];
  return new Class(
    message
      .filter(Boolean)
      .join('; ')
      .slice(0, 2 * MAX_DETAIL + 1000),
    {
      response: visibleResponse(response, secrets),
      body,
      ...(typeof reason === 'string' ? { reason } : problem && { problem }),
      ...(retryAfter !== undefined && { retryAfter }),
    },
    context,
  );
}

/** What an error needs of the credential that was sent. */
interface RejectedCredential {
  readonly advice: string;
  readonly isSession?: boolean;
}

function adviceOn(
  { status, headers, text, request }: BufferedResponse,
  credential: RejectedCredential | undefined,
  { client }: ErrorContext,
): string | undefined {
  const { advice, tokenAdvice = advice } = statusRow(status);
  if (headers.get('cf-mitigated') === 'challenge') {
    return 'a bot check stopped the request: let this program pass at the gateway';
  }
  // The service has no pages. Those of other statuses come from gateways as well, but their advice holds all the same.
  if (status < 404 && /^\s*</.test(text)) {
    return GATEWAY_ADVICE;
  }
  if (!credential) {
    return tokenAdvice;
  }
  if (status !== 401 && (status !== 403 || text !== '')) {
    const mayBeUnknown = status === 500 && credential.isSession && client && request.method !== 'POST';
    return mayBeUnknown ? 'DocSpace 3.0 returns 500 for an unknown client, and 404 if you call getClient' : advice;
  }
  // A request whose credential was accepted costs a token of the bucket.
  return headers.has('x-ratelimit-remaining')
    ? 'check the rights of the user, and baseUrl and headers: wrong routes, media types and blank cookies give this'
    : credential.advice;
}

/** What may be shown of a response. */
export function toResponseInfo(response: BufferedResponse): ResponseInfo {
  return visibleResponse(response, response.secrets());
}
