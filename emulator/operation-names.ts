/** The operations, by the names of the SDK. `generateJwtToken` is the request for a signature. */
export const OPERATION_NAMES = [
  'getClients',
  'getClient',
  'getClientInfo',
  'getClientsInfo',
  'getPublicClientInfo',
  'getConsents',
  'getScopes',
  'createClient',
  'updateClient',
  'deleteClient',
  'changeActivation',
  'regenerateSecret',
  'revokeUserClient',
  'deleteUserClients',
  'deleteTenantClients',
  'generateJwtToken',
] as const;

/** An operation, by the name of the SDK. `generateJwtToken` is the request for a signature. */
export type EmulatorOperation = (typeof OPERATION_NAMES)[number];
