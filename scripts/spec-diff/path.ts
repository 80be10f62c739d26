/** Where a change is, as the keys that lead there. */
export type Path = readonly (string | number)[];

/** What is at `path` in `document`; `undefined` where there is nothing. */
export function valueAt(document: unknown, path: Path): unknown {
  return path.reduce((part, key) => Object(part)[key], document);
}

/** Tells whether the key at `index` is the name of a property, which may look like a keyword. */
export function isPropertyName(path: Path, index: number): boolean {
  return path[index - 1] === 'properties';
}

/** The keyword that the path ends in, alone or with the index of an item; `undefined` for a property. */
export function keywordOf(path: Path): string | number | undefined {
  const index = typeof path.at(-1) === 'number' ? path.length - 2 : path.length - 1;
  return isPropertyName(path, index) ? undefined : path[index];
}
