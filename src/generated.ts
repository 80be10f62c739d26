/**
 * What stands behind the facade, for those who need a bare request: the generated operations with their types, and the
 * fetch client that each operation takes. There is a JSON Schema for each model too, such as `ClientResponseSchema`.
 *
 * An operation of this module makes one request as it is told: no check, no wait, no retry and no errors of classes. It
 * resolves to `{ data, error, request, response }`, where `error` is the body of a refusal; with `throwOnError: true` it
 * rejects with that body.
 *
 * @module docspace-client-management/generated
 */

export * from '../generated/index.js';
export * from '../generated/schemas.gen.js';
export { type Client, createFetchClient } from './fetch-client.js';
