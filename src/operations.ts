import { validate as isChangeClientActivationRequest } from '../generated/validators/ChangeClientActivationRequest.gen.js';
import { validate as isClientResponse } from '../generated/validators/ClientResponse.gen.js';
import { validate as isClientSecretResponse } from '../generated/validators/ClientSecretResponse.gen.js';
import { validate as isCreateClientRequest } from '../generated/validators/CreateClientRequest.gen.js';
import { validate as isUpdateClientRequest } from '../generated/validators/UpdateClientRequest.gen.js';
import type { ValidationFailure } from '../generated/validators/validation-failure.gen.js';

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

/** A generated check of a value against a schema of the contract. */
export interface Validator {
  (value: unknown): boolean;
  errors?: ValidationFailure[] | null;
}

interface Operation {
  /** Whether running it twice has the same effect as running it once, so that it may be sent again. */
  readonly idempotent: boolean;
  /** The schema of the request body; not set if the operation takes none. */
  readonly request?: Validator;
  /** The schema of the JSON that a success returns; not set if it returns no body. */
  readonly response?: Validator;
}

/** What the facade knows of each operation. Method, path and media type come from its generated function. */
export const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
  createClient: { idempotent: false, request: isCreateClientRequest, response: isClientResponse },
  updateClient: { idempotent: true, request: isUpdateClientRequest },
  deleteClient: { idempotent: true },
  changeActivation: { idempotent: true, request: isChangeClientActivationRequest },
  regenerateSecret: { idempotent: false, response: isClientSecretResponse },
  revokeUserClient: { idempotent: true },
};
