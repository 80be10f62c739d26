import { compileSchema, type Node, openapi, resolve } from '../../support/document.js';

/** A response as it arrived. */
export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

// Statuses of new services that the document does not have.
const BEYOND = [405, 406, 415];
// The document promises a body for these, and its description allows for none.
const MAY_BE_EMPTY = [403, 429];

// Those of the document that the emulator has.
const EMULATED = [
  'createClient',
  'updateClient',
  'deleteClient',
  'changeActivation',
  'regenerateSecret',
  'revokeUserClient',
];
const operations = Object.entries(openapi.paths ?? {}).flatMap(([template, methods]) =>
  Object.entries(methods)
    .filter(([, { operationId }]) => EMULATED.includes(String(operationId)))
    .map(([method, operation]) => ({ method: method.toUpperCase(), template, operation })),
);

/** Each operation of the emulator with its documented statuses. */
export const documented: readonly { method: string; template: string; statuses: readonly number[] }[] = operations.map(
  ({ method, template, operation }) => ({
    method,
    template,
    statuses: Object.keys(operation.responses ?? {}).map(Number),
  }),
);

/** How a response departs from the document. A request that the document does not know has no departures. */
export function departures(method: string, path: string, received: Received, generation: 'new' | 'old'): string[] {
  const operation = findOperation(method, path);
  if (!operation || (generation === 'new' && BEYOND.includes(received.status))) {
    return [];
  }
  const response = operation.responses?.[received.status];
  if (!response) {
    return [`${received.status} is not documented for ${method} ${path}`];
  }
  const { content, headers } = resolve(response);
  return [...bodyDepartures(content, received), ...headerDepartures(headers, received.headers)];
}

function findOperation(method: string, path: string): Node | undefined {
  const found = operations.find(
    (each) =>
      each.method === method &&
      new RegExp(`^${each.template.replaceAll('.', '\\.').replace('{clientId}', '[^/]+')}$`).test(
        path.replace('/oauth2/clients', '/clients'),
      ),
  );
  return found?.operation;
}

function bodyDepartures(content: Node | undefined, { status, headers, text }: Received): string[] {
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

function headerDepartures(documentedHeaders: Node | undefined, headers: Headers): string[] {
  return Object.entries(documentedHeaders ?? {}).flatMap(([name, header]) => {
    const value = headers.get(name);
    const { schema } = resolve(header);
    const isNumber = String(schema?.type) === 'integer';
    return value === null || !schema ? [] : schemaDepartures(schema, isNumber ? Number(value) : value);
  });
}

function schemaDepartures(schema: Node, value: unknown): string[] {
  const validate = compileSchema(schema);
  if (validate(value)) {
    return [];
  }
  return [(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join(', ')];
}
