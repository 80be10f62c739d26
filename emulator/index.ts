/**
 * An emulator of the client management service of an ONLYOFFICE DocSpace portal, for tests. Start with
 * {@link createEmulator}. It needs Node, Bun or Deno.
 *
 * @module docspace-client-management/emulator
 */

export type { EmulatorClock } from './clock.js';
export { createEmulator, type Emulator } from './emulator.js';
export type { GatewayOptions } from './gateway.js';
export type { Edition, LimitedMethod } from './limits.js';
export type { EmulatorOperation } from './operation-names.js';
export type { EmulatorOptions } from './options.js';
export type { Dependency } from './outages.js';
export type { PlannedResponse, PlanOptions } from './planned-responses.js';
export type { PortalState } from './portal.js';
export type { RecordedRequest } from './recorded-requests.js';
export type { SeedClient } from './seed.js';
export type { EmulatorStats } from './service.js';
export type { ClientSettings, StoredClient } from './stored-client.js';
export type { EmulatorUser, EmulatorUsers, Role } from './users.js';
export type { ServiceVersion } from './versions.js';
