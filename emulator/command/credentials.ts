import type { Launched } from '../emulator.js';
import { DEFAULT_KEY } from '../options.js';
import { behaviourOf, type ServiceVersion } from '../versions.js';
import { type CommandArguments, SEE_HELP } from './arguments.js';
import { CommandError, type CommandHost } from './host.js';

type Values = CommandArguments['values'];

/** Whether requests to this version are authenticated by a session token: it has neither API keys nor signatures. */
function hasSessions({ 'service-version': version }: Values): boolean {
  // Which is checked later. Others count as the oldest one.
  return version !== undefined && behaviourOf(version as ServiceVersion).credential === 'session';
}

/** Throws a CommandError if there is no key that a program could use. */
export function requireKey(values: Values): void {
  if (values.direct && !hasSessions(values)) {
    throw new CommandError(
      2,
      `--direct has no API key for exec: requests need a signature. Leave out --direct. ${SEE_HELP}`,
    );
  }
}

/** Warns of keys of `users` that no request can use. */
export function warnOfKeys(values: Values, users: unknown, { stderr }: Pick<CommandHost, 'stderr'>): void {
  const count = hasSessions(values) ? Object.keys(users ?? {}).filter((key) => key.startsWith('sk-')).length : 0;
  if (count > 0) {
    const keys = count === 1 ? '1 key' : `${count} keys`;
    stderr.write(
      `Warning: version ${values['service-version']} has no API keys, so ${keys} of ${values.users} will not work. Let none begin with sk-.\n`,
    );
  }
}

/** Describes what a request can authenticate with. */
export function describeCredentials(values: Values, { emulator, findUser }: Launched): string {
  const { users, direct, 'signature-key-hex': hex } = values;
  if (direct && !hasSessions(values)) {
    const key =
      hex === undefined ? `${Buffer.from(emulator.signatureKey).toString('hex')} (hex)` : 'that of --signature-key-hex';
    return `No API key works with --direct: requests need a signature. The key of signatures is ${key}`;
  }
  const own = `${DEFAULT_KEY} (role: ${findUser(DEFAULT_KEY)?.role})`;
  const all = users === undefined ? own : `${own} or a key of ${users}`;
  return `Set DOCSPACE_BASE_URL to ${emulator.url}, and DOCSPACE_API_KEY to ${all}.`;
}
