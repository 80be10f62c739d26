import type { EmulatorOperation } from './operation-names.js';
import {
  changeActivation,
  createClient,
  deleteClient,
  deleteClientsOfPortal,
  deleteOwnClients,
  getClient,
  getClientInfo,
  getDocs,
  getHealth,
  getPublicInfo,
  listClients,
  listConsents,
  listInfos,
  listScopes,
  type Operation,
  regenerateSecret,
  revokeUserClient,
  updateClient,
} from './operations.js';
import type { Behaviour } from './versions.js';

/** Who may use a route. */
export type Access = 'public' | 'everybody' | 'developers' | 'admins';

/** An operation at a path. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/2.0`, or below the root if it begins with a slash. */
  readonly path: string;
  readonly access: Access;
  /** Not set if the SDK has no such operation. */
  readonly name?: EmulatorOperation;
  readonly operation: Operation;
  readonly readsBody?: boolean;
}

/** A route that fits, or what a request lacks for one. */
export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly clientId: string }
  | { readonly kind: 'wrong method'; readonly methods: readonly string[] }
  | { readonly kind: 'unknown' };

const ID = '{id}';

const ROUTES: readonly Route[] = [
  { method: 'GET', path: 'clients', access: 'developers', name: 'getClients', operation: listClients },
  {
    method: 'POST',
    path: 'clients',
    access: 'developers',
    name: 'createClient',
    operation: createClient,
    readsBody: true,
  },
  { method: 'DELETE', path: 'clients', access: 'developers', name: 'deleteUserClients', operation: deleteOwnClients },
  {
    method: 'DELETE',
    path: 'clients/tenant',
    access: 'admins',
    name: 'deleteTenantClients',
    operation: deleteClientsOfPortal,
  },
  { method: 'GET', path: 'clients/info', access: 'developers', name: 'getClientsInfo', operation: listInfos },
  { method: 'GET', path: 'clients/consents', access: 'everybody', name: 'getConsents', operation: listConsents },
  { method: 'GET', path: `clients/${ID}`, access: 'developers', name: 'getClient', operation: getClient },
  {
    method: 'PUT',
    path: `clients/${ID}`,
    access: 'developers',
    name: 'updateClient',
    operation: updateClient,
    readsBody: true,
  },
  { method: 'DELETE', path: `clients/${ID}`, access: 'developers', name: 'deleteClient', operation: deleteClient },
  {
    method: 'PATCH',
    path: `clients/${ID}/activation`,
    access: 'developers',
    name: 'changeActivation',
    operation: changeActivation,
    readsBody: true,
  },
  {
    method: 'PATCH',
    path: `clients/${ID}/regenerate`,
    access: 'developers',
    name: 'regenerateSecret',
    operation: regenerateSecret,
  },
  {
    method: 'DELETE',
    path: `clients/${ID}/revoke`,
    access: 'everybody',
    name: 'revokeUserClient',
    operation: revokeUserClient,
  },
  { method: 'GET', path: `clients/${ID}/info`, access: 'developers', name: 'getClientInfo', operation: getClientInfo },
  {
    method: 'GET',
    path: `clients/${ID}/public/info`,
    access: 'public',
    name: 'getPublicClientInfo',
    operation: getPublicInfo,
  },
  { method: 'GET', path: 'scopes', access: 'everybody', name: 'getScopes', operation: listScopes },
  { method: 'GET', path: '/health', access: 'public', operation: getHealth },
  { method: 'GET', path: '/docs', access: 'public', operation: getDocs },
];

const BULK_DELETES: readonly Operation[] = [deleteOwnClients, deleteClientsOfPortal];

/** The routes of a version whose paths fit, the more specific ones first. */
export function routesAt(path: string, { secondPrefix, bulkDeletes }: Behaviour): Route[] {
  const normalised = secondPrefix ? path.replace(/^\/api\/2\.0\/oauth2\//, '/api/2.0/') : path;
  return ROUTES.filter(({ operation }) => bulkDeletes || !BULK_DELETES.includes(operation)).filter((route) =>
    parse(route, normalised),
  );
}

/** Finds the route of a request. HEAD is served by the routes of GET. */
export function findRoute(method: string, path: string, behaviour: Behaviour): Match {
  const routes = routesAt(path, behaviour);
  const route = routes.find((route) => route.method === (method === 'HEAD' ? 'GET' : method));
  if (route) {
    return { kind: 'route', route, clientId: clientIdIn(path) };
  }
  return routes.length > 0 ? { kind: 'wrong method', methods: methodsOf(routes) } : { kind: 'unknown' };
}

/** Whether a route is about one client. */
export function hasClientId({ path }: Route): boolean {
  return path.includes(ID);
}

/** The methods of routes, sorted. */
export function methodsOf(routes: readonly Route[]): string[] {
  return [...new Set(routes.map(({ method }) => method))].sort();
}

function parse({ path: template }: Route, path: string): boolean {
  const expected = (template.startsWith('/') ? template : `/api/2.0/${template}`).split('/');
  const segments = path.split('/');
  return (
    segments.length === expected.length &&
    expected.every((part, index) => (part === ID ? segments[index] !== '' : part === decode(segments[index] ?? '')))
  );
}

function clientIdIn(path: string): string {
  return decode(/\/clients\/([^/]+)/.exec(path)?.[1] ?? '');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
