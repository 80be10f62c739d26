import { Failure } from './failure.js';
import {
  changeActivation,
  createClient,
  deleteAllClients,
  deleteClient,
  deleteOwnClients,
  type Operation,
  regenerateSecret,
  revokeUserClient,
  updateClient,
} from './operations.js';
import type { Generation } from './options.js';

interface Route {
  readonly method: string;
  /** The segments after the prefix. */
  readonly path: readonly string[];
  readonly operation: Operation;
}

const ID = '{clientId}';

// What is first wins: `tenant` is no id when it comes with DELETE.
const ROUTES: readonly Route[] = [
  { method: 'POST', path: [], operation: createClient },
  { method: 'DELETE', path: [], operation: deleteOwnClients },
  { method: 'DELETE', path: ['tenant'], operation: deleteAllClients },
  { method: 'PUT', path: [ID], operation: updateClient },
  { method: 'DELETE', path: [ID], operation: deleteClient },
  { method: 'PATCH', path: [ID, 'activation'], operation: changeActivation },
  { method: 'PATCH', path: [ID, 'regenerate'], operation: regenerateSecret },
  { method: 'DELETE', path: [ID, 'revoke'], operation: revokeUserClient },
];

const PREFIX: Readonly<Record<Generation, RegExp>> = {
  new: /^\/api\/2\.0\/(?:oauth2\/)?clients(?=\/|$)/,
  old: /^\/api\/2\.0\/clients(?=\/|$)/,
};

/** The operation that a request asks for, and the id in its path. */
export function findRoute(
  method: string,
  path: string,
  generation: Generation,
): { operation: Operation; clientId: string } {
  // A slash at the end makes no difference, so an empty id leads to all clients of the user.
  const segments = path.replace(PREFIX[generation], '').replace(/\/$/, '').split('/').slice(1).map(decode);
  const routes = PREFIX[generation].test(path) ? ROUTES.filter((route) => matches(route, segments)) : [];
  if (routes.length === 0) {
    throw new Failure(404, 'There is no such route');
  }
  const route = routes.find((route) => route.method === method);
  if (!route) {
    const methods = [...new Set(routes.map((route) => route.method))];
    throw new Failure(405, `${method} is not supported here`, { headers: { Allow: methods.join(', ') } });
  }
  return { operation: route.operation, clientId: route.path.includes(ID) ? (segments[0] ?? '') : '' };
}

function matches(route: Route, segments: readonly string[]): boolean {
  return (
    route.path.length === segments.length &&
    route.path.every((expected, index) => expected === ID || expected === segments[index])
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
