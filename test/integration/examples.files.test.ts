import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROOT } from '../support/example.js';

const FILES = readdirSync(`${ROOT}examples`).filter((file) => file.endsWith('.ts'));

it.each(FILES)('examples/%s: has at most 60 lines, and the shell line that starts it at the top', (file) => {
  const text = readFileSync(`${ROOT}examples/${file}`, 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  const [head = ''] = text.split('\nimport ');
  expect(head).toMatch(new RegExp(`^//   .*npx tsx examples/${file}`, 'm'));
  expect(head).toContain('DOCSPACE_API_KEY');
});
