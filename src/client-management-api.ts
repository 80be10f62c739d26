import type { Client } from '../generated/client/index.js';
import {
  type ChangeClientActivationRequest,
  type ClientResponse,
  type ClientSecretResponse,
  type CreateClientRequest,
  changeActivation,
  createClient,
  deleteClient,
  regenerateSecret,
  revokeUserClient,
  type UpdateClientRequest,
  updateClient,
} from '../generated/index.js';
import { ApiPromise } from './api-promise.js';
import { type CallArguments, checkArguments } from './arguments.js';
import { call, type Outcome } from './call.js';
import type { Sending } from './exchange.js';
import { createFetchClient } from './fetch-client.js';
import { OPERATIONS, type OperationMethod, type OperationName } from './operations.js';
import type { CallOptions, ClientManagementOptions } from './options.js';
import { Pacer } from './pacing.js';
import { readCallOptions, readOptions, type Settings } from './settings.js';

/**
 * Manages the OAuth2 clients of a DocSpace portal.
 *
 * Each method resolves to what the service answers and rejects with a {@link DocSpaceError}, or with the reason of the
 * signal that ended the call. A refusal for too many requests (429) and an outage (503) are waited out and retried; a
 * lost connection is, where repeating the operation does no harm.
 */
export class ClientManagementApi {
  readonly #settings: Settings;
  readonly #client: Client;
  readonly #pacers: Record<OperationMethod, Pacer> | undefined;

  /** Throws a {@link ConfigurationError} for an option that is unknown, missing or wrong. */
  constructor(options: ClientManagementOptions = {}) {
    this.#settings = readOptions(options);
    const { baseUrl, credentials } = this.#settings;
    this.#client = createFetchClient({
      baseUrl,
      ...(credentials && { credentials }),
      // The operations that send a body set it themselves.
      headers: { 'Content-Type': null },
      redirect: 'manual',
      parseAs: 'stream',
      throwOnError: true,
    });
    if (options.pacing !== false) {
      this.#pacers = { POST: new Pacer(), PUT: new Pacer(), PATCH: new Pacer(), DELETE: new Pacer() };
    }
  }

  /**
   * Creates a client: `POST /api/2.0/clients`. Resolves to the client as stored, with its id and secret.
   *
   * Not repeated after a lost connection: by then the client may exist.
   */
  createClient(body: CreateClientRequest, options?: CallOptions): ApiPromise<ClientResponse> {
    return this.#call('createClient', { body }, options, (request) => createClient({ ...request, body }));
  }

  /**
   * Replaces the settings of a client: `PUT /api/2.0/clients/{clientId}`. A boolean that is left out becomes false.
   */
  updateClient(clientId: string, body: UpdateClientRequest, options?: CallOptions): ApiPromise<undefined> {
    return this.#call('updateClient', { clientId, body }, options, (request) =>
      updateClient({ ...request, path: { clientId }, body }),
    );
  }

  /**
   * Deletes a client with everything that belongs to it, for good: `DELETE /api/2.0/clients/{clientId}`. All its
   * tokens stop working.
   */
  deleteClient(clientId: string, options?: CallOptions): ApiPromise<undefined> {
    return this.#call('deleteClient', { clientId }, options, (request) =>
      deleteClient({ ...request, path: { clientId } }),
    );
  }

  /**
   * Activates or deactivates a client: `PATCH /api/2.0/clients/{clientId}/activation`. One that is not active gets no
   * new tokens; those it has stay valid until they expire.
   */
  changeActivation(
    clientId: string,
    body: ChangeClientActivationRequest,
    options?: CallOptions,
  ): ApiPromise<undefined> {
    return this.#call('changeActivation', { clientId, body }, options, (request) =>
      changeActivation({ ...request, path: { clientId }, body }),
    );
  }

  /**
   * Gives a client a new secret: `PATCH /api/2.0/clients/{clientId}/regenerate`. The old one is dead at once.
   *
   * Not repeated after a lost connection: a secret made then is lost, and it is for the caller to make another.
   */
  regenerateSecret(clientId: string, options?: CallOptions): ApiPromise<ClientSecretResponse> {
    return this.#call('regenerateSecret', { clientId }, options, (request) =>
      regenerateSecret({ ...request, path: { clientId } }),
    );
  }

  /**
   * Withdraws the consent that the user gave to a client: `DELETE /api/2.0/clients/{clientId}/revoke`. The tokens that
   * the client holds for this user stop working.
   */
  revokeUserClient(clientId: string, options?: CallOptions): ApiPromise<undefined> {
    return this.#call('revokeUserClient', { clientId }, options, (request) =>
      revokeUserClient({ ...request, path: { clientId } }),
    );
  }

  #call<Data>(
    operation: OperationName,
    args: CallArguments,
    options: CallOptions | undefined,
    send: Sending['send'],
  ): ApiPromise<Data> {
    return new ApiPromise(this.#start(operation, args, options, send));
  }

  // Whatever is wrong with the arguments rejects the promise instead of throwing past it.
  #start(
    operation: OperationName,
    args: CallArguments,
    options: CallOptions | undefined,
    send: Sending['send'],
  ): Promise<Outcome> {
    try {
      const settings = options ? readCallOptions(this.#settings, options, { operation }) : this.#settings;
      const json = checkArguments(operation, args, settings.validate.request);
      const pacer = this.#pacers?.[OPERATIONS[operation].method];
      return call(pacer, operation, { client: this.#client, send, json }, settings);
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
