import { readdirSync, readFileSync } from 'node:fs';
import { ROOT } from './root.js';

/** The pages for users: the README and the guides, by their path. */
export const PAGES: readonly string[] = [
  'README.md',
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export function textOf(page: string): string {
  return readFileSync(`${ROOT}${page}`, 'utf8');
}

export const README: string = textOf('README.md');

/** The code blocks of a page in a language. */
export function blocks(page: string, language: string): string[] {
  return Array.from(textOf(page).matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs')), ([, code = '']) => code);
}

/** The one block of a page that holds a text. */
export function blockWith(page: string, text: string, language = 'ts'): string {
  const [block, ...others] = blocks(page, language).filter((code) => code.includes(text));
  if (block === undefined || others.length > 0) {
    throw new Error(`${page} must have one ${language} block with ${text}`);
  }
  return block;
}

/** The rows of the table that follows a heading of a page, each as its cells. The first one is the head. */
export function tableAfter(page: string, heading: string): string[][] {
  const section =
    textOf(page)
      .split(/^#+ /m)
      .find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const [head = '', , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  return [head, ...rows].map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The rows of that table without its head. */
export function rowsAfter(page: string, heading: string): string[][] {
  return tableAfter(page, heading).slice(1);
}

/** What stands between backticks. */
export function quoted(text: string): string[] {
  return Array.from(text.matchAll(/`([^`]*)`/g), ([, code = '']) => code);
}
