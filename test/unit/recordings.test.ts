import { describe, expect, it } from 'vitest';
import { BUILDS, buildBody, fillIn, metaOf, outcomeOf, type Step, stepsOf } from '../support/recordings.js';

const stepWith = (request: object): Step => ({
  id: 'x/y',
  as: 'owner',
  request: { method: 'POST', path: '/', ...request },
});
const built = (body: unknown, captured?: Map<string, unknown>): unknown =>
  JSON.parse(buildBody(stepWith({ body }), captured) ?? 'null');

describe('the recordings', () => {
  it.each(BUILDS)('have an outcome for every step of %s', (build) => {
    const steps = stepsOf(build);
    expect(metaOf(build)).toMatchObject({ service: build, steps: steps.length });
    expect(steps.filter(({ id }) => outcomeOf(build, id) === undefined)).toEqual([]);
  });

  it('give 3.0 other steps than 3.1', () => {
    expect(outcomeOf('3.0.4', 'credentials/header')).toBeUndefined();
    expect(outcomeOf('3.1.1', 'credentials/header')).toEqual({
      status: 200,
      headers: { 'content-length': '0', 'x-ratelimit-remaining': '<n>', 'x-ratelimit-reset': expect.any(String) },
      body: null,
    });
  });
});

describe('buildBody', () => {
  it('changes and drops fields of a shape', () => {
    const body = built({ like: 'update', but: { name: 'abc', description: null }, drop: ['logo', 'scopes'] });
    expect(body).toEqual({
      name: 'abc',
      description: null,
      allow_pkce: false,
      allowed_origins: ['https://changed.example.com', 'https://example.com'],
      redirect_uris: ['https://example.com/callback'],
    });
  });

  it.each([
    [{ repeat: ['ab', 3] }, 'ababab'],
    [{ concat: ['x', { repeat: ['y', 2] }, '{{id}}'] }, 'xyy42'],
    [{ each: ['a{i}', 2] }, ['a1', 'a2']],
    [{ dataUrl: ['image/png', 3] }, 'data:image/png;base64,YWFh'],
    [
      [null, 1, { a: { repeat: ['z', 1] } }],
      [null, 1, { a: 'z' }],
    ],
  ])('works out %j', (value, expected) => {
    expect(built({ it: value }, new Map([['id', 42]]))).toEqual({ it: expected });
  });

  it('sends text as it is, and nothing if the step has neither', () => {
    expect(buildBody(stepWith({ text: '{"a":' }))).toBe('{"a":');
    expect(buildBody(stepWith({}))).toBeUndefined();
  });
});

describe('fillIn', () => {
  it('puts captured values in, encoded or in upper case', () => {
    expect(fillIn('/{{a}}/{{a:uri}}/{{a:upper}}', new Map([['a', 'b+c']]))).toBe('/b+c/b%2Bc/B+C');
    expect(() => fillIn('{{b}}', new Map())).toThrow('no step captured b');
  });
});
