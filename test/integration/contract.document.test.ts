import { describe, expect, it } from 'vitest';
import { expectValidExamples, schemaName } from '../support/contract-media.js';
import { answerModel, OPERATION_NAMES, SEEN_AS_WELL, SOURCE } from '../support/contract-source.js';
import { type Node, openapi, resolve } from '../support/document.js';

describe('openapi.yaml and SOURCE', () => {
  it('have the same operations', () => {
    for (const name of OPERATION_NAMES) {
      const { method, path } = SOURCE[name];
      expect(openapi.paths?.[path]?.[method.toLowerCase()]?.operationId).toBe(name);
    }
  });

  it('have the same server and credential', () => {
    expect(openapi.servers).toMatchObject([{ url: 'http://localhost:8092' }]);
    expect(openapi.components?.securitySchemes).toMatchObject({
      asc_auth_key: { type: 'apiKey', in: 'cookie', name: 'asc_auth_key' },
      'x-signature': { type: 'apiKey', in: 'header', name: 'x-signature' },
    });
  });

  describe.each(OPERATION_NAMES)('%s', (name) => {
    const source = SOURCE[name];
    const operation = openapi.paths?.[source.path]?.[source.method.toLowerCase()] ?? {};

    it('is described and takes the credential of each version', () => {
      expect(operation).toMatchObject({
        tags: ['clients'],
        summary: expect.stringMatching(/\w{3}/),
        description: expect.stringMatching(/\w{3}.*\.$/),
      });
      expect(operation.security ?? openapi.security).toEqual([{ 'x-signature': [] }, { asc_auth_key: [] }]);
    });

    it('takes the same parameters', () => {
      const parameters = (operation.parameters ?? []) as Node[];
      const clientId = { name: 'clientId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
      expect(parameters.map(resolve)).toMatchObject(source.path.includes('{clientId}') ? [clientId] : []);
    });

    it('takes the same body', () => {
      const body = operation.requestBody;
      const content = body?.content ?? {};
      expect(Object.keys(content)).toEqual(source.body ? ['application/json'] : []);
      expect(schemaName(content['application/json'])).toBe(source.body);
      if (body) {
        expect(body).toMatchObject({ required: true, description: expect.stringMatching(/\w{3}/) });
        expectValidExamples(content['application/json'], source.body);
      }
    });

    const statuses = [...source.statuses, ...SEEN_AS_WELL[name]].sort();

    it('has the same statuses, and those seen as well', () => {
      expect(Object.keys(operation.responses ?? {}).map(Number)).toEqual(statuses);
    });

    it.each(statuses)('describes %i, its model and headers', (status) => {
      const own = operation.responses?.[status];
      const response = resolve(own);
      expect(own?.description).toMatch(/\w{3}/);
      const content = response.content?.['application/json'];
      expect(schemaName(content)).toBe(answerModel(source, status));
      expect(Object.keys(response.headers ?? {}).sort()).toEqual(headerNames(status));
      for (const header of Object.values(response.headers ?? {})) {
        expect(resolve(header)).toMatchObject({
          description: expect.stringMatching(/\w{3}/),
          schema: expect.anything(),
        });
      }
      for (const form of Object.values(response.content ?? {})) {
        expectValidExamples(form, schemaName(form));
      }
    });
  });
});

function headerNames(status: number): string[] {
  const limits = ['X-Ratelimit-Remaining', 'X-Ratelimit-Reset'];
  if (status === 401) {
    return [];
  }
  return status === 429 || status === 503 ? ['Retry-After', ...limits] : limits;
}
