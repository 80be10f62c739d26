import type { EmulatorOptions } from './emulator-options.js';
import { type Emulator, launch } from './launch.js';

export type { EmulatorOptions, GatewayOptions, Generation, LimitedMethod } from './emulator-options.js';
export type { Emulator } from './launch.js';
export type { EmulatorStats } from './service.js';
export type { ClientSettings, StoredClient } from './stored-client.js';

/**
 * Starts an emulator of the client management service on a free port of 127.0.0.1. It keeps everything in memory; close
 * it when you are done.
 */
export function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return launch(options);
}
