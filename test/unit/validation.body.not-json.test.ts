import { describe, expect, it, vi } from 'vitest';
import { startApi } from '../support/api.js';
import { BODY_CASES } from '../support/body-case.js';
import { rejectedIssues } from '../support/rejected-issues.js';

const cycle: Record<string, unknown> = { name: 'cycle' };
cycle.self = cycle;

function fail(): never {
  throw new Error('a secret of the caller');
}

const NO_OBJECTS: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['an array', []],
  ['an array of objects', [{ status: true }]],
  ['a string', '{"status":true}'],
  ['an empty string', ''],
  ['a String object', new String('{}')],
  ['a number', 5],
  ['NaN', Number.NaN],
  ['true', true],
  ['a BigInt', 5n],
  ['a symbol', Symbol('body')],
  ['a function', () => ({ status: true })],
  ['a date', new Date(0)],
  ['a BigInt within', { status: true, extra: 5n }],
  ['a cycle', cycle],
  ['a toJSON that throws', { toJSON: fail }],
  ['a toJSON that returns a string', { toJSON: () => '{"status":true}' }],
  ['a toJSON that returns nothing', { toJSON: () => undefined }],
  [
    'a getter that throws',
    {
      get status(): boolean {
        return fail();
      },
    },
  ],
  ['a proxy that throws', new Proxy({}, { ownKeys: fail })],
];

describe.each(BODY_CASES)('body of $operation', ({ operation, run }) => {
  it.each(NO_OBJECTS)('must not be %s, with validate on or off', async (_, body) => {
    const apiKey = vi.fn(() => 'key');
    const { api, server } = await startApi([], { apiKey });
    for (const validate of [{ request: true }, false] as const) {
      expect(await rejectedIssues(() => run(api, body, { validate }), operation)).toEqual([
        { path: 'body', message: 'must be an object that JSON can carry' },
      ]);
    }
    expect(apiKey).not.toHaveBeenCalled();
    expect(server.connections()).toBe(0);
  });

  it.each([
    ['a map', new Map([['status', true]])],
    ['a set', new Set([true])],
    ['a form', new FormData()],
    ['bytes', new Uint8Array(0)],
  ])('must not be %s, which is an empty object in JSON', async (_, body) => {
    const { api, server } = await startApi([]);
    expect((await rejectedIssues(() => run(api, body), operation)).map(({ message }) => message)).toContain(
      'is missing',
    );
    expect(server.connections()).toBe(0);
  });
});
