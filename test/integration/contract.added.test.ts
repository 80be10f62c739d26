import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDED } from '../support/contract-added.js';
import { expectValidExamples, schemaName } from '../support/contract-media.js';
import { OPERATION_NAMES } from '../support/contract-source.js';
import { type Node, openapi, resolve, schemaCheck } from '../support/document.js';
import { type MockServer, startMockServer } from '../support/mock-server.js';

const CREDENTIALS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'x-signature': { 'x-signature': 'a-signature' },
  asc_auth_key: { cookie: 'asc_auth_key=a-session' },
  Bearer: { authorization: 'Bearer sk-key' },
  Basic: { authorization: 'Basic c29tZW9uZTpwYXNzd29yZA==' },
};
const ID = '6c7cf17b-1bd3-47d5-94c6-be2d3570e168';

let mock: MockServer;
beforeAll(async () => {
  mock = await startMockServer();
});
afterAll(() => mock.close());

it('openapi.yaml has no other operations', () => {
  const names = Object.values(openapi.paths ?? {}).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => String(operationId)),
  );
  expect(names.sort()).toEqual([...OPERATION_NAMES, ...Object.keys(ADDED)].sort());
});

describe.each(Object.entries(ADDED))('%s', (name, { method, path, tag, credentials, parameters, statuses, models }) => {
  const operation = openapi.paths?.[path]?.[method.toLowerCase()] ?? {};

  it('is described', () => {
    expect(operation).toMatchObject({
      operationId: name,
      tags: [tag],
      summary: expect.stringMatching(/\w{3}/),
      description: expect.stringMatching(/\w{3}.*\.$/),
    });
    expect(operation.requestBody).toBeUndefined();
  });

  it('takes these credentials', () => {
    const alternatives = (operation.security ?? openapi.security) as unknown as object[];
    expect(alternatives.flatMap((each) => Object.keys(each)).sort()).toEqual([...credentials].sort());
    expect(alternatives.map((each) => Object.keys(each).length)).toEqual(alternatives.map(() => 1));
  });

  it('takes these parameters', () => {
    const documented = ((operation.parameters ?? []) as Node[]).map(resolve);
    expect(documented.map((each) => `${each.name}${each.required ? '!' : ''}`)).toEqual(parameters);
    for (const { description, schema } of documented) {
      expect(description).toMatch(/\w{3}.*\.$/);
      expect(schema?.type).toBeTruthy();
    }
  });

  it('has these statuses', () => {
    expect(Object.keys(operation.responses ?? {}).map(Number)).toEqual([...statuses].sort());
  });

  it.each(statuses)('%i has a description, its model, and examples of that', (status) => {
    const own = operation.responses?.[status];
    const { content = {}, headers = {} } = resolve(own);
    expect(own?.description).toMatch(/\w{3}.*\.$/);
    expect(schemaName(content['application/json'])).toBe(models[status]);
    for (const form of Object.values(content)) {
      expectValidExamples(form, schemaName(form));
    }
    for (const header of Object.values(headers)) {
      expect(resolve(header)).toMatchObject({ description: expect.stringMatching(/\w{3}/), schema: expect.anything() });
    }
  });

  const query = parameters.includes('limit!') ? '?limit=10' : '';
  const send = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(mock.url + path.replace('{clientId}', ID) + query, { method, headers });

  it.each(credentials)('is accepted by a server of the document, with %s alone', async (credential) => {
    const response = await send(CREDENTIALS[credential] ?? {});
    expect([response.status, response.headers.get('sl-violations')]).toEqual([statuses[0], null]);
    const model = models[response.status];
    const body = await response.text();
    expect(model === undefined ? body === '' : schemaCheck(model)(JSON.parse(body))).toBe(true);
  });

  it(`without a credential is ${credentials.length > 0 ? 'not ' : ''}accepted by a server of the document`, async () => {
    expect((await send({})).status).toBe(credentials.length > 0 ? 401 : statuses[0]);
  });
});

describe('the example of a signature', () => {
  const { value } = resolve(openapi.components?.examples?.Signature);
  const [header, claims, signature] = String(value?.response).split('.');
  const decode = (part = ''): object => JSON.parse(Buffer.from(part, 'base64url').toString());

  it('is a JWT with iat and exp, five minutes apart', () => {
    expect(decode(header)).toMatchObject({ alg: 'HS256', typ: 'JWT' });
    const { iat, exp } = decode(claims) as { iat: number; exp: number };
    expect(exp - iat).toBe(300);
    expect(Buffer.from(signature ?? '', 'base64url')).toHaveLength(32);
  });
});
