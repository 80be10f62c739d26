import kyDefault from 'ky';
import { CLIENT_PATH, CLIENTS_PATH, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

export const ky: Connect = ({ baseUrl, signature, fetch, retries = 0 }) => {
  const client = kyDefault.create({
    prefixUrl: baseUrl,
    headers: { 'x-signature': signature },
    // ky does not retry POST by default.
    retry: { limit: retries, methods: ['post', 'delete'] },
    ...(fetch && { fetch }),
  });
  return {
    create: () => client.post(CLIENTS_PATH.slice(1), { json: CREATE_REQUEST }).json(),
    remove: () => client.delete(CLIENT_PATH.slice(1)).text(),
  };
};
