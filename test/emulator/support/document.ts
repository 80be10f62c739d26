import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { documentPath } from '../../../scripts/support/paths.js';

interface Node {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
  readonly headers?: Readonly<Record<string, Node>>;
  readonly responses?: Readonly<Record<string, Node>>;
  readonly schema?: object;
}

/** An answer as it came. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const ROOT_ID = 'https://emulator.invalid/openapi';
// Statuses that new services have beyond the document.
const BEYOND = [405, 406, 415];
// Where the document promises a body and its words allow for none.
const MAY_BE_EMPTY = [403, 429];

const document = parse(await readFile(documentPath, 'utf8'));
const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv, ['uuid', 'date-time']);
ajv.addFormat('int64', true);
ajv.addKeyword('components');
ajv.addSchema({ $id: ROOT_ID, components: { schemas: document.components.schemas } });
const validators = new Map<string, ValidateFunction>();

/** Each operation of the document with its statuses. */
export const documented: readonly { method: string; template: string; statuses: readonly number[] }[] = Object.entries(
  document.paths as Record<string, Record<string, Node>>,
).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    template,
    statuses: Object.keys(operation.responses ?? {}).map(Number),
  })),
);

/** Tells how an answer departs from the document; what the document does not know cannot. */
export function departures(method: string, path: string, answer: Received, generation: 'new' | 'old'): string[] {
  const operation = findOperation(method, path);
  if (!operation || (generation === 'new' && BEYOND.includes(answer.status))) {
    return [];
  }
  const response = operation.responses?.[answer.status];
  if (!response) {
    return [`${answer.status} is not documented for ${method} ${path}`];
  }
  const { content, headers } = resolve(response);
  return [...bodyDepartures(content, answer), ...headerDepartures(headers, answer.headers)];
}

function findOperation(method: string, path: string): Node | undefined {
  const template = Object.keys(document.paths).find((template) =>
    new RegExp(`^${template.replaceAll('.', '\\.').replace('{clientId}', '[^/]+')}$`).test(
      path.replace('/oauth2/clients', '/clients'),
    ),
  );
  return document.paths[template ?? '']?.[method.toLowerCase()];
}

function bodyDepartures(content: Node['content'], { status, headers, text }: Received): string[] {
  const type = headers.get('content-type');
  if (!content) {
    return [...(text ? ['a body where there should be none'] : []), ...(type ? [`a needless type ${type}`] : [])];
  }
  if (text === '') {
    return MAY_BE_EMPTY.includes(status) ? [] : ['no body'];
  }
  const medium = content[type ?? ''];
  if (!medium) {
    return [`a body of the type ${type}`];
  }
  return medium.schema ? schemaDepartures(medium.schema, JSON.parse(text)) : [];
}

function headerDepartures(documentedHeaders: Node['headers'], headers: Headers): string[] {
  return Object.entries(documentedHeaders ?? {}).flatMap(([name, header]) => {
    const value = headers.get(name);
    const { schema } = resolve(header);
    const isNumber = schema && 'type' in schema && schema.type === 'integer';
    return value === null || !schema ? [] : schemaDepartures(schema, isNumber ? Number(value) : value);
  });
}

function schemaDepartures(schema: object, value: unknown): string[] {
  const key = JSON.stringify(schema).replaceAll('"#/', `"${ROOT_ID}#/`);
  const validate = validators.get(key) ?? ajv.compile(JSON.parse(key));
  validators.set(key, validate);
  return validate(value) ? [] : [ajv.errorsText(validate.errors)];
}

function resolve(node: Node): Node {
  if (!node.$ref) {
    return node;
  }
  const keys = node.$ref.slice('#/'.length).split('/');
  return resolve(keys.reduce((parent, key) => parent[key], document));
}
