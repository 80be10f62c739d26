import { connect } from '../../src/connection.js';
import type { ClientManagementOptions } from '../../src/options.js';
import type { Settings } from '../../src/read-options.js';

/** The settings of an API object with these options. */
export function settingsOf(options: ClientManagementOptions): Settings {
  return connect(options).settings;
}
