import { expect, it } from 'vitest';
import { isReadable, parseAccept } from '../../../emulator/media.js';

it.each([
  [undefined, 'json'],
  ['', 'json'],
  ['*/*', 'json'],
  ['application/*', 'json'],
  ['text/html, application/json;q=0.5', 'json'],
  ['Application/JSON; charset=utf-8', 'json'],
  ['application/problem+json', 'other json'],
  ['text/html', 'nothing'],
  ['application/xml, text/*', 'nothing'],
  ['garbage', 'malformed'],
  ['application/json, garbage', 'malformed'],
])('parseAccept of %j', (header, kind) => {
  expect(parseAccept(header).kind).toBe(kind);
});

it('parseAccept finds the type in which an error can be written', () => {
  expect(parseAccept('text/html, application/problem+json')).toEqual({
    kind: 'other json',
    contentType: 'application/problem+json',
  });
});

it.each([
  ['application/json', true, true],
  ['Application/JSON', true, true],
  ['application/json; charset=iso-8859-1', true, true],
  ['application/json;', true, true],
  ['application/vnd.api+json', true, false],
  ['text/json', false, false],
  ['text/plain', false, false],
  ['application/jsonp', false, false],
  ['garbage', false, false],
  ['', false, false],
  [undefined, false, false],
])('isReadable of %j, without and with a declaration', (contentType, open, declared) => {
  expect(isReadable(contentType, { declaresContentType: false })).toBe(open);
  expect(isReadable(contentType, { declaresContentType: true })).toBe(declared);
});
