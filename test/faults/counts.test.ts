import { afterAll, expect, it } from 'vitest';
import { HOSTILE } from './hostile-answers.js';
import { CLOSED_BETWEEN, LOST, MISTAKEN, STALLED, UNREACHABLE } from './transport-faults.js';

const TRANSPORT = [...LOST, ...UNREACHABLE, ...STALLED, ...MISTAKEN, ...CLOSED_BETWEEN];

afterAll(() => {
  console.log(`transport faults: ${TRANSPORT.length}, hostile answers: ${HOSTILE.length}`);
});

it.each([
  ['transport faults', TRANSPORT, 16],
  ['hostile answers', HOSTILE, 14],
])('knows enough %s, each under a name of its own', (_, table, least) => {
  expect(table.length).toBeGreaterThanOrEqual(least);
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
});
