import type { ClientManagementOptions } from '../../src/options.js';
import { readOptions, type Settings, toSettings } from '../../src/read-options.js';
import { SignatureCache } from '../../src/signature.js';

/** The settings of an API object with these options. */
export function settingsOf(options: ClientManagementOptions): Settings {
  return toSettings(readOptions(options), new SignatureCache());
}
