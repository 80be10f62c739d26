import { randomUUID } from 'node:crypto';
import { type Answer, json } from './answer.js';
import type { ClientStore } from './client-store.js';
import { Failure } from './failure.js';
import type { FieldReader } from './field-reader.js';
import type { Generation } from './options.js';
import { parseBody, readCreateRequest, readUpdateRequest } from './requests.js';
import type { StoredClient } from './stored-client.js';

/** What an operation works on. */
export interface Call {
  readonly store: ClientStore;
  readonly generation: Generation;
  readonly userId: string;
  /** As it was sent; empty for operations without one. */
  readonly clientId: string;
  readonly body: string;
  readonly contentType: string;
}

/** Does the work of a route. */
export type Operation = (call: Call) => Answer;

const DONE: Answer = { status: 200 };

export const createClient: Operation = (call) => {
  const settings = readCreateRequest(fieldsOf(call), call.generation);
  return json(201, call.store.create(call.userId, settings));
};

export const updateClient: Operation = (call) => {
  const client = clientOf(call);
  call.store.change(call.userId, client, readUpdateRequest(fieldsOf(call), call.generation));
  return DONE;
};

export const changeActivation: Operation = (call) => {
  const client = clientOf(call);
  const fields = fieldsOf(call);
  const enabled = fields.requiredFlag('status');
  fields.finish();
  call.store.change(call.userId, client, { enabled });
  return DONE;
};

export const regenerateSecret: Operation = (call) => {
  const client_secret = randomUUID();
  call.store.change(call.userId, clientOf(call), { client_secret });
  return json(200, { client_secret });
};

export const deleteClient: Operation = (call) => {
  call.store.remove(clientOf(call));
  return DONE;
};

/** There are no consents here, so it changes nothing. */
export const revokeUserClient: Operation = (call) => {
  clientOf(call);
  return DONE;
};

/** Every client of the calling user. */
export const deleteOwnClients: Operation = (call) => {
  call.store.removeOf(call.userId);
  return DONE;
};

/** Every client of the portal, whoever calls. */
export const deleteAllClients: Operation = (call) => {
  call.store.removeAll();
  return DONE;
};

function clientOf({ store, generation, userId, clientId }: Call): StoredClient {
  const client = store.find(userId, clientId);
  if (!client) {
    throw new Failure(generation === 'new' ? 404 : 400, 'There is no such client');
  }
  return client;
}

function fieldsOf({ body, contentType, generation }: Call): FieldReader {
  return parseBody(body, contentType, generation);
}
