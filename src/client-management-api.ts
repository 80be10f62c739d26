import {
  type ChangeClientActivationRequest,
  type ClientInfoPage,
  type ClientInfoResponse,
  type ClientPage,
  type ClientResponse,
  type ClientSecretResponse,
  type ConsentPage,
  type CreateClientRequest,
  changeActivation,
  createClient,
  deleteClient,
  deleteTenantClients,
  deleteUserClients,
  getClient,
  getClientInfo,
  getClients,
  getClientsInfo,
  getConsents,
  getPublicClientInfo,
  getScopes,
  regenerateSecret,
  revokeUserClient,
  type ScopeList,
  type UpdateClientRequest,
  updateClient,
} from '../generated/index.js';
import type { ApiPromise } from './api-promise.js';
import { connect, reconnect } from './connection.js';
import { ConfigurationError } from './errors.js';
import { type ClientChanges, changedRequest, checkChanges } from './modify-client.js';
import type { PageQuery } from './operations.js';
import type { CallOptions, ClientManagementOptions } from './options.js';
import { type List, pageQuery } from './pagination.js';
import { type RequestBody, writable } from './request-body.js';
import { attach, connectionOf, DETACHED, list, NO_EXTRAS, send } from './send.js';
import type { Confirmation } from './validation.js';

/**
 * Manages the OAuth2 clients of a DocSpace portal.
 *
 * Create one instance per portal and user and reuse it: its queues, one per HTTP method, are per instance. 429 and 503
 * are retried after a wait, and connection failures if the operation is safe to repeat.
 *
 * Every method returns a promise of the data, and takes {@link CallOptions} last. It rejects with the reason of the
 * call's signal, or with a {@link DocSpaceError}:
 *
 * - {@link InvalidRequestError} if an argument breaks the contract. Nothing was sent.
 * - {@link ConfigurationError} if an option is wrong, or the `apiKey` or `fetch` function does not work. Usually nothing
 *   was sent; `attempts` and `mayHaveRun` say.
 * - {@link ApiError} if the portal returned an error status; its subclasses stand for single statuses.
 * - {@link ConnectionError}, {@link TimeoutError} or {@link UnexpectedResponseError} if there was no usable response.
 *   Their `mayHaveRun` says whether the operation may have run all the same.
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
  /**
   * Sends nothing yet.
   *
   * @param options - Options for every call.
   * @throws {@link ConfigurationError} if an option is unknown, missing or wrong.
   */
  constructor(options: ClientManagementOptions = {}) {
    attach(this, connect(options));
  }

  /**
   * Returns an API object with other options, for example for another user. It shares the signatures of this one, and
   * its queues unless `apiKey`, `credentials` or `baseUrl` differ.
   *
   * @param options - The options that change. Those that are not set stay as they are; of `headers`, `retry` and
   * `validate` each member does. With `apiKey` or `credentials` the old credential goes.
   * @returns The new object; this one does not change.
   * @throws {@link ConfigurationError} if an option is unknown or wrong.
   */
  withOptions(options: ClientManagementOptions): ClientManagementApi {
    const connection = connectionOf(this);
    if (!connection) {
      throw new ConfigurationError(DETACHED);
    }
    return attach(Object.create(ClientManagementApi.prototype), reconnect(connection, options));
  }

  /**
   * Returns a page of clients, the newest first: `GET /api/2.0/clients`. An admin of the portal gets all of them, another
   * user their own.
   *
   * @param query - The size of the page and the cursors of the page before. Default: the first 50.
   * @param options - Options for this call; they override those of the API object.
   * @returns The page, with the cursors of the next one. What its items have as `client_secret` is no secret that works.
   * @throws {@link PermissionDeniedError}, and what every method throws.
   * @see Operation `getClients` of [openapi.yaml](../openapi.yaml)
   */
  getClients(query?: PageQuery, options?: CallOptions): ApiPromise<ClientPage> {
    return send(this, 'getClients', options, { query: pageQuery(query) }, getClients<true>);
  }

  /**
   * Lists all clients of {@link ClientManagementApi.getClients}, page by page. The service skips clients at the edge of a
   * page that were created at the same moment as the last one of the page, and portals of 3.0 skip some if clients are
   * deleted during the loop: to delete many, list them first.
   *
   * @param query - The size of a page, and a cursor to start from. Default: 50 a page, from the newest on.
   * @param options - Options for each page; they override those of the API object. `signal` also ends the loop between
   * two items.
   * @returns The clients, and by `pages()` the pages. An error has the `cursor` to go on from.
   * @see Operation `getClients` of [openapi.yaml](../openapi.yaml)
   */
  listClients(query?: PageQuery, options?: CallOptions): List<ClientPage> {
    return list(this, 'getClients', query, options, getClients<true>);
  }

  /**
   * Returns a client with its present secret: `GET /api/2.0/clients/{clientId}`.
   *
   * @param clientId - The id of the client, a UUID.
   * @param options - Options for this call; they override those of the API object.
   * @returns The client.
   * @throws {@link PermissionDeniedError}, {@link NotFoundError}, and what every method throws.
   * @see Operation `getClient` of [openapi.yaml](../openapi.yaml)
   */
  getClient(clientId: string, options?: CallOptions): ApiPromise<ClientResponse> {
    return send(this, 'getClient', options, { path: { clientId } }, getClient<true>);
  }

  /**
   * Returns what any user of the portal may know of a client: `GET /api/2.0/clients/{clientId}/info`.
   *
   * @param clientId - The id of the client, a UUID.
   * @param options - Options for this call; they override those of the API object.
   * @returns The client without secret, redirect URIs and tenant.
   * @throws {@link NotFoundError}, and what every method throws.
   * @see Operation `getClientInfo` of [openapi.yaml](../openapi.yaml)
   */
  getClientInfo(clientId: string, options?: CallOptions): ApiPromise<ClientInfoResponse> {
    return send(this, 'getClientInfo', options, { path: { clientId } }, getClientInfo<true>);
  }

  /**
   * Returns the same as {@link ClientManagementApi.getClientInfo} without a credential:
   * `GET /api/2.0/clients/{clientId}/public/info`.
   *
   * @param clientId - The id of the client, a UUID.
   * @param options - Options for this call; they override those of the API object.
   * @returns The client without secret, redirect URIs and tenant.
   * @throws {@link NotFoundError}, and what every method throws.
   * @see Operation `getPublicClientInfo` of [openapi.yaml](../openapi.yaml)
   */
  getPublicClientInfo(clientId: string, options?: CallOptions): ApiPromise<ClientInfoResponse> {
    return send(this, 'getPublicClientInfo', options, { path: { clientId } }, getPublicClientInfo<true>);
  }

  /**
   * Returns a page of what any user may know of clients: `GET /api/2.0/clients/info`.
   *
   * @param query - The size of the page and the cursors of the page before. Default: the first 50.
   * @param options - Options for this call; they override those of the API object.
   * @returns The page, with the cursors of the next one.
   * @throws What every method throws.
   * @see Operation `getClientsInfo` of [openapi.yaml](../openapi.yaml)
   */
  getClientsInfo(query?: PageQuery, options?: CallOptions): ApiPromise<ClientInfoPage> {
    return send(this, 'getClientsInfo', options, { query: pageQuery(query) }, getClientsInfo<true>);
  }

  /**
   * Lists all items of {@link ClientManagementApi.getClientsInfo}, page by page, like
   * {@link ClientManagementApi.listClients}.
   *
   * @param query - The size of a page, and a cursor to start from. Default: 50 a page, from the newest on.
   * @param options - Options for each page; they override those of the API object.
   * @returns The items, and by `pages()` the pages.
   * @see Operation `getClientsInfo` of [openapi.yaml](../openapi.yaml)
   */
  listClientsInfo(query?: PageQuery, options?: CallOptions): List<ClientInfoPage> {
    return list(this, 'getClientsInfo', query, options, getClientsInfo<true>);
  }

  /**
   * Returns a page of the consents that the user gave to clients: `GET /api/2.0/clients/consents`.
   *
   * @param query - The size of the page and the cursor of the page before. Default: the first 50.
   * @param options - Options for this call; they override those of the API object.
   * @returns The page, with the cursor of the next one.
   * @throws What every method throws.
   * @see Operation `getConsents` of [openapi.yaml](../openapi.yaml)
   */
  getConsents(query?: PageQuery, options?: CallOptions): ApiPromise<ConsentPage> {
    return send(this, 'getConsents', options, { query: pageQuery(query) }, getConsents<true>);
  }

  /**
   * Lists all consents of {@link ClientManagementApi.getConsents}, page by page, like
   * {@link ClientManagementApi.listClients}.
   *
   * @param query - The size of a page, and a cursor to start from. Default: 50 a page, from the newest on.
   * @param options - Options for each page; they override those of the API object.
   * @returns The consents, and by `pages()` the pages.
   * @see Operation `getConsents` of [openapi.yaml](../openapi.yaml)
   */
  listConsents(query?: PageQuery, options?: CallOptions): List<ConsentPage> {
    return list(this, 'getConsents', query, options, getConsents<true>);
  }

  /**
   * Returns the scopes that the portal knows: `GET /api/2.0/scopes`.
   *
   * @param options - Options for this call; they override those of the API object.
   * @returns The scopes.
   * @throws What every method throws.
   * @see Operation `getScopes` of [openapi.yaml](../openapi.yaml)
   */
  getScopes(options?: CallOptions): ApiPromise<ScopeList> {
    return send(this, 'getScopes', options, {}, getScopes<true>);
  }

  /**
   * Creates a client: `POST /api/2.0/clients`. Not retried after a lost connection: the client may already exist.
   *
   * @param body - What to register.
   * @param options - Options for this call; they override those of the API object.
   * @returns The client as stored, with its id and secret.
   * @throws {@link BadRequestError}, {@link PermissionDeniedError}, and what every method throws.
   * @see Operation `createClient` of [openapi.yaml](../openapi.yaml)
   */
  createClient(body: RequestBody<CreateClientRequest>, options?: CallOptions): ApiPromise<ClientResponse> {
    return send(this, 'createClient', options, { body: writable(body) }, createClient<true>);
  }

  /**
   * Replaces the settings of a client: `PUT /api/2.0/clients/{clientId}`. A boolean that is not set becomes false.
   *
   * @param clientId - The id of the client, a UUID.
   * @param body - The settings to store in place of the present ones.
   * @param options - Options for this call; they override those of the API object.
   * @returns Nothing; the service returns no body.
   * @throws {@link BadRequestError}, {@link PermissionDeniedError}, {@link NotFoundError}, and what every method throws.
   * @see Operation `updateClient` of [openapi.yaml](../openapi.yaml)
   */
  updateClient(clientId: string, body: RequestBody<UpdateClientRequest>, options?: CallOptions): ApiPromise<undefined> {
    return send(this, 'updateClient', options, { path: { clientId }, body: writable(body) }, updateClient<true>);
  }

  /**
   * Changes settings of a client and keeps the others: reads it, and updates it unless it is like that already. Calls of
   * one API object for the same client run one after another. A retry begins with the read. Portals up to 3.7 ignore
   * changes of `scopes` and `redirect_uris`.
   *
   * @param clientId - The id of the client, a UUID.
   * @param changes - The settings to change, or a function that returns them for the present client.
   * @param options - Options for both requests; they override those of the API object.
   * @returns Whether the client was updated.
   * @throws {@link BadRequestError}, {@link PermissionDeniedError}, {@link NotFoundError}, what every method throws, and
   * what the function throws.
   * @see Operations `getClient` and `updateClient` of [openapi.yaml](../openapi.yaml)
   */
  modifyClient(clientId: string, changes: ClientChanges, options?: CallOptions): Promise<boolean> {
    const modify = async (): Promise<boolean> => {
      checkChanges(changes);
      const current = await this.getClient(clientId, options);
      const body = await changedRequest(current, changes);
      if (!body) {
        return false;
      }
      const bodyForRetry = async (): Promise<object> =>
        (await changedRequest(await this.getClient(clientId, options), changes)) ?? body;
      await send(this, 'updateClient', options, { path: { clientId }, body: writable(body) }, updateClient<true>, {
        ...NO_EXTRAS,
        bodyForRetry,
      });
      return true;
    };
    const connection = connectionOf(this);
    return connection
      ? connection.modifications.run(
          typeof clientId === 'string' ? clientId.toLowerCase() : '',
          { signal: options?.signal },
          modify,
        )
      : Promise.reject(new ConfigurationError(DETACHED));
  }

  /**
   * Deletes a client with everything that belongs to it, for good: `DELETE /api/2.0/clients/{clientId}`. All its
   * tokens stop working.
   *
   * @param clientId - The id of the client, a UUID. Anything else is rejected whatever `validate` says: without an id
   * the service would delete all clients.
   * @param options - Options for this call; they override those of the API object.
   * @returns Nothing; the service returns no body.
   * @throws {@link PermissionDeniedError}, {@link NotFoundError}, and what every method throws. If a lost connection was
   * retried, a {@link NotFoundError} whose `mayHaveRun` is true may mean that an earlier attempt deleted the client.
   * @see Operation `deleteClient` of [openapi.yaml](../openapi.yaml)
   */
  deleteClient(clientId: string, options?: CallOptions): ApiPromise<undefined> {
    return send(this, 'deleteClient', options, { path: { clientId } }, deleteClient<true>);
  }

  /**
   * Activates or deactivates a client: `PATCH /api/2.0/clients/{clientId}/activation`. An inactive one gets no new
   * tokens; those it has stay valid until they expire.
   *
   * @param clientId - The id of the client, a UUID.
   * @param body - The state to switch to: `{ status: true }` activates.
   * @param options - Options for this call; they override those of the API object.
   * @returns Nothing; the service returns no body.
   * @throws {@link PermissionDeniedError}, {@link NotFoundError}, and what every method throws.
   * @see Operation `changeActivation` of [openapi.yaml](../openapi.yaml)
   */
  changeActivation(
    clientId: string,
    body: ChangeClientActivationRequest,
    options?: CallOptions,
  ): ApiPromise<undefined> {
    return send(this, 'changeActivation', options, { path: { clientId }, body }, changeActivation<true>);
  }

  /**
   * Gives a client a new secret: `PATCH /api/2.0/clients/{clientId}/regenerate`. The old one stops working at once. Not
   * retried after a lost connection: the new secret may be in force and never have reached you. Call again for another.
   *
   * @param clientId - The id of the client, a UUID.
   * @param options - Options for this call; they override those of the API object.
   * @returns The new secret, which {@link ClientManagementApi.getClient} returns from now on.
   * @throws {@link PermissionDeniedError}, {@link NotFoundError}, and what every method throws.
   * @see Operation `regenerateSecret` of [openapi.yaml](../openapi.yaml)
   */
  regenerateSecret(clientId: string, options?: CallOptions): ApiPromise<ClientSecretResponse> {
    return send(this, 'regenerateSecret', options, { path: { clientId } }, regenerateSecret<true>);
  }

  /**
   * Withdraws the consent that the user gave to a client: `DELETE /api/2.0/clients/{clientId}/revoke`. The tokens that
   * the client holds for this user stop working.
   *
   * @param clientId - The id of the client, a UUID.
   * @param options - Options for this call; they override those of the API object.
   * @returns Nothing; the service returns no body.
   * @throws {@link PermissionDeniedError}, {@link NotFoundError}, {@link ServiceUnavailableError}, and what every method
   * throws.
   * @see Operation `revokeUserClient` of [openapi.yaml](../openapi.yaml)
   */
  revokeUserClient(clientId: string, options?: CallOptions): ApiPromise<undefined> {
    return send(this, 'revokeUserClient', options, { path: { clientId } }, revokeUserClient<true>);
  }

  /**
   * Deletes every client of the calling user, for good: `DELETE /api/2.0/clients`. All tokens of these clients stop
   * working, and the consents and tokens that the user gave to any client go as well. Never sent again after a lost
   * connection.
   *
   * @param confirmation - The host of the portal, so that the call cannot go to the wrong one.
   * @param options - Options for this call; they override those of the API object.
   * @returns Nothing; the service returns no body.
   * @throws {@link InvalidRequestError} if `confirm` is not the host of `baseUrl`, {@link PermissionDeniedError}, and
   * what every method throws.
   * @see Operation `deleteUserClients` of [openapi.yaml](../openapi.yaml)
   */
  deleteUserClients(confirmation: Confirmation, options?: CallOptions): ApiPromise<undefined> {
    return send(this, 'deleteUserClients', options, {}, deleteUserClients<true>, { ...NO_EXTRAS, confirmation });
  }

  /**
   * Deletes every client of the portal, for good, with all consents and tokens of all users:
   * `DELETE /api/2.0/clients/tenant`. Only an admin may. DocSpace 3.1.1 and later. Never sent again after a lost
   * connection.
   *
   * @param confirmation - The host of the portal, so that the call cannot go to the wrong one.
   * @param options - Options for this call; they override those of the API object.
   * @returns Nothing; the service returns no body.
   * @throws {@link InvalidRequestError} if `confirm` is not the host of `baseUrl`, {@link PermissionDeniedError}, and
   * what every method throws.
   * @see Operation `deleteTenantClients` of [openapi.yaml](../openapi.yaml)
   */
  deleteTenantClients(confirmation: Confirmation, options?: CallOptions): ApiPromise<undefined> {
    return send(this, 'deleteTenantClients', options, {}, deleteTenantClients<true>, { ...NO_EXTRAS, confirmation });
  }
}
