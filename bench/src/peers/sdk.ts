import { ClientManagementApi } from '../../../dist/index.js';
import { API_KEY, CLIENT_ID, CREATE_REQUEST } from '../support/request.js';
import type { Connect, PeerClient, PeerOptions } from './peer.js';

export const sdk: Connect = (options) => connect(options, true);

export const unpacedSdk: Connect = (options) => connect(options, false);

function connect({ baseUrl, fetch }: PeerOptions, pacing: boolean): PeerClient {
  const api = new ClientManagementApi({ baseUrl, apiKey: API_KEY, pacing, ...(fetch && { fetch }) });
  return {
    create: () => api.createClient(CREATE_REQUEST),
    remove: () => api.deleteClient(CLIENT_ID),
  };
}
