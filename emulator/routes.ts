import type { Generation } from './emulator-options.js';
import {
  handleActivation,
  handleCreate,
  handleDelete,
  handleDeleteAll,
  handleDeleteOwn,
  handleRegenerate,
  handleRevoke,
  handleUpdate,
  type RouteHandler,
} from './handlers.js';
import { ServiceError } from './service-error.js';

interface Route {
  readonly method: string;
  /** The segments after the prefix. */
  readonly path: readonly string[];
  readonly handler: RouteHandler;
}

const ID = '{clientId}';

// The first match wins: `DELETE tenant` is a route of its own, not a client id.
const ROUTES: readonly Route[] = [
  { method: 'POST', path: [], handler: handleCreate },
  { method: 'DELETE', path: [], handler: handleDeleteOwn },
  { method: 'DELETE', path: ['tenant'], handler: handleDeleteAll },
  { method: 'PUT', path: [ID], handler: handleUpdate },
  { method: 'DELETE', path: [ID], handler: handleDelete },
  { method: 'PATCH', path: [ID, 'activation'], handler: handleActivation },
  { method: 'PATCH', path: [ID, 'regenerate'], handler: handleRegenerate },
  { method: 'DELETE', path: [ID, 'revoke'], handler: handleRevoke },
];

const PREFIX: Readonly<Record<Generation, RegExp>> = {
  new: /^\/api\/2\.0\/(?:oauth2\/)?clients(?=\/|$)/,
  old: /^\/api\/2\.0\/clients(?=\/|$)/,
};

/** Finds the handler of a request and the client id in its path. */
export function findRoute(
  method: string,
  path: string,
  generation: Generation,
): { handler: RouteHandler; clientId: string } {
  // A trailing slash is ignored, so an empty id addresses all clients of the user.
  const segments = path.replace(PREFIX[generation], '').replace(/\/$/, '').split('/').slice(1).map(decode);
  const routes = PREFIX[generation].test(path) ? ROUTES.filter((route) => matches(route, segments)) : [];
  if (routes.length === 0) {
    throw new ServiceError(404, 'There is no such route');
  }
  const route = routes.find((route) => route.method === method);
  if (!route) {
    const methods = [...new Set(routes.map((route) => route.method))];
    throw new ServiceError(405, `${method} is not supported here`, { headers: { Allow: methods.join(', ') } });
  }
  return { handler: route.handler, clientId: route.path.includes(ID) ? (segments[0] ?? '') : '' };
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
