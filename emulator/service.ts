import { randomBytes, randomUUID } from 'node:crypto';
import { requireOneOf, shown } from './checks.js';
import { identify } from './credentials.js';
import { errorResponse, ServiceError } from './errors.js';
import { inspect } from './firewall.js';
import { gatewayResponse } from './gateway.js';
import { Limiter, limitedResponse, ownerOf } from './limits.js';
import { optionsResponse, unknownRoute, wrongMedia, wrongMethod } from './mismatch.js';
import type { EmulatorOperation } from './operation-names.js';
import type { EmulatorSettings } from './options.js';
import { DEPENDENCIES, type Dependency } from './outages.js';
import { PORTAL_STATES, Portal, type PortalState, TOKEN_PATH } from './portal.js';
import { type EmulatorRequest, headerOf, pathOf } from './request.js';
import { addHeaders, type EmulatedResponse } from './response.js';
import { findRoute, hasClientId, type Route, routesAt } from './routes.js';
import { Store } from './store.js';
import { type Caller, Directory, ROLES, type Role } from './users.js';
import { requireClientId } from './validation.js';
import { type Behaviour, behaviourOf } from './versions.js';

/** The number of requests by outcome. */
export interface EmulatorStats {
  /** Requests that arrived completely, but for token requests. */
  readonly received: number;
  /** Requests with a good credential that no limit stopped, whatever their response. */
  readonly accepted: number;
  /** Requests that got a 429. */
  readonly rateLimited: number;
  /** Requests that got a 503 from the gateway. */
  readonly unavailable: number;
  /** Requests to the token endpoint, whatever their response. No other number counts them. */
  readonly tokenRequests: number;
}

const NO_REQUESTS = { received: 0, accepted: 0, rateLimited: 0, unavailable: 0 };
const FORBIDDEN: EmulatedResponse = { status: 403 };
// On 3.0 all but admins are turned away from these by their path.
const ADMIN_PATH = /^\/api\/2\.0\/clients(?:$|\/(?!(?:consents|info)$|[^/]+\/public\/info$))/;
// Who reads a client without a credential.
const NOBODY: Caller = { id: '', tenant: 0, admin: false, developer: false, displayName: '', avatar: '' };

/** The service without sockets. It responds synchronously, so requests never interleave. */
export class Service {
  /** The dependencies that are down; may be changed at any time. */
  readonly outages: Set<Dependency> = new Set();
  readonly store: Store;
  readonly portal: Portal;
  readonly users: Directory;
  #counts = { ...NO_REQUESTS };
  readonly #settings: EmulatorSettings;
  readonly #behaviour: Behaviour;
  #limiter: Limiter;

  constructor(settings: EmulatorSettings) {
    this.#settings = settings;
    this.#behaviour = behaviourOf(settings.serviceVersion);
    this.#limiter = new Limiter(settings, this.#behaviour);
    this.users = new Directory(settings.users);
    this.portal = new Portal({ ...settings, users: this.users }, this.#behaviour);
    this.store = new Store(this.#behaviour, settings.clock, this.outages);
  }

  /** Whether the response to a request is compressed and how one to HEAD is framed. */
  writingOf(request: EmulatorRequest): { method: string; gzip: boolean; framesHead: boolean } {
    const { gzip, framesHead } = this.#behaviour;
    const accepted = /\bgzip\b/i.test(headerOf(request, 'accept-encoding') ?? '');
    return { method: request.method, gzip: gzip && accepted, framesHead };
  }

  stats(): EmulatorStats {
    return Object.freeze({ ...this.#counts, tokenRequests: this.portal.tokenRequests });
  }

  /** Takes a dependency down or up. Throws a RangeError or a TypeError. */
  setOutage(dependency: Dependency, down: boolean): void {
    requireOneOf('setOutage: dependency', dependency, DEPENDENCIES);
    if (typeof down !== 'boolean') {
      throw new TypeError(`setOutage: down must be a boolean, not ${shown(down)}.`);
    }
    if (down) {
      this.outages.add(dependency);
    } else {
      this.outages.delete(dependency);
    }
  }

  /** Sets the state of the portal. Throws a RangeError for an unknown one. */
  setPortal(state: PortalState): void {
    requireOneOf('setPortal: state', state, PORTAL_STATES);
    this.portal.state = state;
  }

  /** Adds a user to the portal of the first admin and returns a new key of theirs. Throws a RangeError. */
  signIn(role: Role): string {
    requireOneOf('signIn: role', role, ROLES);
    // Real API keys are hexadecimal, so none of them reads like this.
    const prefix = this.#behaviour.credential === 'session' ? 'emulator-session-' : 'sk-emulator-';
    const key = prefix + randomBytes(16).toString('hex');
    this.users.add(key, { id: randomUUID(), role, tenant: this.users.first.tenant });
    return key;
  }

  /** Everything as it was at the start, but for the users, the clock and the key of signatures; with the seed. */
  reset(): void {
    this.outages.clear();
    this.store.reset();
    this.portal.reset();
    this.#limiter = new Limiter(this.#settings, this.#behaviour);
    this.#counts = { ...NO_REQUESTS };
  }

  /** The operation of a request; `undefined` if its method and path belong to none. */
  operationOf(request: EmulatorRequest): EmulatorOperation | undefined {
    if (this.#isTokenRequest(request)) {
      return 'generateJwtToken';
    }
    const match = findRoute(request.method, pathOf(request), this.#behaviour);
    return match.kind === 'route' ? match.route.name : undefined;
  }

  /** An error as the service words it, or as the token endpoint does, whose errors have no body. */
  errorResponse(request: EmulatorRequest, status: number): EmulatedResponse {
    const error = new ServiceError(status, 'A test has planned this response');
    return this.#isTokenRequest(request) ? { status } : errorResponse(error, this.#behaviour, pathOf(request));
  }

  respond(request: EmulatorRequest): EmulatedResponse {
    const { clock } = this.#settings;
    if (this.#isTokenRequest(request)) {
      return this.portal.respond(request, clock.now());
    }
    this.#counts.received += 1;
    const response = this.#guard(
      request,
      () => this.#fromGateway() ?? inspect(request, this.#behaviour) ?? this.#serve(request),
    );
    const { headers } = response;
    // Whatever may be compressed says so.
    return this.#behaviour.gzip && headers?.['Content-Type'] === 'application/json'
      ? addHeaders(response, {
          Vary: [headers.Vary, 'accept-encoding'].filter(Boolean).join(',').toLowerCase().replaceAll(' ', ''),
        })
      : response;
  }

  #isTokenRequest(request: EmulatorRequest): boolean {
    return this.#settings.behindPortal && pathOf(request) === TOKEN_PATH;
  }

  #fromGateway(): EmulatedResponse | undefined {
    const response = gatewayResponse(this.#settings.gateway, this.#counts.received);
    this.#counts.unavailable += response ? 1 : 0;
    return response;
  }

  #serve(request: EmulatorRequest): EmulatedResponse {
    const { clock, edition } = this.#settings;
    const now = clock.now();
    if (this.outages.has('limiter store')) {
      return FORBIDDEN;
    }
    const caller = identify(
      request,
      this.#behaviour,
      { behindPortal: this.#settings.behindPortal, users: this.users, signatureKey: this.portal.signatureKey },
      now,
    );
    if (caller === 'bad') {
      return { status: this.#behaviour.badCredentialStatus };
    }
    const owner = ownerOf(request, caller, this.#behaviour, edition);
    const bucket = owner === undefined ? undefined : this.#limiter.take(request.method, owner, now);
    const response =
      bucket?.accepted === false
        ? limitedResponse(this.#behaviour)
        : this.#guard(request, () => this.#dispatch(request, caller));
    if (response.status === 429) {
      this.#counts.rateLimited += 1;
    } else if (caller !== 'none') {
      this.#counts.accepted += 1;
    }
    return addHeaders(response, bucket?.headers);
  }

  #dispatch(request: EmulatorRequest, caller: Caller | 'none'): EmulatedResponse {
    const { method } = request;
    const path = pathOf(request);
    const { rights } = this.#behaviour;
    const routes = routesAt(path, this.#behaviour);
    const isPublic = routes.some(({ access }) => access === 'public');
    const mayEnter = caller !== 'none' && (rights === 'developers' || caller.admin || !ADMIN_PATH.test(path));
    if (!isPublic && !mayEnter) {
      return FORBIDDEN;
    }
    if (method === 'OPTIONS' && routes.length > 0) {
      return optionsResponse(request, routes, this.#behaviour);
    }
    const match = findRoute(method, path, this.#behaviour);
    switch (match.kind) {
      case 'unknown':
        return unknownRoute(path, this.#behaviour);
      case 'wrong method':
        return wrongMethod(match.methods, this.#behaviour);
      case 'route':
        return (
          wrongMedia(request, match.route, this.#behaviour) ?? this.#run(request, match.route, match.clientId, caller)
        );
    }
  }

  #run(request: EmulatorRequest, route: Route, clientId: string, caller: Caller | 'none'): EmulatedResponse {
    const { clock } = this.#settings;
    const behaviour = this.#behaviour;
    if (hasClientId(route)) {
      requireClientId(clientId);
    }
    const operation = route.operation(request, { behaviour });
    if (!this.#limiter.admit(route.access === 'public', clock.now())) {
      throw new ServiceError(429, 'The service gets too many requests');
    }
    if (caller !== 'none' && !isAllowed(route, caller, behaviour)) {
      throw new ServiceError(403, 'The user lacks a right');
    }
    // Each change is logged with the agent that made it.
    if (route.method !== 'GET' && headerOf(request, 'user-agent') === undefined) {
      throw new ServiceError(500, 'The request has no user agent');
    }
    const { store, outages } = this;
    return operation({ store, behaviour, outages, clientId, caller: caller === 'none' ? NOBODY : caller });
  }

  #guard(request: EmulatorRequest, work: () => EmulatedResponse): EmulatedResponse {
    try {
      return work();
    } catch (error) {
      const serviceError =
        error instanceof ServiceError ? error : new ServiceError(500, `The emulator failed: ${String(error)}`);
      return errorResponse(serviceError, this.#behaviour, pathOf(request));
    }
  }
}

function isAllowed({ access }: Route, caller: Caller, { rights }: Behaviour): boolean {
  // On 3.0 the path has decided.
  if (rights === 'admins' || access === 'public' || access === 'everybody') {
    return true;
  }
  return access === 'admins' ? caller.admin : caller.developer;
}
