// What stands behind the facade, for those who need a bare request: the generated operations, types and schemas, and
// the fetch client that each operation takes, under a name of its own beside the operation `createClient`.
export type { Client } from '../generated/client/index.js';
export * from '../generated/index.js';
export * from '../generated/schemas.gen.js';
export { createFetchClient } from './fetch-client.js';
