/** An operation, by the name of the SDK. `generateJwtToken` is the request for a signature. */
export type EmulatorOperation =
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
  | 'deleteTenantClients'
  | 'generateJwtToken';

const NAMES: Readonly<Record<EmulatorOperation, true>> = {
  getClients: true,
  getClient: true,
  getClientInfo: true,
  getClientsInfo: true,
  getPublicClientInfo: true,
  getConsents: true,
  getScopes: true,
  createClient: true,
  updateClient: true,
  deleteClient: true,
  changeActivation: true,
  regenerateSecret: true,
  revokeUserClient: true,
  deleteUserClients: true,
  deleteTenantClients: true,
  generateJwtToken: true,
};

/** The names of all operations. */
export const OPERATION_NAMES: readonly EmulatorOperation[] = Object.keys(NAMES) as EmulatorOperation[];
