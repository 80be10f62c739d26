import { describe, expect, it } from 'vitest';
import { ServiceError } from '../../../emulator/errors.js';
import { asObject, parseJson, readFlag, readText, readTexts } from '../../../emulator/json.js';

const isUnreadable = (work: () => unknown): void => {
  expect(work).toThrow(ServiceError);
  expect(work).toThrow(expect.objectContaining({ status: 500 }));
};

describe('parseJson', () => {
  it.each(['', '   ', '{"name": ', "{'a': 1}", '{/* a */}', '{"a": NaN}', '{"a": 1,}', 'hello'])(
    'takes %j in no version',
    (text) => {
      isUnreadable(() => parseJson(text, { trailingText: 'ignored' }));
      isUnreadable(() => parseJson(text, { trailingText: 'rejected' }));
    },
  );

  it.each(['{} x', '{}{}', '{"a":"}{\\"]"}]', '[1] [2]'])('ignores what follows in %j, or not', (text) => {
    expect(parseJson(text, { trailingText: 'ignored' })).toEqual(JSON.parse(text.replace(/( x|\{\}|\]| \[2\])$/, '')));
    isUnreadable(() => parseJson(text, { trailingText: 'rejected' }));
  });
});

it.each([null, [], 'x', 5, true])('asObject rejects %j', (value) => isUnreadable(() => asObject(value)));

it.each([
  ['a', 'a'],
  [12_345, '12345'],
  [true, 'true'],
  [null, null],
  [undefined, null],
])('readText makes %j %j', (value, text) => {
  expect(readText({ field: value }, 'field')).toBe(text);
});

it.each([[['a']], [{ a: 1 }]])('readText rejects %j', (value) =>
  isUnreadable(() => readText({ field: value }, 'field')),
);

it('readText reads no inherited field', () => {
  expect(readText({}, 'constructor')).toBeNull();
});

it('readTexts drops duplicates and keeps null', () => {
  expect(readTexts({ field: ['a', 5, 'a', null] }, 'field')).toEqual(['a', '5', null]);
  expect(readTexts({}, 'field')).toBeNull();
});

it.each(['a', { a: 'b' }, [['a']], [{}]])('readTexts rejects %j', (value) =>
  isUnreadable(() => readTexts({ field: value }, 'field')),
);

it.each([
  [true, true],
  ['true', true],
  [' True ', true],
  [1, true],
  [2, true],
  [false, false],
  ['false', false],
  [0, false],
  ['', false],
  [null, false],
  [undefined, false],
])('readFlag makes %j %j', (value, flag) => {
  expect(readFlag({ field: value }, 'field')).toBe(flag);
});

it.each(['yes', 1.5, [true], {}])('readFlag rejects %j', (value) =>
  isUnreadable(() => readFlag({ field: value }, 'field')),
);
