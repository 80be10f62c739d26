import { vi } from 'vitest';
import type { CallOptions, ClientManagementOptions } from '../../src/index.js';
import { startApi } from './api.js';
import { ALL_OPERATIONS, CREATING, json, type OperationCase, REPEATABLE } from './calls.js';
import { letSocketsWork } from './fake-time.js';
import type { Handler, Step } from './server.js';
import { cutOff, DONE, rateLimited, reset, stalled, unavailable } from './steps.js';

/** What makes a call fail, and what is known of it then. */
export interface ErrorCase {
  readonly title: string;
  /** The name of the class. */
  readonly name: string;
  /** What the server does with each request. */
  readonly script: readonly Step[];
  /** The options of the API object, made anew for each call. Default: no retry. */
  readonly options?: () => ClientManagementOptions;
  readonly call?: CallOptions;
  /** Default: all. */
  readonly operations?: readonly OperationCase[];
  readonly attempts: number;
  readonly mayHaveRun: boolean;
}

const TIMEOUT = 30_000;

async function letTimeoutPass(): Promise<void> {
  await letSocketsWork();
  vi.advanceTimersByTime(TIMEOUT);
}

/** Does what a step does, and lets the timeout pass. */
function timeoutAfter(step: Handler): Handler {
  return (request, response) => {
    step(request, response);
    letTimeoutPass();
  };
}

const pendingKey = (): Promise<string> => {
  letTimeoutPass();
  return new Promise(() => {});
};

const failingKey = (): string => {
  throw new Error('the vault is closed');
};

/** An apiKey option that returns a key once, and then what `next` returns. */
function keyThen(next: () => string | Promise<string>): () => string | Promise<string> {
  let calls = 0;
  return () => (calls++ === 0 ? 'key' : next());
}

/** A fetch that fails with these codes, one after the other, as that of Node does. */
function failingFetch(...codes: readonly string[]): typeof fetch {
  let calls = 0;
  return () => {
    const code = codes[calls++];
    const cause = Object.assign(new Error(`the platform says ${code}`), { code });
    return Promise.reject(new TypeError('fetch failed', { cause }));
  };
}

const html = (status: number): Step => ({ status, headers: { 'content-type': 'text/html' }, body: '<p>welcome</p>' });
const redirect: Step = { status: 302, headers: { location: '/login' } };
const late = rateLimited({ 'retry-after': '3600' });
const [DELETE] = REPEATABLE.filter(({ operation }) => operation === 'deleteClient');
const DELETING: readonly OperationCase[] = DELETE ? [DELETE] : [];

/** The first attempt fails. */
const AT_ONCE: readonly ErrorCase[] = [
  ...[
    { status: 400, name: 'BadRequestError' },
    { status: 401, name: 'AuthenticationError' },
    { status: 403, name: 'PermissionDeniedError' },
    { status: 404, name: 'NotFoundError' },
    { status: 405, name: 'ApiError' },
    { status: 429, name: 'RateLimitError' },
    { status: 503, name: 'ServiceUnavailableError' },
  ].map(({ status, name }) => ({ title: `a ${status}`, name, script: [{ status }], attempts: 1, mayHaveRun: false })),
  ...[500, 502, 504].map((status) => ({
    title: `a ${status}`,
    name: 'InternalServerError',
    script: [{ status }],
    attempts: 1,
    mayHaveRun: true,
  })),
  { title: 'a 403 with a page', name: 'PermissionDeniedError', script: [html(403)], attempts: 1, mayHaveRun: false },
  { title: 'a 503 with a page', name: 'ServiceUnavailableError', script: [html(503)], attempts: 1, mayHaveRun: false },
  { title: 'a 502 with a page', name: 'InternalServerError', script: [html(502)], attempts: 1, mayHaveRun: true },
  { title: 'a 200 with a page', name: 'UnexpectedResponseError', script: [html(200)], attempts: 1, mayHaveRun: true },
  { title: 'a redirect', name: 'UnexpectedResponseError', script: [redirect], attempts: 1, mayHaveRun: false },
  {
    title: 'a success without a body',
    name: 'UnexpectedResponseError',
    script: [DONE],
    operations: CREATING,
    attempts: 1,
    mayHaveRun: true,
  },
  {
    title: 'a body over maxResponseBytes',
    name: 'UnexpectedResponseError',
    script: [json(200, { client_secret: 'x'.repeat(2000) })],
    options: () => ({ maxResponseBytes: 1000 }),
    operations: CREATING,
    attempts: 1,
    mayHaveRun: true,
  },
  {
    title: 'a response that breaks the contract',
    name: 'ResponseValidationError',
    script: [json(200, { client_id: 5 })],
    call: { validate: { response: true } },
    operations: CREATING,
    attempts: 1,
    mayHaveRun: true,
  },
  { title: 'a reset', name: 'ConnectionError', script: [reset], attempts: 1, mayHaveRun: true },
  { title: 'half a body', name: 'ConnectionError', script: [cutOff], attempts: 1, mayHaveRun: true },
  ...['ECONNREFUSED', 'ENOTFOUND', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'UND_ERR_INVALID_ARG'].map(
    (code) => ({
      title: code,
      name: 'ConnectionError',
      script: [],
      options: () => ({ retry: false as const, fetch: failingFetch(code) }),
      attempts: 1,
      mayHaveRun: false,
    }),
  ),
  ...['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE'].map((code) => ({
    title: code,
    name: 'ConnectionError',
    script: [],
    options: () => ({ retry: false as const, fetch: failingFetch(code) }),
    attempts: 1,
    mayHaveRun: true,
  })),
  {
    title: 'a timeout after the request was sent',
    name: 'TimeoutError',
    script: [timeoutAfter(() => {})],
    attempts: 1,
    mayHaveRun: true,
  },
  {
    title: 'a timeout within the body of a 200',
    name: 'TimeoutError',
    script: [timeoutAfter(stalled(200))],
    attempts: 1,
    mayHaveRun: true,
  },
  {
    title: 'a timeout while the apiKey function never returns',
    name: 'TimeoutError',
    script: [],
    options: () => ({ apiKey: pendingKey }),
    attempts: 0,
    mayHaveRun: false,
  },
  {
    title: 'an apiKey function that throws',
    name: 'ConfigurationError',
    script: [],
    options: () => ({ apiKey: failingKey }),
    attempts: 0,
    mayHaveRun: false,
  },
];

/** A later attempt fails: what the earlier ones may have done counts. */
const LATER: readonly ErrorCase[] = [
  { title: 'a reset, then a 404', name: 'NotFoundError', script: [reset, { status: 404 }], mayHaveRun: true },
  { title: 'a reset, then a 403', name: 'PermissionDeniedError', script: [reset, { status: 403 }], mayHaveRun: true },
  { title: 'a reset, then a redirect', name: 'UnexpectedResponseError', script: [reset, redirect], mayHaveRun: true },
  { title: 'a reset, then a 429 beyond maxWait', name: 'RateLimitError', script: [reset, late], mayHaveRun: true },
  {
    title: 'a reset, then a timeout',
    name: 'TimeoutError',
    script: [reset, timeoutAfter(() => {})],
    mayHaveRun: true,
  },
  {
    title: 'a reset, then a refused connection',
    name: 'ConnectionError',
    script: [],
    options: () => ({ retry: { maxRetries: 1 }, fetch: failingFetch('ECONNRESET', 'ECONNREFUSED') }),
    mayHaveRun: true,
  },
  { title: 'a 503, then a 404', name: 'NotFoundError', script: [unavailable(), { status: 404 }], mayHaveRun: false },
  { title: 'a 429, then a 404', name: 'NotFoundError', script: [rateLimited(), { status: 404 }], mayHaveRun: false },
  {
    title: 'a 503, then a 500',
    name: 'InternalServerError',
    script: [unavailable(), { status: 500 }],
    mayHaveRun: true,
  },
]
  .map((item) => ({ options: () => ({ retry: { maxRetries: 1 }, maxWait: 60_000 }), ...item, attempts: 2 }))
  .map((item) => ({ ...item, operations: item.title.startsWith('a reset') ? DELETING : ALL_OPERATIONS }));

/** A later attempt is never sent, for its key is missing. */
const WITHOUT_KEY: readonly ErrorCase[] = [
  {
    title: 'a reset, then an apiKey function that throws',
    name: 'ConfigurationError',
    script: [reset],
    options: () => ({ apiKey: keyThen(failingKey) }),
    mayHaveRun: true,
  },
  {
    title: 'a reset, then an apiKey function that returns nothing',
    name: 'ConfigurationError',
    script: [reset],
    options: () => ({ apiKey: keyThen(() => '') }),
    mayHaveRun: true,
  },
  {
    title: 'a reset, then an apiKey function that never returns',
    name: 'TimeoutError',
    script: [reset],
    options: () => ({ apiKey: keyThen(pendingKey) }),
    mayHaveRun: true,
  },
  {
    title: 'a 503, then an apiKey function that throws',
    name: 'ConfigurationError',
    script: [unavailable()],
    options: () => ({ apiKey: keyThen(failingKey) }),
    mayHaveRun: false,
  },
].map((item) => ({ ...item, operations: item.mayHaveRun ? DELETING : ALL_OPERATIONS, attempts: 1 }));

/** Each kind of error that a call rejects with once its arguments are accepted. */
export const ERROR_CASES: readonly ErrorCase[] = [
  ...AT_ONCE.map((item) => ({ ...item, options: () => ({ retry: false as const, ...item.options?.() }) })),
  ...LATER,
  ...WITHOUT_KEY,
];

export interface ErrorCaseRun {
  readonly operation: OperationCase;
  readonly item: ErrorCase;
}

/** The cases with each of their operations, behind a title. */
export const ERROR_RUNS: readonly [string, ErrorCaseRun][] = ERROR_CASES.flatMap((item) =>
  (item.operations ?? ALL_OPERATIONS).map((operation): [string, ErrorCaseRun] => [
    `${item.title}: ${operation.operation}`,
    { operation, item },
  ]),
);

/** Makes the call fail; returns what it rejects with, and the address of its server. Needs fake time. */
export async function failAs({ operation, item }: ErrorCaseRun): Promise<{ error: unknown; baseUrl: string }> {
  const { api, server } = await startApi(item.script, item.options?.());
  const error = await operation.run(api, item.call).then(
    () => Promise.reject(new Error('the call succeeded')),
    (thrown: unknown) => thrown,
  );
  return { error, baseUrl: server.url };
}
