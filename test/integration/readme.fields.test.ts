import { expect, it } from 'vitest';
import { openapi, resolve } from '../support/document.js';
import { quoted, README, rowsAfter } from '../support/pages.js';

const ROWS = rowsAfter('README.md', 'Fields of a client').map(([field = '', create, update, rule = '']) => {
  return { field: quoted(field)[0] ?? '', create, update, rule };
});

it.each([
  ['CreateClientRequest', 'create'],
  ['UpdateClientRequest', 'update'],
] as const)('README: the table of fields has those of %s, and says which are required', (name, column) => {
  const properties = Object(openapi.components?.schemas?.[name]?.properties);
  const required: unknown[] = Object(openapi.components?.schemas?.[name]?.required);
  const shown = ROWS.filter((row) => row[column] !== '–').map((row) => [row.field, row[column]]);
  const fields = Object.keys(properties).map((field) => [field, required.includes(field) ? 'required' : 'optional']);
  expect(shown.sort()).toEqual(fields.sort());
});

it.each(ROWS)('README: the table of fields has the lengths of $field', ({ field, rule }) => {
  const schema = openapi.components?.schemas?.CreateClientRequest?.properties?.[field];
  const { minLength, maxLength, minItems, items } = resolve(schema);
  const isPageUrl = String(schema?.$ref) === '#/components/schemas/PageUrl';
  const limits = isPageUrl ? {} : { minLength, maxLength: maxLength ?? resolve(items).maxLength, minItems };
  const [, least, most = rule.match(/t most (\d+) characters/)?.[1]] = rule.match(/^(\d+) to (\d+) characters/) ?? [];
  const [, fewest] = rule.match(/^At least (\d+)/) ?? [];
  const stated = { minLength: least, maxLength: most, minItems: fewest };
  expect(stated).toEqual(Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, value?.toString()])));
  expect(rule.startsWith('A page URL')).toBe(isPageUrl);
});

it('README: the rule of a page URL is that of the document', () => {
  const [, paragraph = ''] = README.match(/^(A page URL starts.*?)\n\n/ms) ?? [];
  const { maxLength, pattern } = resolve(openapi.components?.schemas?.PageUrl);
  const isAccepted = (url = ''): boolean => new RegExp(String(pattern)).test(url);
  expect(paragraph).toContain(`at most ${maxLength} characters`);
  const [accepted, localhost, longLabel, characters = ''] = quoted(paragraph).slice(2);
  expect([accepted, localhost, longLabel].map(isAccepted)).toEqual([true, false, false]);
  const punctuation = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).filter((character) =>
    /\W|_/.test(character),
  );
  const shown = punctuation.filter((character) => characters.includes(character));
  expect(shown).toEqual(punctuation.filter((character) => isAccepted(`https://example.com/${character}`)));
});
