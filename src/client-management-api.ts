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
import { type ApiPromise, type Outcome, toApiPromise } from './api-promise.js';
import { type CallArguments, checkArguments } from './arguments.js';
import { call } from './call.js';
import type { OperationMethod, OperationName } from './operations.js';
import type { CallOptions, ClientManagementOptions } from './options.js';
import { Pacer } from './pacing.js';
import { type Describe, prepare } from './prepare.js';
import { readCallOptions, readOptions, type Settings } from './settings.js';

/**
 * Manages the OAuth2 clients of a DocSpace portal.
 *
 * Each method resolves to what the service answers and rejects with a {@link DocSpaceError}, or with the reason of the
 * signal that ended the call. A refusal for too many requests (429) and an outage (503) are waited out and retried; a
 * lost connection is, where repeating the operation does no harm.
 *
 * Calls of one object wait in one line for each HTTP method, so make one object for a portal and its user, and keep it.
 *
 * @example
 * ```ts
 * const api = new ClientManagementApi({
 *   baseUrl: 'https://portal.example.com',
 *   apiKey: process.env.API_KEY,
 * });
 * const { client_secret } = await api.regenerateSecret(clientId);
 * ```
 */
export class ClientManagementApi {
  readonly #settings: Settings;
  readonly #pacers: Record<OperationMethod, Pacer> | undefined;

  /**
   * Sends nothing yet.
   *
   * @param options - What holds for every call.
   * @throws {@link ConfigurationError} for an option that is unknown, missing or wrong.
   */
  constructor(options: ClientManagementOptions = {}) {
    this.#settings = readOptions(options);
    if (options.pacing !== false) {
      this.#pacers = { POST: new Pacer(), PUT: new Pacer(), PATCH: new Pacer(), DELETE: new Pacer() };
    }
  }

  /**
   * Creates a client: `POST /api/2.0/clients`.
   *
   * Not repeated after a lost connection: by then the client may exist.
   *
   * @param body - What to register.
   * @param options - What differs for this call.
   * @returns The client as stored, with its id and secret.
   * @throws {@link InvalidRequestError} if `body` breaks the contract; nothing was sent.
   * @throws {@link ConfigurationError} if an option is wrong, or the `apiKey` function fails.
   * @throws {@link ApiError} if the service refuses or fails: {@link BadRequestError}, {@link PermissionDeniedError},
   * {@link RateLimitError} and its other subclasses.
   * @throws {@link ConnectionError}, {@link TimeoutError} or {@link UnexpectedResponseError} if no good answer came. The
   * client may exist all the same.
   * @see Operation `createClient` of [openapi.yaml](../openapi.yaml)
   */
  createClient(body: CreateClientRequest, options?: CallOptions): ApiPromise<ClientResponse> {
    return this.#call('createClient', { body }, options, createClient);
  }

  /**
   * Replaces the settings of a client: `PUT /api/2.0/clients/{clientId}`. A boolean that is left out becomes false.
   *
   * @param clientId - The id of the client, a UUID.
   * @param body - The settings to store in place of the present ones.
   * @param options - What differs for this call.
   * @returns Nothing; the service answers without a body.
   * @throws {@link InvalidRequestError} if `clientId` is no UUID or `body` breaks the contract; nothing was sent.
   * @throws {@link ConfigurationError} if an option is wrong, or the `apiKey` function fails.
   * @throws {@link ApiError} if the service refuses or fails: {@link BadRequestError}, {@link PermissionDeniedError},
   * {@link NotFoundError}, {@link RateLimitError} and its other subclasses.
   * @throws {@link ConnectionError}, {@link TimeoutError} or {@link UnexpectedResponseError} if no good answer came.
   * Calling again does no harm.
   * @see Operation `updateClient` of [openapi.yaml](../openapi.yaml)
   */
  updateClient(clientId: string, body: UpdateClientRequest, options?: CallOptions): ApiPromise<undefined> {
    return this.#call('updateClient', { path: { clientId }, body }, options, updateClient);
  }

  /**
   * Deletes a client with everything that belongs to it, for good: `DELETE /api/2.0/clients/{clientId}`. All its
   * tokens stop working.
   *
   * @param clientId - The id of the client, a UUID. Anything else is refused whatever `validate` says: without an id
   * the service would delete all clients.
   * @param options - What differs for this call.
   * @returns Nothing; the service answers without a body.
   * @throws {@link InvalidRequestError} if `clientId` is no UUID; nothing was sent.
   * @throws {@link ConfigurationError} if an option is wrong, or the `apiKey` function fails.
   * @throws {@link ApiError} if the service refuses or fails: {@link PermissionDeniedError}, {@link NotFoundError},
   * {@link RateLimitError} and its other subclasses. After a lost connection was retried, {@link NotFoundError} may
   * mean that the first attempt had deleted the client.
   * @throws {@link ConnectionError}, {@link TimeoutError} or {@link UnexpectedResponseError} if no good answer came.
   * Calling again does no harm.
   * @see Operation `deleteClient` of [openapi.yaml](../openapi.yaml)
   */
  deleteClient(clientId: string, options?: CallOptions): ApiPromise<undefined> {
    return this.#call('deleteClient', { path: { clientId } }, options, deleteClient);
  }

  /**
   * Activates or deactivates a client: `PATCH /api/2.0/clients/{clientId}/activation`. One that is not active gets no
   * new tokens; those it has stay valid until they expire.
   *
   * @param clientId - The id of the client, a UUID.
   * @param body - The state to switch to: `{ status: true }` activates.
   * @param options - What differs for this call.
   * @returns Nothing; the service answers without a body.
   * @throws {@link InvalidRequestError} if `clientId` is no UUID or `body` breaks the contract; nothing was sent.
   * @throws {@link ConfigurationError} if an option is wrong, or the `apiKey` function fails.
   * @throws {@link ApiError} if the service refuses or fails: {@link PermissionDeniedError}, {@link NotFoundError},
   * {@link RateLimitError} and its other subclasses.
   * @throws {@link ConnectionError}, {@link TimeoutError} or {@link UnexpectedResponseError} if no good answer came.
   * Calling again does no harm.
   * @see Operation `changeActivation` of [openapi.yaml](../openapi.yaml)
   */
  changeActivation(
    clientId: string,
    body: ChangeClientActivationRequest,
    options?: CallOptions,
  ): ApiPromise<undefined> {
    return this.#call('changeActivation', { path: { clientId }, body }, options, changeActivation);
  }

  /**
   * Gives a client a new secret: `PATCH /api/2.0/clients/{clientId}/regenerate`. The old one is dead at once.
   *
   * Not repeated after a lost connection: a secret made then is lost, and it is for the caller to make another.
   *
   * @param clientId - The id of the client, a UUID.
   * @param options - What differs for this call.
   * @returns The new secret. No other call tells it.
   * @throws {@link InvalidRequestError} if `clientId` is no UUID; nothing was sent.
   * @throws {@link ConfigurationError} if an option is wrong, or the `apiKey` function fails.
   * @throws {@link ApiError} if the service refuses or fails: {@link PermissionDeniedError}, {@link NotFoundError},
   * {@link RateLimitError} and its other subclasses.
   * @throws {@link ConnectionError}, {@link TimeoutError} or {@link UnexpectedResponseError} if no good answer came. The
   * old secret may be dead all the same.
   * @see Operation `regenerateSecret` of [openapi.yaml](../openapi.yaml)
   */
  regenerateSecret(clientId: string, options?: CallOptions): ApiPromise<ClientSecretResponse> {
    return this.#call('regenerateSecret', { path: { clientId } }, options, regenerateSecret);
  }

  /**
   * Withdraws the consent that the user gave to a client: `DELETE /api/2.0/clients/{clientId}/revoke`. The tokens that
   * the client holds for this user stop working.
   *
   * @param clientId - The id of the client, a UUID.
   * @param options - What differs for this call.
   * @returns Nothing; the service answers without a body.
   * @throws {@link InvalidRequestError} if `clientId` is no UUID; nothing was sent.
   * @throws {@link ConfigurationError} if an option is wrong, or the `apiKey` function fails.
   * @throws {@link ApiError} if the service refuses or fails: {@link PermissionDeniedError}, {@link NotFoundError},
   * {@link RateLimitError}, {@link ServiceUnavailableError} and its other subclasses.
   * @throws {@link ConnectionError}, {@link TimeoutError} or {@link UnexpectedResponseError} if no good answer came.
   * Calling again does no harm.
   * @see Operation `revokeUserClient` of [openapi.yaml](../openapi.yaml)
   */
  revokeUserClient(clientId: string, options?: CallOptions): ApiPromise<undefined> {
    return this.#call('revokeUserClient', { path: { clientId } }, options, revokeUserClient);
  }

  #call<Data, Arguments extends CallArguments>(
    operation: OperationName,
    args: Arguments,
    options: CallOptions | undefined,
    describe: Describe<Arguments>,
  ): ApiPromise<Data> {
    const outcome: Partial<Outcome> = {};
    return toApiPromise(this.#start<Data>(operation, args, options, describe as Describe, outcome), outcome);
  }

  // Whatever is wrong with the arguments rejects the promise instead of throwing past it.
  #start<Data>(
    operation: OperationName,
    args: CallArguments,
    options: CallOptions | undefined,
    describe: Describe,
    outcome: Partial<Outcome>,
  ): Promise<Data> {
    try {
      const settings = options ? readCallOptions(this.#settings, options, { operation }) : this.#settings;
      const json = checkArguments(operation, args, settings.validate.request);
      const request = prepare(describe, args, settings);
      const pacer = this.#pacers?.[request.method];
      return call<Data>(pacer, operation, { request, json }, settings, outcome);
    } catch (error) {
      return Promise.reject(error);
    }
  }
}
