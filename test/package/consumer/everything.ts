import {
  type AbsoluteUrl,
  type AnyDocSpaceError,
  type AnyPage,
  ApiError,
  type ApiKey,
  type ApiPromise,
  AuthenticationError,
  apiList,
  apiPromise,
  BadRequestError,
  type CallOptions,
  type ChangeClientActivationRequest,
  type ChangedSettings,
  type ClientChanges,
  type ClientDescription,
  type ClientInfoPage,
  type ClientInfoResponse,
  type ClientListItem,
  type ClientLogo,
  ClientManagementApi,
  type ClientManagementOptions,
  type ClientName,
  type ClientPage,
  type ClientResponse,
  type ClientSecretResponse,
  ConfigurationError,
  type Confirmation,
  ConnectionError,
  type Consent,
  type ConsentPage,
  type CreateClientRequest,
  DocSpaceError,
  type ErrorCode,
  type ErrorContext,
  type ErrorName,
  type ErrorResponse,
  type FieldError,
  InternalServerError,
  InvalidRequestError,
  type Issue,
  isDocSpaceError,
  type List,
  type Logger,
  type LogLevel,
  NotFoundError,
  type OperationMethod,
  type OperationName,
  type PageQuery,
  type PageUrl,
  PermissionDeniedError,
  type ProblemDetails,
  RateLimitError,
  type RequestBody,
  type RequestInfo,
  type ResponseInfo,
  ResponseValidationError,
  type RetryOptions,
  SCOPES,
  type Scope,
  type ScopeList,
  type ScopeResponse,
  type SecurityScheme,
  ServiceUnavailableError,
  TimeoutError,
  toUpdateRequest,
  UnexpectedResponseError,
  type UpdatableClient,
  type UpdateClientRequest,
  type ValidateOptions,
  type WaitInfo,
  type WithResponse,
} from 'docspace-client-management';

// Uses the whole public API. `Fields` and `satisfies` let the compiler refuse what is forgotten or no longer there.

/** Every field of a type, optional ones too, but those that it inherits. */
type Fields<Type, Inherited = object> = { [Name in Exclude<keyof Type, keyof Inherited>]: Type[Name] };

const scopes: Scope[] = SCOPES.filter((scope) => /^files:read$|^openid$/.test(scope));
const clientName: ClientName = 'Reporting';
const clientDescription: ClientDescription = 'Builds the report';
const clientLogo: ClientLogo = 'data:image/png;base64,iVBORw0KGgo=';
const website: PageUrl = 'https://reporting.example.com';
const origin: AbsoluteUrl = 'https://reporting.example.com';
const created = {
  name: clientName,
  description: clientDescription,
  logo: clientLogo,
  scopes,
  allow_pkce: true,
  is_public: false,
  website_url: website,
  terms_url: 'https://reporting.example.com/terms',
  policy_url: 'https://reporting.example.com/privacy',
  redirect_uris: ['https://reporting.example.com/callback'],
  allowed_origins: [origin],
  logout_redirect_uri: 'https://reporting.example.com/goodbye',
} satisfies Fields<CreateClientRequest>;
const createdAsConst: RequestBody<CreateClientRequest> = { ...created, scopes: SCOPES, description: undefined };

const { name, description, logo, allow_pkce, is_public, allowed_origins, redirect_uris } = created;
const updated = {
  name,
  description,
  logo,
  allow_pkce,
  is_public,
  allowed_origins,
  scopes,
  redirect_uris,
} satisfies Fields<UpdateClientRequest>;

const deactivated = { status: false } satisfies Fields<ChangeClientActivationRequest>;

const retry: Fields<RetryOptions> = { maxRetries: 2, initialDelay: 1, maxDelay: 2 };
const validate: Fields<ValidateOptions> = { request: true, response: true };
const callOptions: Fields<CallOptions> = {
  signal: new AbortController().signal,
  timeout: 10_000,
  maxWait: 10_000,
  retry,
  validate,
  headers: { 'x-trace': 'everything' },
};

const apiKey: ApiKey = async () => 'emulator-key';
const logLevels: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3, off: 4 };
const methods: Record<OperationMethod, OperationName[]> = {
  GET: [
    'getClients',
    'getClient',
    'getClientInfo',
    'getClientsInfo',
    'getPublicClientInfo',
    'getConsents',
    'getScopes',
  ],
  POST: ['createClient'],
  PUT: ['updateClient'],
  PATCH: ['changeActivation', 'regenerateSecret'],
  DELETE: ['revokeUserClient', 'deleteClient', 'deleteUserClients', 'deleteTenantClients'],
};

function allOptions(baseUrl: string, log: (line: string) => void): Fields<ClientManagementOptions> {
  const logger: Fields<Logger> = { debug: log, info: log, warn: log, error: log };
  const onWait = (wait: WaitInfo): void => {
    const { operation, method, delay, queued } = wait satisfies Fields<WaitInfo>;
    log(`${operation} (${method}) waits ${delay} ms with ${queued} in line`);
  };
  const { signal, ...shared } = callOptions;
  return {
    ...shared,
    baseUrl,
    allowInsecureConnection: false,
    apiKey,
    // Excludes apiKey.
    credentials: undefined,
    securityScheme: undefined,
    pacing: true,
    onWait,
    maxResponseBytes: 1_000_000,
    fetch: (...args: Parameters<typeof fetch>) => fetch(...args),
    logger,
    logLevel: logLevels.off ? 'debug' : 'off',
  };
}

/** What an error is, and the names of the fields that its class adds. */
function describe(error: unknown): string {
  if (!(error instanceof DocSpaceError)) {
    return `foreign: ${String(error)}`;
  }
  const common: Fields<DocSpaceError, Error> = {
    code: error.code,
    operation: error.operation,
    request: error.request,
    attempts: error.attempts,
    mayHaveRun: error.mayHaveRun,
    cursor: error.cursor,
  };
  const name: ErrorName = error.name;
  const base: Fields<Error> = { name, message: error.message, stack: error.stack, cause: error.cause };
  const { code, operation, attempts } = common;
  return [base.name, code, operation, attempts, ...Object.keys(ownFields(error))].join(' ');
}

function ownFields(error: DocSpaceError): object {
  if (error instanceof ApiError) {
    const { status, response, body, problem, reason } = error;
    const fields: Fields<ApiError, DocSpaceError> = { status, response, body, problem, reason };
    return { ...fields, ...ownApiFields(error) };
  }
  if (error instanceof ResponseValidationError) {
    const { issues, getData, status } = error;
    return { issues, getData, status } satisfies Fields<ResponseValidationError, DocSpaceError>;
  }
  if (error instanceof UnexpectedResponseError) {
    return { status: error.status } satisfies Fields<UnexpectedResponseError, DocSpaceError>;
  }
  if (error instanceof InvalidRequestError) {
    return { issues: error.issues } satisfies Fields<InvalidRequestError, DocSpaceError>;
  }
  if (error instanceof TimeoutError) {
    return { retryAfter: error.retryAfter } satisfies Fields<TimeoutError, DocSpaceError>;
  }
  return {};
}

function ownApiFields(error: ApiError): object {
  if (error instanceof BadRequestError) {
    return { fieldErrors: error.fieldErrors } satisfies Fields<BadRequestError, ApiError>;
  }
  if (error instanceof RateLimitError) {
    return { retryAfter: error.retryAfter } satisfies Fields<RateLimitError, ApiError>;
  }
  if (error instanceof ServiceUnavailableError) {
    return { retryAfter: error.retryAfter } satisfies Fields<ServiceUnavailableError, ApiError>;
  }
  return {};
}

function retryAfterOf(error: unknown): number | undefined {
  const own: AnyDocSpaceError | undefined = isDocSpaceError(error) ? error : undefined;
  return own?.code === 'RATE_LIMIT' ? own.retryAfter : undefined;
}

function oneOfEachError(): Record<ErrorCode, DocSpaceError> {
  const context = {
    operation: 'createClient',
    client: '"Reporting"',
    request: { method: 'POST', url: 'https://portal.example.com/api/2.0/clients' } satisfies Fields<RequestInfo>,
    attempts: 2,
    mayHaveRun: false,
    cause: new Error('beneath'),
  } satisfies Fields<ErrorContext>;
  const fieldError: Fields<FieldError> = { field: 'name', code: 'ErrorName', message: 'is too short' };
  const problem = {
    type: 'about:blank',
    title: 'Bad',
    status: 400,
    detail: 'name is too short',
    instance: '/api/2.0/clients',
    errors: [fieldError],
  } satisfies Fields<ProblemDetails>;
  const failure = {
    response: { status: 400, headers: { 'content-type': 'application/json' } } satisfies Fields<ResponseInfo>,
    body: '{}',
    problem,
    reason: 'none',
    retryAfter: 1_000,
  } satisfies Fields<ErrorResponse>;
  const issues: Fields<Issue>[] = [{ path: 'name', message: 'is missing' }];
  return {
    CONFIGURATION: new ConfigurationError('constructed', context),
    INVALID_REQUEST: new InvalidRequestError(issues, context),
    API: new ApiError('constructed', failure, context),
    BAD_REQUEST: new BadRequestError('constructed', failure, context),
    AUTHENTICATION: new AuthenticationError('constructed', failure, context),
    PERMISSION_DENIED: new PermissionDeniedError('constructed', failure, context),
    NOT_FOUND: new NotFoundError('constructed', failure, context),
    RATE_LIMIT: new RateLimitError('constructed', failure, context),
    SERVICE_UNAVAILABLE: new ServiceUnavailableError('constructed', failure, context),
    INTERNAL_SERVER: new InternalServerError('constructed', failure, context),
    UNEXPECTED_RESPONSE: new UnexpectedResponseError('constructed', 302, context),
    RESPONSE_VALIDATION: new ResponseValidationError(issues, {}, 201, context),
    CONNECTION: new ConnectionError('constructed', context),
    TIMEOUT: new TimeoutError('constructed', context, 1_000),
  };
}

const securityScheme: SecurityScheme = 'x-signature';

async function count<Page extends AnyPage>(items: List<Page> | AsyncIterable<Page>): Promise<number> {
  let total = 0;
  for await (const item of items as AsyncIterable<ClientListItem | Consent | ScopeResponse | Page>) {
    total += item ? 1 : 0;
  }
  return total;
}

/** Calls every method, meets errors, and returns a line for each. */
export async function everything(baseUrl: string): Promise<string[]> {
  const logged: string[] = [];
  const lines: string[] = [];
  const first = new ClientManagementApi(allOptions(baseUrl, (line) => logged.push(line)));
  const api = first.withOptions({ timeout: 20_000 });

  const client: ClientResponse = await api.createClient(created);
  const { client_id } = client;
  let secret: ClientSecretResponse = { client_secret: client.client_secret ?? '' };
  const confirmation: Confirmation = { confirm: new URL(baseUrl).host };
  const query: PageQuery = { limit: 10 };
  const calls: Record<OperationName, () => ApiPromise<unknown>> = {
    getClients: (): ApiPromise<ClientPage> => api.getClients(query, callOptions),
    getClient: () => api.getClient(client_id, callOptions),
    getClientInfo: (): ApiPromise<ClientInfoResponse> => api.getClientInfo(client_id, callOptions),
    getClientsInfo: (): ApiPromise<ClientInfoPage> => api.getClientsInfo(query, callOptions),
    getPublicClientInfo: () => api.getPublicClientInfo(client_id, callOptions),
    getConsents: (): ApiPromise<ConsentPage> => api.getConsents(query, callOptions),
    getScopes: (): ApiPromise<ScopeList> => api.getScopes(callOptions),
    createClient: () => api.createClient(createdAsConst, callOptions),
    updateClient: () => api.updateClient(client_id, updated, callOptions),
    changeActivation: () => api.changeActivation(client_id, deactivated, callOptions),
    regenerateSecret: () => api.regenerateSecret(client_id, callOptions),
    revokeUserClient: () => api.revokeUserClient(client_id, callOptions),
    deleteClient: () => api.deleteClient(client_id, callOptions),
    deleteUserClients: () => api.deleteUserClients(confirmation, callOptions),
    deleteTenantClients: () => api.deleteTenantClients(confirmation, callOptions),
  };
  const changes: ClientChanges = (current): ChangedSettings => ({ name: `${current.name} 2`, logo: undefined });
  lines.push(`modified ${await api.modifyClient(client_id, changes)}, ${await api.modifyClient(client_id, {})}`);
  lines.push(`kept ${toUpdateRequest(client satisfies UpdatableClient).logo === client.logo}`);
  lines.push(`listed ${await count(api.listClients(query))} ${await count(api.listClientsInfo(query))}`);
  const fake: Pick<ClientManagementApi, 'getClient' | 'listClients'> = {
    getClient: () => apiPromise(client),
    listClients: () => apiList({ data: [client], limit: 50 }),
  };
  lines.push(`faked ${(await fake.getClient('id')).name} ${await count(fake.listClients())}`);
  lines.push(`consents ${await count(api.withOptions({ securityScheme }).listConsents(query).pages())}`);
  secret = await api.regenerateSecret(client_id);
  lines.push(`secret ${secret.client_secret !== client.client_secret ? 'changed' : 'unchanged'}`);
  for (const [operation, call] of Object.entries(calls)) {
    const { data, response, attempts }: WithResponse<unknown> = await call().withResponse();
    const { status, headers }: ResponseInfo = response;
    lines.push([operation, typeof data, status, 'date' in headers, attempts].join(' '));
  }

  const refused: Promise<unknown>[] = [
    api.deleteClient(client_id, { retry: false, validate: false }),
    api.deleteClient('no UUID'),
    api.deleteClient(client_id, { signal: AbortSignal.abort(new Error('enough')) }),
    new ClientManagementApi({ baseUrl, apiKey: 'wrong' }).deleteClient(client_id),
  ];
  for (const result of await Promise.allSettled(refused)) {
    lines.push(result.status === 'rejected' ? describe(result.reason) : 'fulfilled');
  }
  lines.push(...Object.values(oneOfEachError()).map(describe));
  lines.push(`retry after ${retryAfterOf(oneOfEachError().RATE_LIMIT)}`);
  lines.push(`logged ${logged.length > 0}, of ${Object.values(methods).flat().length} operations`);
  return lines;
}
