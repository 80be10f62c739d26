const MIN_LETTERS = 4;
const MAX_OTHERS = 3;

/** Whether two names differ by their case and punctuation, by one letter, or by two that changed places. */
export function isSlip(name: string, known: string): boolean {
  const [from, to] = differentParts(name, known);
  return (from.length < 2 && to.length < 2) || (from.length === 2 && from === [...to].reverse().join(''));
}

/** Whether two names are the same but for a slip, or one is a part of the other, or most of it. */
export function isSimilar(name: string, known: string): boolean {
  const [from, to] = differentParts(name, known);
  const { length } = lettersOf(name);
  const isPart = length >= MIN_LETTERS && (from === '' || to === '');
  const isMost = length > 2 * MAX_OTHERS && from.length <= MAX_OTHERS && to.length <= MAX_OTHERS;
  return isSlip(name, known) || isPart || isMost;
}

/** What of two names is left without what they begin and end with alike. */
function differentParts(name: string, known: string): [string, string] {
  const from = lettersOf(name);
  const to = lettersOf(known);
  let start = 0;
  while (start < from.length && from[start] === to[start]) {
    start++;
  }
  let end = 0;
  while (end < Math.min(from.length, to.length) - start && from.at(-1 - end) === to.at(-1 - end)) {
    end++;
  }
  return [from.slice(start, from.length - end), to.slice(start, to.length - end)];
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[\W_]/g, '');
}
