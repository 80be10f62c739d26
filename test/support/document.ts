import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { documentPath } from '../../scripts/support/paths.js';

/** A part of openapi.yaml, of whatever form. */
export interface Node {
  [name: string]: Node;
}

export const openapi: Node = parse(readFileSync(documentPath, 'utf8'));

/** A part with its `$ref` followed; what stands beside the `$ref` comes on top. */
export function resolve(part: Node | undefined): Node {
  const { $ref, ...rest } = part ?? {};
  if (typeof $ref !== 'string') {
    return rest;
  }
  const target = ($ref as string)
    .slice(2)
    .split('/')
    .reduce((node: Node | undefined, name) => node?.[name], openapi);
  return { ...resolve(target), ...rest };
}

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv, { formats: ['uuid', 'date-time', 'int64'] });
ajv.addKeyword('components');
const validators = new Map<string, ValidateFunction>();

/** The check of a schema of the document, made from the document itself. */
export function schemaCheck(name: string): ValidateFunction {
  return compileSchema({ $ref: `#/components/schemas/${name}` });
}

/** The check of any part of the document that is a schema. */
export function compileSchema(schema: object): ValidateFunction {
  const key = JSON.stringify(schema);
  const validator = validators.get(key) ?? ajv.compile({ ...schema, components: openapi.components });
  validators.set(key, validator);
  return validator;
}
