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
};
