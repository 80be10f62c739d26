/** The operations of the contract, by the names it gives them. */
export type OperationName =
  | 'createClient'
  | 'updateClient'
  | 'deleteClient'
  | 'changeActivation'
  | 'regenerateSecret'
  | 'revokeUserClient';

/** The HTTP methods that the operations use; the service counts its limits by them. */
export type OperationMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What the funnel has to know of an operation. */
export interface Operation {
  readonly method: OperationMethod;
  /** Whether it makes something new, which it answers as JSON and would make again if it were repeated. */
  readonly creates: boolean;
}

export const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
  createClient: { method: 'POST', creates: true },
  updateClient: { method: 'PUT', creates: false },
  deleteClient: { method: 'DELETE', creates: false },
  changeActivation: { method: 'PATCH', creates: false },
  regenerateSecret: { method: 'PATCH', creates: true },
  revokeUserClient: { method: 'DELETE', creates: false },
};
