import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROOT } from '../support/root.js';

// Sorted: file systems have an order of their own.
const FILES = readdirSync(`${ROOT}examples`).sort();
const PROGRAMS = FILES.filter((file) => file.endsWith('.mts'));

function linesOf(file: string): string[] {
  return readFileSync(`${ROOT}examples/${file}`, 'utf8').trimEnd().split('\n');
}

it.each([...PROGRAMS, 'browser/page.ts'])('examples/%s: has at most 60 lines', (file) => {
  expect(linesOf(file).length).toBeLessThanOrEqual(60);
});

// test/package runs one of them as it stands.
it.each(PROGRAMS)('examples/%s: begins with the command that starts a copy of it', (file) => {
  expect(linesOf(file)[0]).toMatch(
    new RegExp(`^// ([A-Z_]+=\\S+ )?DOCSPACE_BASE_URL=… DOCSPACE_API_KEY=… npx tsx ${file}( |$)`),
  );
});

it.each(PROGRAMS)('examples/%s: begins with the command that installs the other packages that it imports', (file) => {
  const imported = linesOf(file).flatMap(
    (line) => line.match(/ from '((?!node:|docspace-client-management').*)'/)?.[1] ?? [],
  );
  const installed = linesOf(file).flatMap(
    (line) => line.match(/^\/\/ Before: npm install (.*)/)?.[1]?.split(' ') ?? [],
  );
  expect(installed).toEqual(imported);
});

it('examples/browser: begins with the command that starts a copy of it', () => {
  expect(linesOf('browser/page.ts')[0]).toBe('// npx docspace-emulator exec -- npx vite browser');
});

it('examples/: has no program but those', () => {
  expect(FILES.filter((file) => !PROGRAMS.includes(file))).toEqual(['browser', 'clients.json']);
});
