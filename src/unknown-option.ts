import type { OptionOwner, OptionRows } from './options.js';
import { isSimilar } from './similar-name.js';

// Names that users of other SDKs try.
const ALIASES: Readonly<Record<string, string>> = {
  maxRetries: 'retry.maxRetries',
  retries: 'retry.maxRetries',
  token: 'apiKey',
  key: 'apiKey',
  auth: 'apiKey',
  url: 'baseUrl',
  host: 'baseUrl',
  insecure: 'allowInsecureConnection',
};

/**
 * Says that there is no option of that name, and which one was probably meant. `group` is the option that the rows are
 * members of, with a dot.
 */
export function unknownOption(name: string, rows: OptionRows, owner: OptionOwner, group: string): string {
  const other = Object.hasOwn(rows, name) && rows[name]?.of;
  if (other) {
    return `${name} is an option of ${other === 'call' ? 'a call' : 'the constructor'}`;
  }
  const near = Object.keys(rows).find((known) => isSimilar(name, known));
  const meant = Object.hasOwn(ALIASES, name) ? ALIASES[name] : near && group + near;
  const elsewhere =
    meant && rows[meant]?.of === 'constructor' && owner === 'call' ? ', an option of the constructor' : '';
  return `${group}${name} is no option${meant ? `; did you mean ${meant}${elsewhere}?` : ''}`;
}
