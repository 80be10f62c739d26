/** The known name that shares the most pairs of letters with `name`. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const likeness = (other: string): number =>
    [...name].filter((_, index) => other.toLowerCase().includes(name.slice(index, index + 2).toLowerCase())).length;
  return [...known].sort((a, b) => likeness(b) - likeness(a))[0];
}
