import { randomUUID } from 'node:crypto';
import type { ClientStore } from './client-store.js';
import { type EmulatedResponse, jsonResponse } from './emulated-response.js';
import type { Generation } from './emulator-options.js';
import type { FieldReader } from './field-reader.js';
import { parseBody, readCreateRequest, readUpdateRequest } from './requests.js';
import { ServiceError } from './service-error.js';
import type { StoredClient } from './stored-client.js';

/** The input of a route handler. */
export interface RouteContext {
  readonly store: ClientStore;
  readonly generation: Generation;
  readonly userId: string;
  /** The client id in the path; empty if the route has none. */
  readonly clientId: string;
  readonly body: string;
  readonly contentType: string;
}

/** Executes the request of a route. */
export type RouteHandler = (context: RouteContext) => EmulatedResponse;

const EMPTY_OK: EmulatedResponse = { status: 200 };

export const handleCreate: RouteHandler = (context) => {
  const settings = readCreateRequest(fieldsOf(context), context.generation);
  return jsonResponse(201, context.store.create(context.userId, settings));
};

export const handleUpdate: RouteHandler = (context) => {
  const client = clientOf(context);
  context.store.change(context.userId, client, readUpdateRequest(fieldsOf(context), context.generation));
  return EMPTY_OK;
};

export const handleActivation: RouteHandler = (context) => {
  const client = clientOf(context);
  const fields = fieldsOf(context);
  const enabled = fields.requiredFlag('status');
  fields.finish();
  context.store.change(context.userId, client, { enabled });
  return EMPTY_OK;
};

export const handleRegenerate: RouteHandler = (context) => {
  const client_secret = randomUUID();
  context.store.change(context.userId, clientOf(context), { client_secret });
  return jsonResponse(200, { client_secret });
};

export const handleDelete: RouteHandler = (context) => {
  context.store.remove(clientOf(context));
  return EMPTY_OK;
};

/** The emulator stores no consents, so there is nothing to revoke. */
export const handleRevoke: RouteHandler = (context) => {
  clientOf(context);
  return EMPTY_OK;
};

/** Deletes every client of the user. */
export const handleDeleteOwn: RouteHandler = (context) => {
  context.store.removeOf(context.userId);
  return EMPTY_OK;
};

/** Deletes every client of the portal, whoever the user is. */
export const handleDeleteAll: RouteHandler = (context) => {
  context.store.removeAll();
  return EMPTY_OK;
};

function clientOf({ store, generation, userId, clientId }: RouteContext): StoredClient {
  const client = store.find(userId, clientId);
  if (!client) {
    throw new ServiceError(generation === 'new' ? 404 : 400, 'There is no such client');
  }
  return client;
}

function fieldsOf({ body, contentType, generation }: RouteContext): FieldReader {
  return parseBody(body, contentType, generation);
}
