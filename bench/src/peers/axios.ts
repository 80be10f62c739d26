import axiosDefault from 'axios';
import axiosRetry, { exponentialDelay, isNetworkOrIdempotentRequestError } from 'axios-retry';
import { CLIENT_PATH, CLIENTS_PATH, CREATE_REQUEST } from '../support/request.js';
import type { Connect } from './peer.js';

export const axios: Connect = ({ baseUrl, signature, fetch, retries = 0 }) => {
  const client = axiosDefault.create({
    baseURL: baseUrl,
    headers: { 'x-signature': signature },
    ...(fetch && { adapter: 'fetch', env: { fetch } }),
  });
  if (retries > 0) {
    axiosRetry(client, {
      retries,
      retryDelay: exponentialDelay,
      retryCondition: (error) => error.response?.status === 429 || isNetworkOrIdempotentRequestError(error),
    });
  }
  return {
    create: async () => (await client.post(CLIENTS_PATH, CREATE_REQUEST)).data,
    remove: async () => (await client.delete(CLIENT_PATH)).data,
  };
};
