import { ServiceError } from './errors.js';
import { type Outages, requireUp } from './outages.js';
import { cutPage, readPage } from './pages.js';
import { type EmulatorRequest, queryOf } from './request.js';
import { type EmulatedResponse, jsonResponse } from './response.js';
import type { Lookup, Store } from './store.js';
import type { StoredClient } from './stored-client.js';
import type { Caller } from './users.js';
import {
  MAX_STORED_LENGTH,
  readActivationRequest,
  readCreateRequest,
  readUpdateRequest,
  requireKnownScopes,
  requireSecondLayer,
  SCOPES,
} from './validation.js';
import type { Behaviour } from './versions.js';
import { clientView, consentView, infoView } from './views.js';

/** What an operation works on. */
export interface OperationContext {
  readonly store: Store;
  readonly behaviour: Behaviour;
  /** `public/info` has a caller of no rights if there is no credential. */
  readonly caller: Caller;
  readonly outages: Outages;
  /** The id in the path, decoded. */
  readonly clientId: string;
}

/** Reads and checks a request, and returns what it does once nothing else is in its way. */
export type Operation = (
  request: EmulatorRequest,
  context: Pick<OperationContext, 'behaviour'>,
) => (context: OperationContext) => EmulatedResponse;

const DONE: EmulatedResponse = { status: 200 };

export const createClient: Operation = ({ body }, { behaviour }) => {
  const create = readCreateRequest(body, behaviour);
  return ({ store, caller }) => {
    const checks = [() => requireKnownScopes(create.scopes, behaviour), () => requireSecondLayer(create, behaviour)];
    for (const check of behaviour.scopesBeforeSecondLayer ? checks : checks.reverse()) {
      check();
    }
    requireStorable(
      [
        create.name,
        create.websiteUrl,
        create.termsUrl,
        create.policyUrl,
        create.logoutRedirectUri,
        ...create.redirectUris,
        ...create.allowedOrigins,
      ],
      behaviour.databaseErrorOnCreate,
    );
    const client = store.create(caller, {
      name: create.name,
      description: create.description,
      scopes: texts(create.scopes),
      website_url: create.websiteUrl,
      terms_url: create.termsUrl,
      policy_url: create.policyUrl,
      logo: create.logo,
      authentication_methods: authenticationMethods(create.allowPkce),
      redirect_uris: create.redirectUris,
      allowed_origins: create.allowedOrigins,
      logout_redirect_uris: [create.logoutRedirectUri],
    });
    return jsonResponse(201, clientView(client, 'created', caller, behaviour));
  };
};

export const updateClient: Operation = ({ body }, { behaviour }) => {
  const update = readUpdateRequest(body, behaviour);
  return ({ store, caller, clientId }) => {
    if (update.scopes) {
      requireKnownScopes(update.scopes, behaviour);
    }
    const client = requireOwn(store.find(clientId), caller, behaviour, 'write');
    requireStorable(
      [update.name, ...update.allowedOrigins, ...(update.redirectUris ?? [])],
      behaviour.databaseErrorOnUpdate,
    );
    store.change(caller, client, {
      name: update.name,
      logo: update.logo,
      authentication_methods: authenticationMethods(update.allowPkce),
      allowed_origins: update.allowedOrigins,
      ...(update.description !== null && { description: update.description }),
      ...(update.scopes && { scopes: texts(update.scopes) }),
      ...(update.redirectUris && { redirect_uris: update.redirectUris }),
    });
    return DONE;
  };
};

export const changeActivation: Operation = ({ body }, { behaviour }) => {
  const enabled = readActivationRequest(body, behaviour);
  return ({ store, caller, clientId }) => {
    store.change(caller, requireOwn(store.find(clientId), caller, behaviour, 'write'), { enabled });
    return DONE;
  };
};

export const regenerateSecret: Operation =
  () =>
  ({ store, caller, clientId, behaviour }) => {
    const client = requireOwn(store.find(clientId), caller, behaviour, 'write');
    return jsonResponse(200, { client_secret: store.regenerateSecret(caller, client) });
  };

export const deleteClient: Operation =
  () =>
  ({ store, caller, clientId, behaviour, outages }) => {
    const client = requireOwn(store.find(clientId), caller, behaviour, 'write');
    if (behaviour.deletesNeedBroker) {
      requireUp(outages, 'message broker');
    }
    // 3.0 finds a client by an id in capitals and then deletes nothing.
    if (behaviour.missingClient === 'not found' || clientId === client.client_id) {
      store.remove(client);
    }
    return DONE;
  };

export const deleteOwnClients: Operation =
  () =>
  ({ store, caller }) => {
    store.removeOf(caller);
    return DONE;
  };

export const deleteClientsOfPortal: Operation =
  () =>
  ({ store, caller }) => {
    store.removeAllOf(caller.tenant);
    return DONE;
  };

/** Never looks the client up. */
export const revokeUserClient: Operation =
  () =>
  ({ store, caller, clientId, behaviour, outages }) => {
    requireUp(outages, 'authorization service', { format: 'empty' });
    if (behaviour.missingClient === 'exception' && isMalformed(store.find(clientId))) {
      throw new ServiceError(500, 'The client id is no UUID');
    }
    store.consents.revoke(caller.id, clientId);
    return DONE;
  };

export const getClient: Operation =
  () =>
  ({ store, caller, clientId, behaviour }) => {
    const client = requireOwn(store.findCached(clientId), caller, behaviour, 'get');
    return jsonResponse(200, clientView(client, 'get', caller, behaviour));
  };

export const getClientInfo: Operation =
  () =>
  ({ store, caller, clientId, behaviour }) => {
    const lookup = store.findCached(clientId);
    const client = behaviour.infoOfForeignClients
      ? requireFound(lookup, behaviour, 'info')
      : requireOwn(lookup, caller, behaviour, 'info');
    return jsonResponse(200, infoView(client, behaviour));
  };

export const getPublicInfo: Operation =
  () =>
  ({ store, clientId, behaviour }) =>
    jsonResponse(200, infoView(requireFound(store.findCached(clientId), behaviour, 'info'), behaviour));

export const listClients: Operation = (request, { behaviour }) => {
  const page = readPage(queryOf(request), behaviour, { cursor: 'last_created_on', mayDefault: true });
  return ({ store, caller }) => {
    const { data, rest } = cutPage(store.listOf(caller, caller.admin), page, createdOn, clientCursors);
    return jsonResponse(200, { data: data.map((client) => clientView(client, 'list', caller, behaviour)), ...rest });
  };
};

export const listInfos: Operation = (request, { behaviour }) => {
  const page = readPage(queryOf(request), behaviour, { cursor: 'last_created_on', mayDefault: false });
  return ({ store, caller }) => {
    const clients = behaviour.infoOfForeignClients ? store.all() : store.listOf(caller, caller.admin);
    const { data, rest } = cutPage(clients, page, createdOn, clientCursors);
    return jsonResponse(200, { data: data.map((client) => infoView(client, behaviour)), ...rest });
  };
};

export const listConsents: Operation = (request, { behaviour }) => {
  const page = readPage(queryOf(request), behaviour, { cursor: 'last_modified_on', mayDefault: false });
  return ({ store, caller, outages }) => {
    requireUp(outages, 'authorization service');
    const consents = store.consents.of(caller.id);
    // 3.0 shows none of a client that is off or gone.
    const shown = behaviour.paging === 'numbers' ? consents.filter(({ client }) => client?.enabled) : consents;
    const { data, rest } = cutPage(
      shown,
      page,
      ({ modifiedAt }) => modifiedAt,
      (last) => ({ last_modified_on: last?.modifiedAt ?? null }),
    );
    return jsonResponse(200, { data: data.map((consent) => consentView(consent, behaviour)), ...rest });
  };
};

export const listScopes: Operation = () => () => jsonResponse(200, SCOPES);

export const getHealth: Operation =
  () =>
  ({ outages }) =>
    outages.has('message broker')
      ? jsonResponse(503, { status: 'DOWN', components: {}, groups: [] })
      : jsonResponse(200, { status: 'UP', groups: [] });

export const getDocs: Operation = () => () => ({
  ...jsonResponse(200, { openapi: '3.1.0', info: { title: 'Client management', version: 'emulated' }, paths: {} }),
  framing: 'length',
});

const createdOn = ({ created_on }: StoredClient): string => created_on;

const clientCursors = (last: StoredClient | undefined): object => ({
  last_client_id: last?.client_id ?? null,
  last_created_on: last?.created_on ?? null,
});

const authenticationMethods = (allowPkce: boolean): ('client_secret_post' | 'none')[] =>
  allowPkce ? ['client_secret_post', 'none'] : ['client_secret_post'];

const texts = (values: readonly (string | null)[]): string[] => values.filter((value) => value !== null);

type Purpose = 'get' | 'info' | 'write';

/** Throws as the version does for a client that is missing or belongs to others. */
function requireOwn(lookup: Lookup, caller: Caller, behaviour: Behaviour, purpose: Purpose): StoredClient {
  const client = requireFound(lookup, behaviour, purpose);
  if (client.tenant !== caller.tenant || !(caller.admin || client.created_by === caller.id)) {
    throw missing('unknown', behaviour, purpose);
  }
  return client;
}

function requireFound(lookup: Lookup, behaviour: Behaviour, purpose: Purpose): StoredClient {
  if (!lookup.found) {
    throw missing(lookup.why, behaviour, purpose);
  }
  return lookup.client;
}

function missing(
  why: 'malformed' | 'unknown' | 'deleted',
  { missingClient }: Behaviour,
  purpose: Purpose,
): ServiceError {
  const isException =
    missingClient === 'exception' &&
    (why === 'malformed' || purpose === 'write' || (why === 'deleted' && purpose === 'get'));
  return isException ? new ServiceError(500, 'The client cannot be used') : new ServiceError(404, 'There is no client');
}

const isMalformed = (lookup: Lookup): boolean => !lookup.found && lookup.why === 'malformed';

function requireStorable(values: readonly string[], format: 'empty' | 'body'): void {
  if (values.some((value) => value.length > MAX_STORED_LENGTH)) {
    throw new ServiceError(500, 'The database takes no value that long', format === 'empty' ? { format } : {});
  }
}
