import type { ClientResponse, UpdateClientRequest } from '../generated/index.js';

/** What of a client an update sends: a {@link ClientResponse}, or the item of a list. */
export type UpdatableClient = Pick<
  ClientResponse,
  'name' | 'description' | 'logo' | 'allowed_origins' | 'scopes' | 'redirect_uris' | 'authentication_methods'
>;

/**
 * The body of an update that changes nothing, to be spread with changes: `{ ...toUpdateRequest(client), name }`. An
 * update replaces all settings, so the present ones have to go along.
 *
 * @param client - The client as the portal returned it.
 * @returns Name, description, logo, allowed origins, PKCE by `authentication_methods`, and the scopes and redirect URIs,
 * which portals up to 3.7 ignore. Never a secret, a date or an owner.
 */
export function toUpdateRequest(client: UpdatableClient): UpdateClientRequest {
  const { name, description, logo, allowed_origins, scopes, redirect_uris, authentication_methods } = client;
  const allow_pkce = authentication_methods.includes('none');
  return { name, description, logo, allow_pkce, allowed_origins, scopes, redirect_uris };
}
