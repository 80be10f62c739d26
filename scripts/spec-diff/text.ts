import type { Diff } from 'api-smart-diff';
import type { Change } from './changes.js';
import { isPropertyName, type Path } from './path.js';

// Keys that tell a reader nothing about the place.
const STRUCTURE = new Set<string | number>(['content', 'application/json', 'schema', 'properties']);
const LONGEST_VALUE = 60;

/** A difference in words. */
export function describe({ path, action, before, after }: Diff): Omit<Change, 'effect'> {
  const [part, url, method, ...inside] = path;
  const isInOperation = part === 'paths' && method !== undefined;
  return {
    operation: isInOperation ? `${String(method).toUpperCase()} ${url}` : '',
    what: `${place(isInOperation ? inside : path)} ${outcome(action, before, after)}`.trim(),
  };
}

function place(path: Path): string {
  const keys = path.filter((key, index) => !STRUCTURE.has(key) || isPropertyName(path, index));
  // The value of an item tells more than its index.
  return (typeof keys.at(-1) === 'number' ? keys.slice(0, -1) : keys).join(' › ');
}

function outcome(action: Diff['action'], before: unknown, after: unknown): string {
  if (action === 'add') {
    return `is new${quote(after)}`;
  }
  return action === 'remove' ? `is gone${quote(before)}` : `was${quote(before)} and is${quote(after)}`;
}

function quote(value: unknown): string {
  const text = JSON.stringify(value);
  if (typeof value === 'object' && (text === '{}' || text.length > LONGEST_VALUE)) {
    return '';
  }
  return text.length > LONGEST_VALUE ? ` ${text.slice(0, LONGEST_VALUE)}…` : ` ${text}`;
}
