import { readFileSync } from 'node:fs';
import { ROOT } from './example.js';

export const README: string = readFileSync(`${ROOT}README.md`, 'utf8');

/** The code blocks in a language. */
export function blocks(language: string): string[] {
  return Array.from(README.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs')), ([, code = '']) => code);
}

/** The one block in a language that holds a text. */
export function blockWith(text: string, language = 'ts'): string {
  const [block, ...others] = blocks(language).filter((code) => code.includes(text));
  if (block === undefined || others.length > 0) {
    throw new Error(`the README must have one ${language} block with ${text}`);
  }
  return block;
}

/** The rows of the table that follows a heading, each as its cells. */
export function tableAfter(heading: string): string[][] {
  const section = README.split(/^##+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks. */
export function quoted(text: string): string[] {
  return Array.from(text.matchAll(/`([^`]*)`/g), ([, code = '']) => code);
}
