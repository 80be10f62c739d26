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

/** The HTTP methods that the operations use. The service counts its rate limits by them. */
export type OperationMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

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
