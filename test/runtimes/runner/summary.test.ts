import { expect, it } from 'vitest';
import { summarize } from './summary.js';

const passed = { name: 'first', outcome: 'passed' } as const;
const failed = { name: 'second', outcome: 'failed', message: 'it broke' } as const;
const elsewhere = { name: 'second', outcome: 'not for this runtime' } as const;

it('summarize(): is good if every check passed or is for another runtime', () => {
  expect(summarize([{ name: 'Bun', version: '1', results: [passed, elsewhere] }])).toEqual({
    good: true,
    text: ['         Bun', 'version  1', 'first    ok', 'second   -', '', '1 passed, 0 failed'].join('\n'),
  });
});

it('summarize(): names what failed, and where', () => {
  const { good, text } = summarize([
    { name: 'Bun', version: '1', results: [passed, elsewhere] },
    { name: 'Deno', version: '2', results: [passed, failed] },
  ]);
  expect(good).toBe(false);
  expect(text).toContain('second   -    FAIL\n\nDeno, second: it broke\n\n2 passed, 1 failed');
});

it('summarize(): shows a runtime that did not run as missing in every row, and is not good', () => {
  const { good, text } = summarize([
    { name: 'Bun', version: '1', results: [passed] },
    { name: 'Deno', version: '', results: [], problem: 'could not be had: it is not here; get it' },
  ]);
  expect(good).toBe(false);
  expect(text).toContain(
    'version  1    MISSING\nfirst    ok   MISSING\n\nDeno could not be had: it is not here; get it\n',
  );
  expect(text).toMatch(/\n1 passed, 1 failed$/);
});

it('summarize(): is not good if nothing was checked', () => {
  expect(summarize([]).good).toBe(false);
  expect(summarize([{ name: 'Bun', version: '1', results: [elsewhere] }]).good).toBe(false);
});
