import { CLIENT_PATH, CLIENTS_PATH, COOKIE, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

export const bareFetch: Connect = ({ baseUrl, fetch = globalThis.fetch }) => ({
  create: async () => {
    const response = await fetch(baseUrl + CLIENTS_PATH, {
      method: 'POST',
      headers: { Cookie: COOKIE, 'Content-Type': 'application/json' },
      body: JSON.stringify(CREATE_REQUEST),
    });
    return requireOk(response).json();
  },
  remove: async () => {
    const response = await fetch(baseUrl + CLIENT_PATH, { method: 'DELETE', headers: { Cookie: COOKIE } });
    return requireOk(response).text();
  },
});

function requireOk(response: Response): Response {
  if (!response.ok) {
    throw new Error(`the service returned ${response.status}`);
  }
  return response;
}
