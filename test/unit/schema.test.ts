import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as generated from '../../generated/validation-schemas.gen.js';
import { checkSchema } from '../../src/schema.js';
import { CLIENT, CREATE_REQUEST } from '../support/calls.js';
import { openapi, resolve, schemaCheck } from '../support/document.js';

const exampleOf = (name: string): object => Object(resolve(openapi.components?.examples?.[name]).value);

const VALID: Readonly<Record<string, object>> = {
  ChangeClientActivationRequest: { status: true },
  ClientInfoPage: exampleOf('ClientInfoPage'),
  ClientInfoResponse: exampleOf('ReportingInfo'),
  ClientPage: exampleOf('ClientPage'),
  ClientResponse: CLIENT,
  ClientSecretResponse: { client_secret: 'secret' },
  ConsentPage: exampleOf('NumberedConsentPage'),
  CreateClientRequest: CREATE_REQUEST,
  JwtTokenResponse: exampleOf('Signature'),
  ScopeList: exampleOf('PortalScopes'),
  UpdateClientRequest: CREATE_REQUEST,
};

const texts = fc.oneof(
  fc.string(),
  fc.integer({ min: 0, max: 300 }).map((length) => 'a'.repeat(length)),
  fc.constantFrom(
    '   ',
    'https://a.example',
    'claude://a',
    'http://',
    'none',
    'data:image/png;base64,AA==',
    '2026-01-01',
  ),
);
const values = fc.oneof(
  texts,
  fc.array(texts, { maxLength: 14 }),
  fc.constantFrom(null, true, 0, 1.5, -1, [null], [[]], {}, { a: 1 }),
  fc.jsonValue(),
);

/** A valid body with some fields replaced or removed, or any other value. */
function bodies(valid: object): fc.Arbitrary<unknown> {
  const names = Object.keys(valid);
  const changed = fc
    .tuple(
      fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 3 }),
      fc.subarray(names, { maxLength: Math.min(names.length, 2) }),
    )
    .map(([changes, removed]) =>
      Object.fromEntries(Object.entries({ ...valid, ...changes }).filter(([name]) => !removed.includes(name))),
    );
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: fc.jsonValue() });
}

function brokenPaths(name: string, value: unknown): string[] {
  const rules = Object.entries(generated).find(([key]) => key === `${name}Rules`)?.[1];
  const paths: string[] = [];
  checkSchema(rules ?? expect.fail(`no rules of ${name}`), value, (path) => paths.push(path));
  return [...new Set(paths)].sort();
}

function brokenPathsByAjv(name: string, value: unknown): string[] {
  const check = schemaCheck(name);
  check(value);
  // A repeat in a set harms nobody, so the rules leave it out.
  const errors = (check.errors ?? []).filter(({ keyword }) => keyword !== 'uniqueItems');
  const paths = errors.map(({ instancePath, params }) =>
    [...instancePath.split('/').slice(1), ...(params.missingProperty ? [params.missingProperty] : [])].join('/'),
  );
  return [...new Set(paths)].sort();
}

describe('checkSchema', () => {
  it('has rules for each of these schemas', () => {
    expect(Object.keys(generated).sort()).toEqual(Object.keys(VALID).map((name) => `${name}Rules`));
  });

  it.each([
    ['a deleted client', null, []],
    ['a number', 1, ['data/0/client']],
    ['an empty object', {}, Object.keys(exampleOf('ReportingInfo')).filter((name) => name !== 'public')],
  ])('takes null for an object where the document does: a consent with %s', (_, client, fields) => {
    const page = exampleOf('LastConsentPage') as { data: object[] };
    const broken = brokenPaths('ConsentPage', { ...page, data: [{ ...page.data[0], client }] });
    const prefix = client === null || client === 1 ? '' : 'data/0/client/';
    expect(broken).toEqual(fields.map((name) => prefix + name).sort());
  });

  it.each(Object.entries(VALID))('finds in a %s what ajv finds by the document', (name, valid) => {
    expect(brokenPaths(name, valid)).toEqual([]);
    fc.assert(
      fc.property(bodies(valid), (body) => {
        expect(brokenPaths(name, body)).toEqual(brokenPathsByAjv(name, body));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes null in place of a string that has to match a pattern', () => {
    const paths: string[] = [];
    checkSchema({ type: 'a string or null', pattern: /^a$/, title: 'an a' }, null, (path) => paths.push(path));
    expect(paths).toEqual([]);
  });

  it('reads no field off Object.prototype', () => {
    expect(brokenPaths('ChangeClientActivationRequest', JSON.parse('{"__proto__":{"status":true}}'))).toEqual([
      'status',
    ]);
  });
});
