import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROOT } from '../support/example.js';

const FILES = readdirSync(`${ROOT}examples`).filter((file) => file.endsWith('.ts'));

it.each(FILES)('examples/%s: has at most 60 lines, and the shell line that starts it as its first comment', (file) => {
  const text = readFileSync(`${ROOT}examples/${file}`, 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  const [first] = text.split('\n');
  expect(first).toMatch(new RegExp(`^// .*DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx examples/${file}`));
});
