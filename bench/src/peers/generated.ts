import { createClient, createFetchClient, deleteClient } from '../../../dist/generated.js';
import { CLIENT_ID, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

export const generated: Connect = ({ baseUrl, signature, fetch }) => {
  const client = createFetchClient({ baseUrl, headers: { 'x-signature': signature }, ...(fetch && { fetch }) });
  return {
    create: () => createClient({ client, body: CREATE_REQUEST, throwOnError: true }),
    remove: () => deleteClient({ client, path: { clientId: CLIENT_ID }, throwOnError: true }),
  };
};
