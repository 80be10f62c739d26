import {
  ChangeClientActivationRequestRules,
  ClientInfoPageRules,
  ClientInfoResponseRules,
  ClientPageRules,
  ClientResponseRules,
  ClientSecretResponseRules,
  ConsentPageRules,
  CreateClientRequestRules,
  ScopeListRules,
  UpdateClientRequestRules,
  type ValidationSchema,
} from '../generated/validation-schemas.gen.js';

/** The operations of the contract, by the names it gives them. */
export type OperationName =
  | 'getClients'
  | 'getClient'
  | 'getClientInfo'
  | 'getClientsInfo'
  | 'getPublicClientInfo'
  | 'getConsents'
  | 'getScopes'
  | 'createClient'
  | 'updateClient'
  | 'deleteClient'
  | 'changeActivation'
  | 'regenerateSecret'
  | 'revokeUserClient'
  | 'deleteUserClients'
  | 'deleteTenantClients';

/** The HTTP methods of requests. The service counts its rate limits by them. */
export type OperationMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a page says of the next one. */
export const CURSORS = ['last_client_id', 'last_created_on', 'last_modified_on'] as const;

/** Where a page starts, and its size. Cursors are opaque: they go back to the service as they came. */
export interface PageQuery {
  /** The most items of a page: 1 to 50. Lists have as many pages as they need. Default 50. */
  readonly limit?: number | undefined;
  /** The number of a page, from 0 on, at portals of DocSpace 3.0. */
  readonly page?: number | undefined;
  /** A cursor of the page before. */
  readonly last_client_id?: string | undefined;
  /** A cursor of the page before. */
  readonly last_created_on?: string | undefined;
  /** A cursor of the page of consents before. */
  readonly last_modified_on?: string | undefined;
}

interface Operation {
  /** Whether running it twice has the same effect as running it once, so that it may be sent again. */
  readonly idempotent: boolean;
  /** Whether it needs no credential. */
  readonly isPublic?: boolean;
  /** The schema of the request body; not set if the operation takes none. */
  readonly request?: ValidationSchema;
  /** Schemas with fields that the request does not change, although they look as if it did. */
  readonly unchanged?: readonly ValidationSchema[];
  /** The schema of the JSON that a success returns; not set if it returns no body. */
  readonly response?: ValidationSchema;
  /** What a success has to hold even if responses are not checked: it is lost otherwise. */
  readonly essential?: readonly string[];
}

/** What the facade knows of each operation. Method, path and media type come from its generated function. */
export const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
  getClients: { idempotent: true, response: ClientPageRules },
  getClient: { idempotent: true, response: ClientResponseRules },
  getClientInfo: { idempotent: true, response: ClientInfoResponseRules },
  getClientsInfo: { idempotent: true, response: ClientInfoPageRules },
  getPublicClientInfo: { idempotent: true, isPublic: true, response: ClientInfoResponseRules },
  getConsents: { idempotent: true, response: ConsentPageRules },
  getScopes: { idempotent: true, response: ScopeListRules },
  createClient: {
    idempotent: false,
    request: CreateClientRequestRules,
    response: ClientResponseRules,
    essential: ['client_id', 'client_secret'],
  },
  updateClient: {
    idempotent: true,
    request: UpdateClientRequestRules,
    unchanged: [CreateClientRequestRules, ClientResponseRules],
  },
  deleteClient: { idempotent: true },
  changeActivation: { idempotent: true, request: ChangeClientActivationRequestRules },
  regenerateSecret: { idempotent: false, response: ClientSecretResponseRules, essential: ['client_secret'] },
  revokeUserClient: { idempotent: true },
  // Sent again, they would delete what was created meanwhile.
  deleteUserClients: { idempotent: false },
  deleteTenantClients: { idempotent: false },
};
