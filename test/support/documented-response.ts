import { compileSchema, type Node, openapi, resolve } from './document.js';
import type { Outcome } from './recordings.js';
import { withSampleValues } from './sample-values.js';

/** How a recorded response of an operation differs from openapi.yaml; `undefined` if it does not. */
export function problemOf(operation: string, { status, headers, body }: Outcome): string | undefined {
  const response = responseOf(operation, status);
  if (!response) {
    return 'is not documented';
  }
  const documented = Object.keys(response.headers ?? {}).map((name) => name.toLowerCase());
  const missing = Object.keys(headers).find((name) => name.startsWith('x-ratelimit-') && !documented.includes(name));
  if (missing) {
    return `has an undocumented ${missing}`;
  }
  const type = String(headers['content-type'] ?? '');
  const content = response.content?.[type];
  if (body === null) {
    return status < 300 && response.content ? 'has no body' : undefined;
  }
  if (!content) {
    return `has an undocumented body of ${type}`;
  }
  const check = compileSchema(content.schema ?? {});
  return check(withSampleValues(body)) ? undefined : `has an invalid body: ${JSON.stringify(check.errors)}`;
}

/** What openapi.yaml has for a status of an operation. */
export function responseOf(operation: string, status: number): Node | undefined {
  const own = Object.values(openapi.paths ?? {})
    .flatMap((methods) => Object.values(methods))
    .find(({ operationId }) => String(operationId) === operation)?.responses?.[status];
  return own && resolve(own);
}
