/** The operations of the vendor's own document. */
export type SourceName =
  | 'createClient'
  | 'updateClient'
  | 'deleteClient'
  | 'changeActivation'
  | 'regenerateSecret'
  | 'revokeUserClient';

/** What the vendor's own document says of an operation. */
export interface SourceOperation {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** The documented statuses, the success first. */
  statuses: readonly [number, ...number[]];
  /** The model of the request body. */
  body?: string;
  /** The model of the response; not set if the document says "object", for then the service returns nothing. */
  returns?: string;
}

/** Statuses that the vendor's document does not name. They were seen on the operations that it describes. */
export const SEEN_AS_WELL: Record<SourceName, readonly number[]> = {
  createClient: [401, 415],
  updateClient: [401, 415],
  deleteClient: [401],
  changeActivation: [401, 415],
  regenerateSecret: [401],
  revokeUserClient: [401],
};

/** The vendor's document, by heart: openapi.yaml must say the same, and more. All operations take the cookie `asc_auth_key`. */
export const SOURCE: Record<SourceName, SourceOperation> = {
  createClient: {
    method: 'POST',
    path: '/api/2.0/clients',
    statuses: [201, 400, 403, 429, 500],
    body: 'CreateClientRequest',
    returns: 'ClientResponse',
  },
  updateClient: {
    method: 'PUT',
    path: '/api/2.0/clients/{clientId}',
    statuses: [200, 400, 403, 404, 429, 500],
    body: 'UpdateClientRequest',
  },
  deleteClient: {
    method: 'DELETE',
    path: '/api/2.0/clients/{clientId}',
    statuses: [200, 400, 403, 404, 429, 500],
  },
  changeActivation: {
    method: 'PATCH',
    path: '/api/2.0/clients/{clientId}/activation',
    statuses: [200, 400, 403, 404, 429, 500],
    body: 'ChangeClientActivationRequest',
  },
  regenerateSecret: {
    method: 'PATCH',
    path: '/api/2.0/clients/{clientId}/regenerate',
    statuses: [200, 400, 403, 404, 429, 500],
    returns: 'ClientSecretResponse',
  },
  revokeUserClient: {
    method: 'DELETE',
    path: '/api/2.0/clients/{clientId}/revoke',
    statuses: [200, 400, 403, 404, 429, 500, 503],
  },
};

export const OPERATION_NAMES: readonly SourceName[] = Object.keys(SOURCE) as SourceName[];

/** The model of a response; `undefined` if it has no body, or none of a known form. */
export function answerModel({ method, statuses, returns }: SourceOperation, status: number): string | undefined {
  if (status === statuses[0]) {
    return returns;
  }
  // A 400 of a DELETE, the limit of a method, a bad session, a service that is not available: these have no body.
  const silent = (status === 400 && method === 'DELETE') || status === 401 || status === 429 || status === 503;
  return silent ? undefined : 'ErrorBody';
}
