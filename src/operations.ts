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

/** Whether an operation makes something new, which it answers as JSON and would make again if it were repeated. */
export const CREATES: Readonly<Record<OperationName, boolean>> = {
  createClient: true,
  updateClient: false,
  deleteClient: false,
  changeActivation: false,
  regenerateSecret: true,
  revokeUserClient: false,
};
