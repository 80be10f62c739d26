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
import { type ApiPromise, type CallResult, toApiPromise } from './api-promise.js';
import { type Connection, connect, reconnect } from './connection.js';
import { ConfigurationError } from './errors.js';
import type { OperationName } from './operations.js';
import type { CallOptions, ClientManagementOptions } from './options.js';
import { type CallMeta, createTransport, type Transport } from './transport.js';

// Not a #private field: a Proxy, such as Vue's `reactive`, does not have it.
const TRANSPORT = Symbol('transport');
// Apart from the objects, which can be printed with all their members: a connection holds the key.
const CONNECTIONS = new WeakMap<Transport, Connection>();

const DETACHED = 'the method was called without its object; use (id) => api.method(id), or bind it to the object';

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
    const connection = CONNECTIONS.get(Object(this)[TRANSPORT]);
    if (!connection) {
      throw new ConfigurationError(DETACHED);
    }
    return attach(Object.create(ClientManagementApi.prototype), reconnect(connection, options));
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
  createClient(body: CreateClientRequest, options?: CallOptions): ApiPromise<ClientResponse> {
    return send(this, 'createClient', { body }, options, createClient<true>);
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
  updateClient(clientId: string, body: UpdateClientRequest, options?: CallOptions): ApiPromise<undefined> {
    return send(this, 'updateClient', { path: { clientId }, body }, options, updateClient<true>);
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
    return send(this, 'deleteClient', { path: { clientId } }, options, deleteClient<true>);
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
    return send(this, 'changeActivation', { path: { clientId }, body }, options, changeActivation<true>);
  }

  /**
   * Gives a client a new secret: `PATCH /api/2.0/clients/{clientId}/regenerate`. The old one stops working at once. Not
   * retried after a lost connection: the new secret may be in force and never have reached you. Call again for another.
   *
   * @param clientId - The id of the client, a UUID.
   * @param options - Options for this call; they override those of the API object.
   * @returns The new secret. No other call returns it.
   * @throws {@link PermissionDeniedError}, {@link NotFoundError}, and what every method throws.
   * @see Operation `regenerateSecret` of [openapi.yaml](../openapi.yaml)
   */
  regenerateSecret(clientId: string, options?: CallOptions): ApiPromise<ClientSecretResponse> {
    return send(this, 'regenerateSecret', { path: { clientId } }, options, regenerateSecret<true>);
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
    return send(this, 'revokeUserClient', { path: { clientId } }, options, revokeUserClient<true>);
  }
}

function attach<Api extends object>(api: Api, connection: Connection): Api {
  const transport = createTransport(connection);
  CONNECTIONS.set(transport, connection);
  return Object.defineProperty(api, TRANSPORT, { value: transport });
}

/** A generated function: calls the method of a client for its HTTP method, and returns the promise of that. */
type Generated<Arguments, Data> = (
  request: Arguments & { client: Client; meta?: Record<string, unknown> },
) => Promise<{ data: Data }>;

/** The same function with a transport as its client. */
type ThroughTransport<Arguments, Data> = (
  request: Arguments & { client: Transport; meta: CallMeta; headers: undefined },
) => Promise<CallResult<DataOf<Data>>>;

// The generator types a response without a schema as `unknown`; here it is `undefined`.
type DataOf<Data> = unknown extends Data ? undefined : Data;

function send<Arguments extends object, Data>(
  api: unknown,
  operation: OperationName,
  args: Arguments,
  options: CallOptions | undefined,
  generated: Generated<Arguments, Data>,
): ApiPromise<DataOf<Data>> {
  // `Object` because a method may be called on a proxy, on an object that inherits from this one, or on nothing at all.
  const client: Transport | undefined = Object(api)[TRANSPORT];
  if (!client) {
    return toApiPromise(Promise.reject(new ConfigurationError(DETACHED, { operation })));
  }
  // The only cast at the seam: a generated function calls one method of its `Client` and returns its promise untouched,
  // so a transport can stand in. test/unit/transport.test.ts holds the functions to that.
  const through = generated as unknown as ThroughTransport<Arguments, Data>;
  // Own `headers`, or the generated functions would read those that a program put on Object.prototype.
  return toApiPromise(through({ ...args, client, meta: { operation, options }, headers: undefined }));
}
