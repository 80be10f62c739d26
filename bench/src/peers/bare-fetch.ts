import { CLIENT_PATH, CLIENTS_PATH, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

export const bareFetch: Connect = ({ baseUrl, signature, fetch = globalThis.fetch }) => ({
  create: async () => {
    const response = await fetch(baseUrl + CLIENTS_PATH, {
      method: 'POST',
      headers: { 'x-signature': signature, 'Content-Type': 'application/json' },
      body: JSON.stringify(CREATE_REQUEST),
    });
    return requireOk(response).json();
  },
  remove: async () => {
    const response = await fetch(baseUrl + CLIENT_PATH, { method: 'DELETE', headers: { 'x-signature': signature } });
    return requireOk(response).text();
  },
});

function requireOk(response: Response): Response {
  if (!response.ok) {
    throw new Error(`the service returned ${response.status}`);
  }
  return response;
}
