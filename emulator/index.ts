import { type Emulator, launch } from './launch.js';
import type { EmulatorOptions } from './options.js';

export type { FieldError } from './field-rules.js';
export type { Emulator } from './launch.js';
export type { EmulatorOptions, GatewayOptions, Generation, LimitedMethod } from './options.js';
export type { Stats } from './service.js';
export type { ClientSettings, StoredClient } from './stored-client.js';

/**
 * Starts an emulator of the client management service on a free port of 127.0.0.1. It keeps everything in memory; close
 * it when you are done.
 */
export function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return launch(options);
}
