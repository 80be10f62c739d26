import { ClientManagementApi } from '../../../dist/index.js';
import { API_KEY, CLIENT_ID, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

export const sdk: Connect = ({ baseUrl, fetch }) => {
  const api = new ClientManagementApi({ baseUrl, apiKey: API_KEY, ...(fetch && { fetch }) });
  return {
    create: () => api.createClient(CREATE_REQUEST),
    remove: () => api.deleteClient(CLIENT_ID),
  };
};
