import type { Diff } from 'api-smart-diff';
import { isPropertyName, keywordOf, type Path, valueAt } from './path.js';

/** What a change of the contract means for those who use the package. */
export type Effect = 'breaks' | 'harmless' | 'wording';

const WORDING = new Set<string | number>(['title', 'summary', 'description', 'example', 'examples', 'tags']);
// Another value of these lets answers through that no user expects.
const EXACT_RULES = new Set<string | number>(['type', 'enum', 'const', 'pattern', 'format']);

/** The verdict of the library, but where that knows less than the users of this package need. */
export function effectOf(diff: Diff, before: unknown, all: readonly Diff[]): Effect {
  const { path, action } = diff;
  const inAnswer = path[3] === 'responses';
  const keyword = keywordOf(path);
  switch (keyword) {
    case 'operationId':
      // The name of the generated function.
      return 'breaks';
    case 'name':
      // The name of an argument of the generated function.
      return path.at(-3) === 'parameters' ? 'breaks' : verdict(diff);
    case 'parameters':
    case 'requestBody':
      return action === 'add' && [diff.after].flat().some((part) => part.required) ? 'breaks' : verdict(diff);
    case 'enum':
      if (isHint(path, before)) {
        return 'harmless';
      }
      if (isWholeList(diff, before, all)) {
        return (action === 'add') === inAnswer ? 'harmless' : 'breaks';
      }
      break;
    case 'type':
      if (action === 'replace' && path.at(-1) === 'type') {
        return isWider(diff.before, diff.after, inAnswer) ? 'harmless' : 'breaks';
      }
  }
  if (inAnswer && action === 'replace' && keyword !== undefined && EXACT_RULES.has(keyword)) {
    return 'breaks';
  }
  // Programs that send or read the field no longer compile.
  if (isPropertyName(path, path.length - 1) && action === 'remove') {
    return 'breaks';
  }
  return verdict(diff);
}

function verdict({ type, path }: Diff): Effect {
  if (type === 'unclassified') {
    return path.some((key, index) => WORDING.has(key) && !isPropertyName(path, index)) ? 'wording' : 'breaks';
  }
  return type === 'breaking' ? 'breaks' : type === 'annotation' ? 'wording' : 'harmless';
}

// Known values beside "any string" are a hint for editors and no rule.
function isHint(path: Path, before: unknown): boolean {
  const union = valueAt(before, path.slice(0, path.lastIndexOf('anyOf') + 1));
  const isAnyString = (choice: object): boolean =>
    Object.entries(choice).every(([key, value]) => (key === 'type' ? value === 'string' : WORDING.has(key)));
  return path.includes('anyOf') && Array.isArray(union) && union.some(isAnyString);
}

// Whether the values of the list come or go all together, which opens or closes the set of values.
function isWholeList({ path, action }: Diff, before: unknown, all: readonly Diff[]): boolean {
  const list = path.slice(0, -1);
  const values = valueAt(before, list);
  if (!Array.isArray(values)) {
    return action === 'add';
  }
  const changes = all.filter((other) => list.every((key, index) => key === other.path[index]));
  return changes.length === values.length && changes.every((change) => change.action === 'remove');
}

function isWider(before: unknown, after: unknown, inAnswer: boolean): boolean {
  const [from, to] = [[before].flat(), [after].flat()];
  return inAnswer ? to.every((type) => from.includes(type)) : from.every((type) => to.includes(type));
}
