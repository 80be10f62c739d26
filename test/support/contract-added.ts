/** What openapi.yaml has to say of an operation that the vendor's document of client management does not have. */
export interface AddedOperation {
  readonly method: 'GET' | 'DELETE';
  readonly path: string;
  readonly tag: 'clients' | 'credentials';
  /** The names of the schemes that are alternatives; none if the operation needs no credential. */
  readonly credentials: readonly string[];
  /** The parameters in path and query; a `!` marks the required ones. */
  readonly parameters: readonly string[];
  /** The success, then the failures. */
  readonly statuses: readonly [number, ...number[]];
  /** The model of the body by status; the other statuses have none. */
  readonly models: Readonly<Record<number, string>>;
}

const CREDENTIALS = ['x-signature', 'asc_auth_key'];
const ERROR = 'ErrorBody';

/** By operationId. */
export const ADDED: Readonly<Record<string, AddedOperation>> = {
  generateJwtToken: {
    method: 'GET',
    path: '/api/2.0/security/oauth2/token',
    tag: 'credentials',
    credentials: ['Bearer', 'Basic', 'asc_auth_key'],
    parameters: [],
    statuses: [200, 401, 402, 403, 404, 429],
    models: { 200: 'JwtTokenResponse', 403: 'PortalError' },
  },
  getClients: {
    method: 'GET',
    path: '/api/2.0/clients',
    tag: 'clients',
    credentials: CREDENTIALS,
    parameters: ['limit', 'last_client_id', 'last_created_on', 'page'],
    statuses: [200, 400, 401, 403, 429, 500],
    models: { 200: 'ClientPage', 400: ERROR, 403: ERROR, 500: ERROR },
  },
  getClient: {
    method: 'GET',
    path: '/api/2.0/clients/{clientId}',
    tag: 'clients',
    credentials: CREDENTIALS,
    parameters: ['clientId!'],
    statuses: [200, 401, 403, 404, 429, 500],
    models: { 200: 'ClientResponse', 403: ERROR, 404: ERROR, 500: ERROR },
  },
  getClientInfo: {
    method: 'GET',
    path: '/api/2.0/clients/{clientId}/info',
    tag: 'clients',
    credentials: CREDENTIALS,
    parameters: ['clientId!'],
    statuses: [200, 401, 403, 404, 429, 500],
    models: { 200: 'ClientInfoResponse', 403: ERROR, 404: ERROR, 500: ERROR },
  },
  getPublicClientInfo: {
    method: 'GET',
    path: '/api/2.0/clients/{clientId}/public/info',
    tag: 'clients',
    credentials: [],
    parameters: ['clientId!'],
    statuses: [200, 403, 404, 429, 500],
    models: { 200: 'ClientInfoResponse', 403: ERROR, 404: ERROR, 500: ERROR },
  },
  getClientsInfo: {
    method: 'GET',
    path: '/api/2.0/clients/info',
    tag: 'clients',
    credentials: CREDENTIALS,
    parameters: ['limit!', 'last_client_id', 'last_created_on', 'page'],
    statuses: [200, 400, 401, 403, 429, 500],
    models: { 200: 'ClientInfoPage', 400: ERROR, 403: ERROR, 500: ERROR },
  },
  getConsents: {
    method: 'GET',
    path: '/api/2.0/clients/consents',
    tag: 'clients',
    credentials: CREDENTIALS,
    parameters: ['limit!', 'last_modified_on', 'page'],
    statuses: [200, 400, 401, 403, 429, 500],
    models: { 200: 'ConsentPage', 400: ERROR, 403: ERROR, 500: ERROR },
  },
  getScopes: {
    method: 'GET',
    path: '/api/2.0/scopes',
    tag: 'clients',
    credentials: CREDENTIALS,
    parameters: [],
    statuses: [200, 401, 403, 429, 500],
    models: { 200: 'ScopeList', 403: ERROR, 500: ERROR },
  },
  deleteUserClients: {
    method: 'DELETE',
    path: '/api/2.0/clients',
    tag: 'clients',
    credentials: CREDENTIALS,
    parameters: [],
    statuses: [200, 401, 403, 429, 500],
    models: { 403: ERROR, 500: ERROR },
  },
  deleteTenantClients: {
    method: 'DELETE',
    path: '/api/2.0/clients/tenant',
    tag: 'clients',
    credentials: CREDENTIALS,
    parameters: [],
    statuses: [200, 401, 403, 429, 500],
    models: { 403: ERROR, 500: ERROR },
  },
};
