import { ConfigurationError, ConnectionError, type ErrorContext, type RequestInfo, TimeoutError } from './errors.js';
import type { HeaderRecord } from './headers.js';
import type { ClientManagementOptions } from './options.js';
import { platform } from './platform.js';
import { describeThrown, redactCause } from './redact.js';
import { type BufferedResponse, readBody, responseProblem } from './response.js';
import { connectionFailure, isNetworkFailure, isPlatformTimeout } from './retry.js';

/** A request without its credential. */
export interface OutgoingRequest extends RequestInfo {
  readonly headers: HeaderRecord;
  /** The body as JSON, if there is one. */
  readonly body: string | undefined;
}

/** What authenticates a request. */
export interface Authentication {
  /** The headers that carry the credential. */
  readonly headers: HeaderRecord;
  /** Whether a browser adds its cookies. A `fetch` of the user may do so elsewhere. */
  readonly cookies: 'include' | 'omit';
  /** What no error and no log line may show. */
  readonly secrets: readonly string[];
}

/** How requests are sent. */
export interface ExchangeSettings {
  readonly baseUrl: string;
  readonly fetch: ClientManagementOptions['fetch'];
  readonly maxResponseBytes: number;
  /** The values of headers that nothing may show. */
  readonly headerSecrets: readonly string[];
}

/** Why there is no usable response. Each call that waited for the exchange makes an error of its own from it. */
export class ExchangeFailure {
  constructor(
    /** Whether the request may have arrived at the portal. */
    readonly mayHaveArrived: boolean,
    readonly toError: (context: ErrorContext) => Error,
  ) {}
}

// The service fails every write with 500 if there is none.
const USER_AGENT = { 'user-agent': 'docspace-client-management' };

/**
 * Sends one request and reads the response. Throws an ExchangeFailure if the network failed or `fetch` returned no
 * response, and whatever else `fetch` throws as it is.
 */
export async function exchange(
  request: OutgoingRequest,
  authentication: Authentication,
  { baseUrl, fetch: userFetch, maxResponseBytes, headerSecrets }: ExchangeSettings,
  signal: AbortSignal,
): Promise<BufferedResponse> {
  const init = toInit(request, authentication, signal);
  const secrets = (): string[] => [...authentication.secrets, ...headerSecrets];
  const failureOf = (thrown: unknown): unknown => networkFailure(thrown, request, baseUrl, secrets());
  let response: Response;
  try {
    response = await (userFetch ? callFetch(userFetch, request.url, init) : fetch(request.url, init));
  } catch (thrown) {
    throw failureOf(thrown);
  }
  const problem = responseProblem(response);
  if (problem) {
    throw new ExchangeFailure(true, (context) => new ConfigurationError(problem, { ...context, request }));
  }
  try {
    const { text, complete } = await readBody(response, maxResponseBytes);
    const { status, ok, headers } = response;
    return { request, status, ok, headers, text, complete, secrets };
  } catch (thrown) {
    throw failureOf(thrown);
  }
}

function networkFailure(thrown: unknown, request: RequestInfo, baseUrl: string, secrets: readonly string[]): unknown {
  if (!isNetworkFailure(thrown)) {
    return thrown;
  }
  const cause = redactCause(thrown, secrets);
  if (isPlatformTimeout(thrown)) {
    const message = 'fetch ended the request before timeout; pass a fetch that allows more';
    return new ExchangeFailure(true, (context) => new TimeoutError(message, { ...context, request, cause }));
  }
  const { mayHaveArrived, advice } = connectionFailure(thrown);
  const found = `no complete response from ${baseUrl} (${describeThrown(thrown, secrets)})`;
  const message = advice ? `${found}; ${advice}` : found;
  return new ExchangeFailure(mayHaveArrived, (context) => new ConnectionError(message, { ...context, request, cause }));
}

function toInit(
  { method, headers, body }: OutgoingRequest,
  authentication: Authentication,
  signal: AbortSignal,
): RequestInit {
  const { isBrowser, takesCache } = platform();
  return {
    method,
    // Assigned, because V8 takes microseconds to spread several objects.
    headers: Object.assign({}, isBrowser ? undefined : USER_AGENT, headers, authentication.headers),
    redirect: 'manual',
    signal,
    // Own members even if they are not set: else fetch would read those that a program put on Object.prototype.
    body: body ?? null,
    // Next.js 14 and 15 would keep responses, those of PATCH too, and render static pages with them.
    ...(takesCache && { cache: 'no-store' }),
    // Not every other platform implements the member, and `undefined` means not set.
    credentials: isBrowser || authentication.cookies === 'include' ? authentication.cookies : undefined,
  } as RequestInit;
}

// Called as a plain function: a browser's own fetch throws if it is called as a method.
function callFetch(
  userFetch: NonNullable<ExchangeSettings['fetch']>,
  url: string,
  init: RequestInit,
): Promise<Response> {
  return typeof Request === 'undefined' ? userFetch(url, init) : userFetch(new Request(url, init));
}
