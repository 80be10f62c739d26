import type {
  ApiPromise,
  CallOptions,
  ClientManagementApi,
  ClientResponse,
  CreateClientRequest,
  OperationMethod,
  OperationName,
  UpdateClientRequest,
} from '../../src/index.js';
import type { CannedResponse } from './server.js';
import { DONE } from './steps.js';

export const CLIENT_ID = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';

/** Another id for each number. Writes on one client wait for each other, those on several do not. */
export function clientId(number: number): string {
  return CLIENT_ID.slice(0, -4) + String(number).padStart(4, '0');
}

export const LOGO = 'data:image/png;base64,iVBORw0KGgo=';

export const CREATE_REQUEST: CreateClientRequest = {
  name: 'Reporting',
  logo: LOGO,
  scopes: ['files:read'],
  website_url: 'https://example.com',
  terms_url: 'https://example.com/terms',
  policy_url: 'https://example.com/policy',
  redirect_uris: ['https://example.com/callback'],
  allowed_origins: ['https://example.com'],
  logout_redirect_uri: 'https://example.com/logout',
};

export const UPDATE_REQUEST: UpdateClientRequest = {
  name: 'Reporting',
  logo: LOGO,
  allowed_origins: ['https://example.com'],
};

export const CLIENT: ClientResponse = {
  name: 'Reporting',
  description: null,
  tenant: 1,
  scopes: ['files:read'],
  enabled: true,
  client_id: CLIENT_ID,
  client_secret: '8cfbc2d3-secret',
  website_url: 'https://example.com',
  terms_url: 'https://example.com/terms',
  policy_url: 'https://example.com/policy',
  logo: LOGO,
  authentication_methods: ['client_secret_post'],
  redirect_uris: ['https://example.com/callback'],
  allowed_origins: ['https://example.com'],
  logout_redirect_uris: ['https://example.com/logout'],
  created_on: '2025-01-31T10:00:00.123Z',
  created_by: 'user',
  modified_on: '2025-01-31T10:00:00+00:00',
  modified_by: 'user',
  is_public: false,
};

const SECRET = { client_secret: 'a-new-secret' };

/** A success with a body of JSON. */
export function json(status: number, body: unknown): CannedResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export const CREATED: CannedResponse = json(201, CLIENT);

export interface OperationCase {
  operation: OperationName;
  method: OperationMethod;
  url: string;
  run: (api: ClientManagementApi, options?: CallOptions) => ApiPromise<unknown>;
  success: CannedResponse;
  data: unknown;
}

const CLIENTS_URL = '/api/2.0/clients';
const CLIENT_URL = `${CLIENTS_URL}/${CLIENT_ID}`;

/** The operations that are not idempotent and return JSON. */
export const CREATING: readonly OperationCase[] = [
  {
    operation: 'createClient',
    method: 'POST',
    url: CLIENTS_URL,
    run: (api, options) => api.createClient(CREATE_REQUEST, options),
    success: CREATED,
    data: CLIENT,
  },
  {
    operation: 'regenerateSecret',
    method: 'PATCH',
    url: `${CLIENT_URL}/regenerate`,
    run: (api, options) => api.regenerateSecret(CLIENT_ID, options),
    success: json(200, SECRET),
    data: SECRET,
  },
];

/** The idempotent operations. */
export const REPEATABLE: readonly OperationCase[] = [
  {
    operation: 'updateClient',
    method: 'PUT',
    url: CLIENT_URL,
    run: (api, options) => api.updateClient(CLIENT_ID, UPDATE_REQUEST, options),
    success: DONE,
    data: undefined,
  },
  {
    operation: 'deleteClient',
    method: 'DELETE',
    url: CLIENT_URL,
    run: (api, options) => api.deleteClient(CLIENT_ID, options),
    success: DONE,
    data: undefined,
  },
  {
    operation: 'changeActivation',
    method: 'PATCH',
    url: `${CLIENT_URL}/activation`,
    run: (api, options) => api.changeActivation(CLIENT_ID, { status: true }, options),
    success: DONE,
    data: undefined,
  },
  {
    operation: 'revokeUserClient',
    method: 'DELETE',
    url: `${CLIENT_URL}/revoke`,
    run: (api, options) => api.revokeUserClient(CLIENT_ID, options),
    success: DONE,
    data: undefined,
  },
];

export const ALL_OPERATIONS: readonly OperationCase[] = [...CREATING, ...REPEATABLE];
