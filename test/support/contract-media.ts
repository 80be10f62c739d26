import { expect } from 'vitest';
import { type Node, resolve, schemaCheck } from './document.js';

/** The name of the model of a body; `undefined` if it has none. */
export function schemaName(content: Node | undefined): string | undefined {
  return (
    String(content?.schema?.$ref ?? '')
      .split('/')
      .pop() || undefined
  );
}

/** Expects examples, each with a summary and valid by the model. */
export function expectValidExamples(content: Node | undefined, model: string | undefined): void {
  const examples = Object.values(content?.examples ?? {}).map(resolve);
  expect(examples).not.toHaveLength(0);
  for (const { summary, value } of examples) {
    expect(summary).toMatch(/\w{3}/);
    const check = schemaCheck(model ?? 'ErrorBody');
    expect(value === undefined || check(value), JSON.stringify(check.errors)).toBe(true);
  }
}
