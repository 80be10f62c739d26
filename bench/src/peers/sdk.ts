import { ClientManagementApi, type SecurityScheme } from '../../../dist/index.js';
import { API_KEY, CLIENT_ID, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

// Calls for the same client wait for each other.
const IDS = Array.from({ length: 1000 }, (_, index) => CLIENT_ID.slice(0, -3) + String(index).padStart(3, '0'));

/** Requests its signature with the key. */
export const sdk: Connect = connectBy('x-signature');

/** Sends the key as the cookie, as DocSpace 3.0 takes it. */
export const sdkByCookie: Connect = connectBy('asc_auth_key');

function connectBy(securityScheme: SecurityScheme): Connect {
  return ({ baseUrl, fetch }) => {
    let next = 0;
    const api = new ClientManagementApi({ baseUrl, apiKey: API_KEY, securityScheme, ...(fetch && { fetch }) });
    return {
      create: () => api.createClient(CREATE_REQUEST),
      remove: () => api.deleteClient(IDS[next++ % IDS.length] ?? CLIENT_ID),
    };
  };
}
