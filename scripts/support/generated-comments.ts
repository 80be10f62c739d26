/** What is told of a type or value that the generator emits. */
interface SymbolMeta {
  readonly resource?: string | undefined;
  /** The operation, or the schema. */
  readonly resourceId?: string | undefined;
  readonly role?: string | undefined;
  readonly tool?: string | undefined;
  /** Where it stands in the document: `['paths', '/api/2.0/clients', 'post']`. */
  readonly path?: readonly unknown[] | undefined;
}

/** A node of generated code; most take a doc comment. */
export interface CommentedNode {
  readonly symbol?: { readonly meta?: SymbolMeta | undefined } | undefined;
  doc?(text: string): unknown;
}

const OPERATION_TYPES: Readonly<Record<string, (operation: string) => string>> = {
  data: (operation) => `What ${operation} sends.`,
  errors: (operation) => `What ${operation} answers with each status that is no success.`,
  error: (operation) => `What ${operation} answers when it fails.`,
  responses: (operation) => `What ${operation} answers with each status of success.`,
  response: (operation) => `What ${operation} answers when it succeeds.`,
};

const ARGUMENTS: Readonly<Record<string, string>> = {
  body: 'The JSON body.',
  path: 'The values for the names in braces in the URL.',
  query: 'The query of the URL.',
  url: 'The URL from `baseUrl` on.',
};

/** A schema of the generator's, read from the document or made for the arguments of an operation. */
export interface ArgumentsSchema {
  readonly properties?: Readonly<Record<string, { description?: string; readonly const?: unknown }>>;
}

/** Gives each argument of an operation a description, if the document has none. */
export function commentArguments({ properties = {} }: ArgumentsSchema): void {
  // What the generator makes has the URL of the operation as a constant.
  if (properties.url?.const === undefined) {
    return;
  }
  for (const [name, argument] of Object.entries(properties)) {
    const text = ARGUMENTS[name];
    if (text) {
      argument.description ??= text;
    }
  }
}

/** Gives a doc comment to what the document has no description for. */
export function comment(node: CommentedNode | null): void {
  const text = node?.symbol?.meta && describe(node.symbol.meta);
  if (text) {
    node.doc?.(text);
  }
}

function describe({ resource, resourceId, role = '', tool, path = [] }: SymbolMeta): string | undefined {
  if (tool === 'json-schema') {
    return `The JSON Schema of \`${resourceId}\`, as openapi.yaml has it.`;
  }
  if (resource === 'operation') {
    const [, url, method] = path;
    return OPERATION_TYPES[role]?.(`\`${String(method).toUpperCase()} ${url}\``);
  }
  if (resource === 'client') {
    return 'Where the fetch client sends its requests.';
  }
  return resource === 'client-options'
    ? 'What an operation takes: its arguments, the fetch client, and options for `fetch`.'
    : undefined;
}
