import type { Change } from './changes.js';
import type { Effect } from './effect.js';

const TITLES: Record<Effect, string> = {
  breaks: 'Breaks users',
  harmless: 'Breaks nobody',
  wording: 'Only words',
};

/** What to print of the changes since `ref`: those that break users first, each once with the operations it is in. */
export function report(ref: string, changes: readonly Change[]): string {
  if (changes.length === 0) {
    return `openapi.yaml says what it said at ${ref}.`;
  }
  const parts = Object.entries(TITLES).map(([effect, title]) => {
    const lines = describeAll(changes.filter((change) => change.effect === effect));
    return [`${title} (${lines.length}):`, ...lines.map((line) => `  ${line}`)];
  });
  return [`openapi.yaml since ${ref}`, ...parts.filter(([, ...lines]) => lines.length > 0).flat()].join('\n');
}

function describeAll(changes: readonly Change[]): string[] {
  const operations = new Map<string, string[]>();
  for (const { what, operation } of changes) {
    operations.set(what, [...(operations.get(what) ?? []), operation]);
  }
  return [...operations].map(([what, where]) => [where.join(', '), what].filter(Boolean).join(': '));
}
