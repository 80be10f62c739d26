import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ApiError,
  BadRequestError,
  type CallOptions,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServiceUnavailableError,
} from '../../src/index.js';
import { createApi } from '../support/api.js';
import { answerModel, OPERATION_NAMES, SOURCE, type SourceName } from '../support/contract-source.js';
import { openapi, resolve, schemaCheck } from '../support/document.js';
import { type MockServer, startMockServer } from '../support/mock-server.js';

const ID = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';
const LOGO = 'data:image/png;base64,iVBORw0KGgo=';
const CREATE = {
  name: 'Contract',
  logo: LOGO,
  scopes: ['files:read', 'a-scope-of-this-portal'],
  website_url: 'https://contract.example.com',
  terms_url: 'https://contract.example.com/terms',
  policy_url: 'https://contract.example.com/privacy',
  redirect_uris: ['https://contract.example.com/callback'],
  allowed_origins: ['https://contract.example.com'],
  logout_redirect_uri: 'https://contract.example.com/goodbye',
};
const UPDATE = { name: 'Contract', logo: LOGO, allowed_origins: ['https://contract.example.com'] };

const BODIES: Partial<Record<SourceName, object>> = {
  createClient: CREATE,
  updateClient: UPDATE,
  changeActivation: { status: false },
};

const ERROR_CLASSES: Record<number, typeof ApiError> = {
  400: BadRequestError,
  403: PermissionDeniedError,
  404: NotFoundError,
  429: RateLimitError,
  500: InternalServerError,
  503: ServiceUnavailableError,
};

let mock: MockServer;
beforeAll(async () => {
  mock = await startMockServer();
});
afterAll(() => mock.close());

function setUp() {
  const sent: Request[] = [];
  const received: Response[] = [];
  const api = createApi({
    baseUrl: mock.url,
    apiKey: 'contract-key',
    retry: false,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      sent.push(request.clone());
      const response = await fetch(request);
      received.push(response);
      return response;
    },
  });
  const call = (operation: SourceName, options: CallOptions) =>
    ({
      createClient: () => api.createClient(CREATE, options),
      updateClient: () => api.updateClient(ID, UPDATE, options),
      deleteClient: () => api.deleteClient(ID, options),
      changeActivation: () => api.changeActivation(ID, { status: false }, options),
      regenerateSecret: () => api.regenerateSecret(ID, options),
      revokeUserClient: () => api.revokeUserClient(ID, options),
    })
      [operation]()
      .withResponse();
  return { sent, received, call };
}

describe.each(OPERATION_NAMES)('%s()', (operation) => {
  const source = SOURCE[operation];
  const [success, ...failures] = source.statuses;

  it('sends the documented request', async () => {
    const { sent, call } = setUp();
    await call(operation, {});
    expect(sent).toHaveLength(1);
    const [request] = sent;
    const body = BODIES[operation];
    expect(request?.method).toBe(source.method);
    expect(request?.url).toBe(mock.url + source.path.replace('{clientId}', ID));
    expect(request?.headers.get('cookie')).toBe('asc_auth_key=contract-key');
    expect(request?.headers.get('accept')).toBe('application/json');
    expect(request?.headers.get('content-type')).toBe(body ? 'application/json' : null);
    expect(await request?.text()).toBe(body ? JSON.stringify(body) : '');
  });

  it(`resolves on ${success}`, async () => {
    const { call, received } = setUp();
    const { data, response, attempts } = await call(operation, { headers: { prefer: `code=${success}` } });
    expect(response.status).toBe(success);
    expect(received.map(({ headers }) => headers.get('sl-violations'))).toEqual([null]);
    expect(attempts).toBe(1);
    if (source.returns) {
      const check = schemaCheck(source.returns);
      expect(check(data), JSON.stringify(check.errors)).toBe(true);
    } else {
      expect(data).toBeUndefined();
    }
  });

  it.each(failures)('rejects on %i', async (status) => {
    const error = await failureOf(operation, status);
    expect(error).toMatchObject({ status, operation, attempts: 1 });
    expect(error.constructor).toBe(ERROR_CLASSES[status]);
    expect(error.message).toMatch(new RegExp(`^${operation} .*: the portal returned ${status}`));
    if (answerModel(source, status)) {
      expect(error.problem).toEqual(JSON.parse(error.body));
      expect(schemaCheck('ProblemDetails')(error.problem)).toBe(true);
      expect(error.problem?.status).toBe(status);
    } else {
      expect(error.body).toBe('');
      expect(error.problem).toBeUndefined();
    }
  });

  it.each(failures.filter((status) => answerModel(source, status)))(
    'ApiError.reason: is that of old services on %i',
    async (status) => {
      const error = await failureOf(operation, status, ', example=reason');
      expect(error.reason).toBe(JSON.parse(error.body).reason);
      expect(error.message).toContain(error.reason);
      expect(error.problem).toBeUndefined();
    },
  );

  async function failureOf(operation: SourceName, status: number, preference = ''): Promise<ApiError> {
    const options = { headers: { prefer: `code=${status}${preference}` } };
    const { call, received } = setUp();
    const error = await call(operation, options).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof ApiError)) {
      throw new Error(`no ApiError for ${status}`, { cause: error });
    }
    expect(received.map(({ headers }) => headers.get('sl-violations'))).toEqual([null]);
    return error;
  }
});

describe('responses of Prism', () => {
  it('BadRequestError.fieldErrors: name the fields that failed validation', async () => {
    const { call } = setUp();
    const error = await call('createClient', { headers: { prefer: 'code=400' } }).catch((reason: unknown) => reason);
    const { value } = resolve(openapi.components?.examples?.ValidationProblem);
    expect(error).toMatchObject({ fieldErrors: value?.errors });
  });

  it('ApiError.problem: is read from its own media type', async () => {
    const { call } = setUp();
    const headers = { prefer: 'code=404', accept: 'application/problem+json' };
    const error = await call('deleteClient', { headers }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ problem: { title: 'Not Found' } });
  });

  it('RateLimitError.retryAfter: is the wait of an empty 429 in ms', async () => {
    const { call } = setUp();
    const error = await call('createClient', { headers: { prefer: 'code=429' } }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ retryAfter: 6000, body: '' });
  });
});

describe('Prism', () => {
  it.each([
    ['no credential', {}, 401],
    ['a signature', { 'x-signature': 'a-signature' }, 200],
    ['a session', { cookie: 'asc_auth_key=a-session' }, 200],
    ['a cookie of another name', { cookie: 'other=a-session' }, 401],
    ['an API key', { authorization: 'Bearer sk-key' }, 401],
  ])('returns to a request with %s', async (_, headers, status) => {
    const response = await fetch(`${mock.url}/api/2.0/clients/${ID}`, { method: 'DELETE', headers });
    expect(response.status).toBe(status);
  });

  it.each([
    ['a body', `/api/2.0/clients/${ID}/activation`, 'PATCH', '{"status":"off"}'],
    ['a client id', '/api/2.0/clients/17', 'DELETE', null],
  ])('reports %s that breaks the document', async (_, path, method, body) => {
    const headers = { cookie: 'asc_auth_key=contract-key', 'content-type': 'application/json' };
    const response = await fetch(mock.url + path, { method, headers, body });
    expect(response.headers.get('sl-violations')).toContain('Error');
  });
});
