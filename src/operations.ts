import {
  ChangeClientActivationRequestRules,
  ClientResponseRules,
  ClientSecretResponseRules,
  CreateClientRequestRules,
  UpdateClientRequestRules,
  type ValidationSchema,
} from '../generated/validation-schemas.gen.js';

/** The operations of the contract, by the names it gives them. */
export type OperationName =
  | 'createClient'
  | 'updateClient'
  | 'deleteClient'
  | 'changeActivation'
  | 'regenerateSecret'
  | 'revokeUserClient';

/** The HTTP methods of requests. The service counts its rate limits by them. */
export type OperationMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

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
  /** The schema of the request body; not set if the operation takes none. */
  readonly request?: ValidationSchema;
  /** The schema of the JSON that a success returns; not set if it returns no body. */
  readonly response?: ValidationSchema;
}

/** What the facade knows of each operation. Method, path and media type come from its generated function. */
export const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
  createClient: { idempotent: false, request: CreateClientRequestRules, response: ClientResponseRules },
  updateClient: { idempotent: true, request: UpdateClientRequestRules },
  deleteClient: { idempotent: true },
  changeActivation: { idempotent: true, request: ChangeClientActivationRequestRules },
  regenerateSecret: { idempotent: false, response: ClientSecretResponseRules },
  revokeUserClient: { idempotent: true },
};
