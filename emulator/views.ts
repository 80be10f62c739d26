import { randomBytes } from 'node:crypto';
import { toZone } from './clock.js';
import type { Consent } from './consents.js';
import type { StoredClient } from './stored-client.js';
import type { Caller } from './users.js';
import type { Behaviour } from './versions.js';

/** Where a client is shown: in its own response, read from the database or not, or in a list. */
export type Place = 'created' | 'get' | 'list';

// Version 3.0 shows most times in the zone of the portal, by its offset in hours.
const PORTAL_ZONE = 3;

/** A client as a version shows it. */
export function clientView(client: StoredClient, place: Place, viewer: Caller, behaviour: Behaviour): object {
  const { shape } = behaviour;
  const shown = {
    ...client,
    ...people(client, behaviour),
    client_secret: place === 'list' && behaviour.secretInLists === 'encrypted' ? ciphertext() : client.client_secret,
  };
  switch (shape) {
    case 'plain':
      return shown;
    case 'with public':
      return { ...shown, public: true };
    case 'with invalidated':
      return {
        ...shown,
        public: true,
        invalidated: false,
        ...(place !== 'created' && {
          created_on: toZone(client.created_on, PORTAL_ZONE),
          modified_on: toZone(client.modified_on, PORTAL_ZONE),
        }),
        ...(place === 'list' && { creator_avatar: viewer.avatar, creator_display_name: viewer.displayName }),
      };
  }
}

/** The part of a client that anybody may see. */
export function infoView(client: StoredClient, behaviour: Behaviour): object {
  const {
    tenant,
    enabled,
    client_secret,
    redirect_uris,
    allowed_origins,
    logout_redirect_uris,
    created_by,
    modified_by,
    ...info
  } = client;
  return { ...info, ...people(client, behaviour), public: true };
}

/** A consent as a version shows it. */
export function consentView({ userId, clientId, scopes, modifiedAt, client }: Consent, behaviour: Behaviour): object {
  const common = { registered_client_id: clientId, client: client ? infoView(client, behaviour) : null };
  return behaviour.shape === 'with invalidated'
    ? {
        ...common,
        scopes: scopes.join(','),
        invalidated: false,
        principal_name: userId,
        modified_at: toZone(modifiedAt, PORTAL_ZONE),
      }
    : { ...common, scopes: scopes.join(' '), modified_at: modifiedAt };
}

function people(
  { created_by, modified_by }: StoredClient,
  { userNamedBy }: Behaviour,
): Pick<StoredClient, 'created_by' | 'modified_by'> {
  return userNamedBy === 'id'
    ? { created_by, modified_by }
    : { created_by: `${created_by}@example.com`, modified_by: `${modified_by}@example.com` };
}

// 80 bytes, which end in a padded group.
function ciphertext(): string {
  return randomBytes(80).toString('base64');
}
