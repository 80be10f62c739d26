import type { OptionOwner, OptionRow } from './options.js';

// Names that users of other SDKs try.
const ALIASES: Readonly<Record<string, string>> = {
  maxRetries: 'retry.maxRetries',
  retries: 'retry.maxRetries',
  token: 'apiKey',
  key: 'apiKey',
  auth: 'apiKey',
  url: 'baseUrl',
  host: 'baseUrl',
};
const MIN_LETTERS = 4;
const MAX_ENDING = 2;

/** Says that there is no option of that name, and which one was probably meant. */
export function unknownOption(name: string, rows: Readonly<Record<string, OptionRow>>, owner: OptionOwner): string {
  const other = Object.hasOwn(rows, name) && rows[name]?.of;
  if (other) {
    return `${name} is an option of ${other === 'call' ? 'a call' : 'the constructor'}`;
  }
  const group = owner === 'retry' || owner === 'validate' ? `${owner}.` : '';
  const near = Object.keys(rows).find((known) => isLike(name, known));
  const meant = Object.hasOwn(ALIASES, name) ? ALIASES[name] : near && group + near;
  const elsewhere =
    meant && rows[meant]?.of === 'constructor' && owner === 'call' ? ', an option of the constructor' : '';
  return `${group}${name} is no option${meant ? `; did you mean ${meant}${elsewhere}?` : ''}`;
}

/** Whether two names have the same letters, one has those of the other in their order, or they begin alike. */
function isLike(name: string, known: string): boolean {
  const [from, to] = [name, known].map((text) => text.toLowerCase().replace(/\W|_/g, '')) as [string, string];
  const [short, long] = from.length < to.length ? [from, to] : [to, from];
  const beginAlike = short.length > MAX_ENDING + MIN_LETTERS && long.startsWith(short.slice(0, -MAX_ENDING));
  const sorted = (text: string): string => [...text].sort().join('');
  return (
    short.length >= MIN_LETTERS &&
    (beginAlike || sorted(short) === sorted(long) || new RegExp([...short].join('.*')).test(long))
  );
}
